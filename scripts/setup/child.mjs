/**
 * Programs the scripts start. Each gets a process group of its own, is ended with all its children when the context is
 * aborted (Ctrl-C) or its time is up, and is waited for. n.b. npm passes Ctrl-C on to its child, who has had it from the
 * terminal already; in a group of its own a program gets it once.
 */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { createInterface } from 'node:readline'
import { Interrupted, Problem } from './problem.mjs'

const KEPT_CHARACTERS = 200_000
const LAST_WORDS_MS = 1_000

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] added to ours
 * @property {number} [limitMs] after this long it is ended, and `timedOut` is true
 * @property {number} [silenceMs] after so long without a line it is ended, and `timedOut` is true
 * @property {AbortSignal} [until] ends it, too; then `stopped` is true
 * @property {(line: string) => void} [onLine] gets every line of output (standard output and standard error)
 * @property {boolean} [inherit] our own terminal instead of collected output
 * @property {NodeJS.Signals} [stopBy] how to end it. (default SIGTERM)
 * @property {boolean} [stopGroup] whether its children get the signal, too. (default true)
 * @property {number} [graceMs] how long it may take to end before SIGKILL. (default 5000)
 */

/**
 * @typedef {object} Outcome
 * @property {number} code exit code; 128 + n for an end by a signal
 * @property {string} output the last of what it printed; empty with `inherit`
 * @property {boolean} timedOut
 * @property {boolean} stopped
 */

/** For what has to be done even after Ctrl-C: tidying up. @type {{ signal: AbortSignal }} */
export const uninterrupted = { signal: new AbortController().signal }

/** @type {Set<number>} Process groups to be killed should we die ourselves; a process has one table of children. */
const alive = new Set()
process.on('exit', () => {
  for (const pid of alive) send(-pid, 'SIGKILL')
})

/** @param {number} target a process, or a group as its negative number @param {NodeJS.Signals} signal */
function send(target, signal) {
  try {
    process.kill(target, signal)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    // ESRCH: it ended by itself meanwhile. EPERM: it runs as root, by sudo; then we wait for its end.
    if (code !== 'ESRCH' && code !== 'EPERM') throw error
  }
}

/**
 * Runs a program to its end, whatever that is.
 *
 * @param {{ signal: AbortSignal }} context
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Outcome>}
 * @throws Interrupted after the program has ended, when the context was aborted
 * @throws Problem when there is no such program
 */
export async function run(context, command, args, options = {}) {
  const { stopBy = 'SIGTERM', graceMs = 5_000, stopGroup = true, inherit = false } = options
  context.signal.throwIfAborted()
  const child = spawn(command, args, {
    cwd: options.cwd,
    // What is collected goes to logs: no colours.
    env: {
      ...process.env,
      ...(inherit ? {} : { NO_COLOR: '1', FORCE_COLOR: undefined }),
      ...options.env
    },
    stdio: inherit ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    detached: true
  })
  const pid = child.pid
  if (pid !== undefined) alive.add(pid)

  let timedOut = false
  let stopped = false
  const timeOut = () => {
    timedOut = true
    stop()
  }
  const { limitMs, silenceMs } = options
  const limit = limitMs === undefined ? undefined : setTimeout(timeOut, limitMs)
  const silence = silenceMs === undefined ? undefined : setTimeout(timeOut, silenceMs)

  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue
    createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
      output = `${output}${line}\n`.slice(-KEPT_CHARACTERS)
      silence?.refresh()
      options.onLine?.(line)
    })
  }

  /** @type {NodeJS.Timeout | undefined} */
  let killTimer
  const stop = () => {
    if (pid === undefined || !alive.has(pid)) return
    send(stopGroup ? -pid : pid, stopBy)
    killTimer ??= setTimeout(() => alive.has(pid) && send(-pid, 'SIGKILL'), graceMs)
  }
  const stopByCaller = () => {
    stopped = true
    stop()
  }
  context.signal.addEventListener('abort', stop)
  options.until?.addEventListener('abort', stopByCaller)

  try {
    const code = await new Promise((resolve, reject) => {
      child.once('error', (error) => {
        const message = `${command} could not be started: ${error.message}`
        reject(new Problem(message, { exitCode: 2, cause: error }))
      })
      child.once('close', (exitCode, signal) => resolve(codeOf(exitCode, signal)))
      // A daemon it left behind may hold its pipes open for ever.
      child.once('exit', (exitCode, signal) =>
        setTimeout(() => resolve(codeOf(exitCode, signal)), LAST_WORDS_MS).unref()
      )
    })
    if (context.signal.aborted) throw interruption(context.signal)
    return { code, output, timedOut, stopped }
  } finally {
    clearTimeout(limit)
    clearTimeout(silence)
    clearTimeout(killTimer)
    context.signal.removeEventListener('abort', stop)
    options.until?.removeEventListener('abort', stopByCaller)
    if (pid !== undefined) alive.delete(pid)
  }
}

/** @param {number | null} exitCode @param {NodeJS.Signals | null} signal @returns {number} as a shell has it */
function codeOf(exitCode, signal) {
  return exitCode ?? 128 + (signal === null ? 0 : constants.signals[signal])
}

/** @param {AbortSignal} signal @returns {Interrupted} */
function interruption(signal) {
  return signal.reason instanceof Interrupted ? signal.reason : new Interrupted()
}

/**
 * Runs a program that has to succeed.
 *
 * @param {{ signal: AbortSignal }} context
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions & { what?: string, remedy?: string }} [options] `what` names it in the message
 * @returns {Promise<string>} its output
 */
export async function mustRun(context, command, args, options = {}) {
  const { code, output, timedOut } = await run(context, command, args, options)
  if (code === 0 && !timedOut) return output
  const what = options.what ?? [command, ...args].join(' ')
  throw new Problem(
    timedOut ? `${what} did not end in time` : `${what} failed with exit code ${code}`,
    { remedy: options.remedy, output: lastLines(output, 20) }
  )
}

/** @param {string} text @param {number} count */
export function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n')
}
