/** The one lab that all tests share, by the product's own command. */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { run, uninterrupted } from '../setup/child.mjs'

/** @typedef {import('../setup/context.mjs').Context} Context */

const CLOUDS = '3'
/** Its first address; away from those of a lab the user may have up. */
const BASE = '120'
/** On a machine that never had a lab, some of it goes into an archive of class data. */
const UP_LIMIT_MS = 10 * 60_000
const DOWN_LIMIT_MS = 2 * 60_000

/**
 * @param {Context} context
 * @returns {string} always the same folder: a lab that was left there is found and cleaned up by the next `lab up`
 */
export const testLabState = ({ cache }) => join(cache, 'test-lab')

/** @param {Context} context @returns {Promise<import('./counts.mjs').Counts>} */
export async function startTestLab(context) {
  const state = testLabState(context)
  await mkdir(state, { recursive: true, mode: 0o755 })
  const { code, timedOut } = await lab(
    context,
    context,
    ['up', '--clouds', CLOUDS, '--base', BASE, '--state', state],
    UP_LIMIT_MS
  )
  if (code === 0) return { passed: 1, failed: 0 }
  const reason = timedOut ? `not up after ${UP_LIMIT_MS / 60_000} minutes` : `exit code ${code}`
  context.report.line('lab up', `failed: ${reason}; its logs are in ${state}`)
  return { passed: 0, failed: 1 }
}

/**
 * Takes the lab down, even after Ctrl-C.
 *
 * @param {Context} context
 * @param {{ keepLogs: boolean }} options otherwise its folder goes, too
 * @returns {Promise<import('./counts.mjs').Counts>}
 */
export async function stopTestLab(context, { keepLogs }) {
  const state = testLabState(context)
  const { code } = await lab(uninterrupted, context, ['down', '--state', state], DOWN_LIMIT_MS)
  if (code === 0 && !keepLogs) await rm(state, { recursive: true, force: true })
  else context.report.line('lab down', `exit code ${code}; its logs are in ${state}`)
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/**
 * @param {{ signal: AbortSignal }} interruption
 * @param {Context} context
 * @param {readonly string[]} args
 * @param {number} limitMs
 */
function lab(interruption, { root, cache, report }, args, limitMs) {
  const cli = join(root, 'out', 'cli', 'index.js')
  return run(interruption, process.execPath, [cli, 'lab', ...args], {
    cwd: root,
    env: { MEDUSA_CACHE: cache },
    limitMs,
    stopBy: 'SIGINT',
    graceMs: 60_000,
    onLine: (line) => report.line(`lab ${args[0]}`, line)
  })
}
