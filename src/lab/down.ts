/** Takes a lab down: no process is left, HDFS and the broker's queues stay on disk for the next `up`. */
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { labFile } from './folders.js'
import { lock } from './lock.js'
import { ensureStateFolder } from './owned-files.js'
import { BROKER, endProcesses, thawProcesses, type LabProcess } from './processes.js'

export interface LabDown {
  /** Milliseconds a process has for an orderly end. @default 15000 */
  readonly graceMs?: number
  /** Also deletes the lab's folder: HDFS, queues, keys, logs. @default false */
  readonly purge?: boolean
}

/**
 * Idempotent.
 *
 * @returns how many processes were ended
 * @throws ConsoleError `LAB_FAILED` when another process is starting or stopping this lab
 */
export async function labDown(folder: string, options: LabDown = {}): Promise<number> {
  await ensureStateFolder(dirname(folder))
  const unlock = await lock(labFile.lock(folder))
  try {
    const ended = await endLab(folder, options.graceMs)
    if (options.purge === true) await rm(folder, { recursive: true, force: true })
    return ended
  } finally {
    await unlock()
  }
}

/**
 * The order in which processes of a lab can end well: first those that take leave of another (workers of the broker, NodeManagers of their ResourceManager,
 * which would be missed for 10 s), then the rest of the clouds, then Erlang's machine, which ends in disorder when its helpers (`erl_child_setup`,
 * `inet_gethost`) go before it, then those and epmd.
 */
const stages: readonly ((process: LabProcess) => boolean)[] = [
  (process) =>
    process.cloud !== BROKER && !/ -Dproc_(namenode|resourcemanager) /.test(process.commandLine),
  (process) => process.cloud !== BROKER,
  (process) => process.commandLine.includes('beam.smp'),
  () => true
]

/** A NodeManager that has run a job waits 10 s for its shuffle to fall silent, a worker for a console's long poll: neither has anything to lose. */
const LEAVE_MS = 5000

/** @returns how many processes were ended */
export async function endLab(folder: string, graceMs = 15_000): Promise<number> {
  // A frozen ResourceManager would keep its NodeManager waiting.
  await thawProcesses(folder)
  let ended = 0
  for (const [index, which] of stages.entries())
    ended += await endProcesses(folder, {
      graceMs: index === 0 ? Math.min(graceMs, LEAVE_MS) : graceMs,
      which
    })
  return ended
}
