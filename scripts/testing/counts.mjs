/** How many tests passed and failed, from what the runners write down. */
import { existsSync, readFileSync } from 'node:fs'

/** @typedef {{ readonly passed: number, readonly failed: number }} Counts */

/**
 * Results of a runner; one that failed without saying which test did (a file that does not load, no test found, a crash)
 * counts one failed.
 *
 * @param {string} file what it wrote
 * @param {number} exitCode
 * @param {(text: string) => Counts} read
 * @returns {Counts}
 */
export function countsFrom(file, exitCode, read) {
  const counts = existsSync(file) ? read(readFileSync(file, 'utf8')) : { passed: 0, failed: 0 }
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

/** @param {string} text of vitest's JSON reporter @returns {Counts} */
export function readVitest(text) {
  const { numPassedTests, numFailedTests } = JSON.parse(text)
  return { passed: numPassedTests, failed: numFailedTests }
}

/** @param {string} text of Playwright's JSON reporter; passed at a second try counts as passed @returns {Counts} */
export function readPlaywright(text) {
  const { expected, flaky, unexpected } = JSON.parse(text).stats
  return { passed: expected + flaky, failed: unexpected }
}

/** @param {string} text of pytest's --junitxml @returns {Counts} */
export function readJunit(text) {
  const suite = /<testsuite [^>]*>/.exec(text)?.[0] ?? ''
  const [tests = 0, failures = 0, errors = 0, skipped = 0] = [
    'tests',
    'failures',
    'errors',
    'skipped'
  ].map((name) => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0))
  return { passed: tests - failures - errors - skipped, failed: failures + errors }
}
