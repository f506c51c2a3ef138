/**
 * What the scripts say: a line a step on standard error, so that standard output stays free for the command that follows.
 * On a terminal a step under way has a line that is rewritten; elsewhere it is repeated now and then, for logs.
 */

const LABEL_WIDTH = 16
const LOG_EVERY_MS = 10_000

/** @param {number} bytes @returns {string} for example `93 MB`; decimal units, as Maven and npm print them */
export function size(bytes) {
  if (bytes < 1_000) return `${bytes} B`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`
  if (bytes < 1_000_000_000) return `${Math.round(bytes / 1_000_000)} MB`
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`
}

/** @param {number} ms @returns {string} for example `0.2 s`, `25 s`, `3 min 05 s` */
export function duration(ms) {
  const seconds = ms / 1_000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 120) return `${whole} s`
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
}

/** Writes the lines. One a process. */
export class Report {
  /** @param {NodeJS.WriteStream | { isTTY?: boolean, columns?: number, write(text: string): unknown }} stream */
  constructor(stream = process.stderr) {
    this.stream = stream
    this.lastLogged = 0
    this.shown = false
  }

  /** @param {string} label @param {string} text */
  line(label, text) {
    this.clear()
    this.stream.write(`${label.padEnd(LABEL_WIDTH)}${text}\n`)
  }

  /** @param {string} text printed as it is */
  plain(text) {
    this.clear()
    this.stream.write(`${text}\n`)
  }

  /** State of a step under way. @param {string} label @param {string} text */
  progress(label, text) {
    if (this.stream.isTTY) {
      const line = `${label.padEnd(LABEL_WIDTH)}${text}`.slice(0, (this.stream.columns ?? 80) - 1)
      this.stream.write(`\r\x1b[K${line}`)
      this.shown = true
    } else if (performance.now() - this.lastLogged >= LOG_EVERY_MS) {
      this.stream.write(`${label.padEnd(LABEL_WIDTH)}… ${text}\n`)
      this.lastLogged = performance.now()
    }
  }

  /** Takes the rewritten line away. */
  clear() {
    if (this.shown) this.stream.write('\r\x1b[K')
    this.shown = false
    this.lastLogged = performance.now()
  }

  /**
   * Shows `text()` and the time that has passed while `work` runs.
   *
   * @template T
   * @param {string} label
   * @param {() => string | Promise<string>} text
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  async during(label, text, work) {
    const start = performance.now()
    this.lastLogged = start
    let asking = false
    const timer = setInterval(async () => {
      if (asking) return
      asking = true
      const state = await text()
      if (asking) this.progress(label, `${state}, ${duration(performance.now() - start)}`)
      asking = false
    }, 500)
    try {
      return await work()
    } finally {
      asking = false
      clearInterval(timer)
      this.clear()
    }
  }
}
