/**
 * A failure that was foreseen: printed as a message and its remedy, never with a stack.
 * Exit code 2 when the user has to change something first, 1 otherwise.
 */
export class Problem extends Error {
  /**
   * @param {string} message names the thing and the value
   * @param {{ remedy?: string, exitCode?: number, output?: string, cause?: unknown }} [details]
   *   `remedy`: what to do about it; `output`: last lines of the program that failed
   */
  constructor(message, { remedy, exitCode = 1, output, cause } = {}) {
    super(message, { cause })
    this.name = 'Problem'
    this.remedy = remedy
    this.exitCode = exitCode
    this.output = output
  }
}

/** Ctrl-C or its like: everything started is being ended. The exit code is 128 + the signal's number. */
export class Interrupted extends Error {
  /** @param {number} [exitCode] */
  constructor(exitCode = 130) {
    super('interrupted')
    this.name = 'Interrupted'
    this.exitCode = exitCode
  }
}

/** Operating system errors a user can do something about. @type {Readonly<Record<string, string>>} */
const KNOWN = {
  ENOSPC: 'no space left on the disk',
  EACCES: 'permission denied',
  EROFS: 'the file system is read-only'
}

/**
 * The problem behind an operating system error, if it is one the user can do something about.
 *
 * @param {unknown} error
 * @returns {Problem | undefined}
 */
export function asProblem(error) {
  if (error instanceof Problem) return error
  if (!(error instanceof Error) || !('code' in error)) return undefined
  const reason = KNOWN[String(error.code)]
  if (reason === undefined) return undefined
  const path = 'path' in error ? String(error.path) : ''
  return new Problem(path === '' ? reason : `${path}: ${reason}`, {
    remedy: 'Make room or set MEDUSA_CACHE to a folder you may write to, then try again.',
    cause: error
  })
}
