import { duration } from '../setup/report.mjs'

/** @typedef {import('./counts.mjs').Counts} Counts */

/** What came of the stages. */
export class Results {
  /** @param {import('../setup/report.mjs').Report} report */
  constructor(report) {
    this.report = report
    /** @type {{ name: string, counts: Counts, ms: number }[]} */
    this.rows = []
  }

  /**
   * Runs a stage and notes its counts and time.
   *
   * @param {string} name
   * @param {() => Promise<Counts>} stage
   * @returns {Promise<Counts>}
   */
  async record(name, stage) {
    const start = performance.now()
    const counts = await stage()
    const ms = performance.now() - start
    this.rows.push({ name, counts, ms })
    this.report.line(name, `${counts.passed} passed, ${counts.failed} failed (${duration(ms)})`)
    return counts
  }

  /** A stage that could not run has failed. @param {string} name */
  notRun(name) {
    this.rows.push({ name, counts: { passed: 0, failed: 1 }, ms: 0 })
    this.report.line(name, 'not run: the lab is not up')
  }

  /** @returns {Counts} */
  total() {
    return {
      passed: this.rows.reduce((sum, { counts }) => sum + counts.passed, 0),
      failed: this.rows.reduce((sum, { counts }) => sum + counts.failed, 0)
    }
  }

  /** @returns {string} a line a stage */
  table() {
    const rows = this.rows.map(({ name, counts, ms }) =>
      [
        name.padEnd(12),
        ...[counts.passed, counts.failed].map((n) => `${n}`.padStart(7)),
        duration(ms).padStart(13)
      ].join('')
    )
    return ['', `${'stage'.padEnd(12)} passed failed         time`, ...rows, ''].join('\n')
  }
}
