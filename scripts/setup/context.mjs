/**
 * What every step gets: where the checkout and the cache are, where to report, and a signal that Ctrl-C aborts.
 * The entry scripts run inside `main`, which turns failures into messages and exit codes.
 */
import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Interrupted, Problem, asProblem } from './problem.mjs'
import { Report } from './report.mjs'

/**
 * @typedef {object} Context
 * @property {string} root the checkout
 * @property {string} cache downloads shared by all checkouts of this user; see {@link cacheFolder}
 * @property {AbortSignal} signal aborted by Ctrl-C, with an `Interrupted` as reason
 * @property {Report} report
 */

const SIGNALS = /** @type {const} */ ({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })
const SAME_KEYSTROKE_MS = 1_000

/**
 * Where downloads are kept: MEDUSA_CACHE, or for root /var/cache/medusa (the lab's system user has to read it), or
 * `medusa` in the XDG cache folder.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {{ uid: number, home: string }} user
 * @returns {string} an absolute path
 */
export function cacheFolder(env, user) {
  if (env.MEDUSA_CACHE) return resolve(env.MEDUSA_CACHE)
  if (user.uid === 0) return '/var/cache/medusa'
  return join(env.XDG_CACHE_HOME || join(user.home, '.cache'), 'medusa')
}

/** @param {string} version for example `20.19.0` @returns {boolean} */
export function nodeIsNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 20 || (major === 20 && minor >= 19)
}

/**
 * A context, and how to let go of the process's signals again.
 *
 * n.b. Ctrl-C under npm arrives twice, from the terminal and from npm. A second one that is meant, a second or more later,
 * ends everything at once.
 *
 * @returns {{ context: Context, close: () => void }}
 */
export function openContext() {
  if (!nodeIsNewEnough(process.versions.node)) {
    throw new Problem(
      `this is Node ${process.versions.node}; Medusa Console needs 20.19 or newer`,
      {
        remedy: 'Install a newer Node and try again.',
        exitCode: 2
      }
    )
  }
  const controller = new AbortController()
  const report = new Report()
  let firstAt = 0
  const handlers = Object.entries(SIGNALS).map(([name, exitCode]) => {
    const handler = () => {
      if (!controller.signal.aborted) {
        firstAt = performance.now()
        report.plain('stopping; once more to stop at once')
        controller.abort(new Interrupted(exitCode))
      } else if (performance.now() - firstAt > SAME_KEYSTROKE_MS) process.exit(exitCode)
    }
    process.on(name, handler)
    return { name, handler }
  })
  const cache = cacheFolder(process.env, { uid: process.getuid?.() ?? -1, home: homedir() })
  const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
  return {
    context: { root, cache, signal: controller.signal, report },
    close: () => handlers.forEach(({ name, handler }) => process.off(name, handler))
  }
}

/** @param {Context} context makes its cache folder, readable for the lab's own user */
export function makeCache(context) {
  mkdirSync(context.cache, { recursive: true, mode: 0o755 })
}

/**
 * Prints a failure the way a person can use it.
 *
 * @param {unknown} error
 * @param {Report} report
 * @returns {number} the exit code
 */
export function explain(error, report) {
  if (error instanceof Interrupted) return error.exitCode
  // What Node's own functions throw when our signal is aborted.
  if (error instanceof Error && error.cause instanceof Interrupted) return error.cause.exitCode
  const problem = asProblem(error)
  if (problem === undefined) {
    report.plain(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return 1
  }
  if (problem.output) report.plain(problem.output.replace(/^/gm, '    '))
  report.plain(`error: ${problem.message}`)
  if (problem.remedy) report.plain(problem.remedy)
  return problem.exitCode
}

/**
 * Runs an entry script and ends the process with its exit code.
 *
 * @param {(context: Context) => Promise<number | void>} work returns the exit code, 0 if nothing
 */
export async function main(work) {
  process.exit(await exitCodeOf(work))
}

/** @param {(context: Context) => Promise<number | void>} work @returns {Promise<number>} */
async function exitCodeOf(work) {
  try {
    const { context } = openContext()
    // A reader that goes away (`npm test | head`) is a Ctrl-C, not a crash that leaves a lab running.
    for (const stream of [process.stdout, process.stderr]) {
      stream.on('error', () => process.kill(process.pid, 'SIGTERM'))
    }
    return (await work(context)) ?? 0
  } catch (error) {
    return explain(error, new Report())
  }
}
