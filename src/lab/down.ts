/** Takes a lab down: no process is left, HDFS and the broker's queues stay on disk for the next `up`. */
import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { labFile } from './folders.js'
import { lock } from './lock.js'
import { BROKER, endProcesses } from './processes.js'

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
  await mkdir(dirname(folder), { recursive: true })
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
 * Clouds first: workers still tell the broker that they go. Then Erlang's machine, which ends in disorder when its helpers
 * (`erl_child_setup`, `inet_gethost`) go before it; then the helpers and epmd.
 */
export async function endLab(folder: string, graceMs = 15_000): Promise<number> {
  const clouds = await endProcesses(folder, { graceMs, which: (process) => process.cloud !== BROKER })
  const broker = await endProcesses(folder, { graceMs, which: (process) => process.commandLine.includes('beam.smp') })
  return clouds + broker + (await endProcesses(folder, { graceMs }))
}
