/**
 * The lab that benches work on: the one MEDUSA_TEST_LAB names, which stays as it is; otherwise one of our own beside the usual
 * state folder and on addresses of its own, taken down and deleted at the end.
 */
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { loadEnvironment, openEngine } from '../src/engine/compose.js'
import { deployLabWorker } from '../src/cli/deploy-lab-worker.js'
import {
  cacheRoot,
  hadoopFolder,
  labDown,
  labFolder,
  labStatus,
  labUp,
  stateRoot
} from '../src/lab/index.js'
import type { RunningLab } from './bench.js'

/** Clouds at 127.0.81.1 and following: far from a user's lab and from that of the tests. */
const BASE = 80
export const CLOUDS = 3

export interface SharedLab {
  open(): Promise<RunningLab>
  /** Takes down what we started. Idempotent. */
  close(): Promise<void>
}

/** @returns for example `/var/lib/medusa-bench-NAME` for root: not `/tmp`, for Hadoop's data are large and `/tmp` may be memory */
export const benchState = (name: string): string =>
  join(dirname(stateRoot()), `medusa-bench-${name}`)

export function sharedLab(signal: AbortSignal, say: (line: string) => void): SharedLab {
  const given = process.env['MEDUSA_TEST_LAB']
  const own = given === undefined || given === ''
  const state = own ? benchState('lab') : given
  let running: Promise<RunningLab> | null = null
  const start = async (): Promise<RunningLab> => {
    if (own) {
      say(`a lab of ${String(CLOUDS)} clouds starts in ${state}`)
      await startLab(state, signal)
    }
    const status = await labStatus(labFolder(state))
    const notUp = status.clouds.filter((cloud) => cloud.state !== 'up')
    if (notUp.length > 0 || status.clouds.length < CLOUDS)
      throw new Error(
        `the lab in ${state} needs ${String(CLOUDS)} clouds that are up; not up: ${notUp.map(({ name, state: is }) => `${name} (${is})`).join(', ')}`
      )
    return { state, status, loaded: await loadEnvironment(state, 'lab', undefined) }
  }
  return {
    open: () => (running ??= start()),
    close: async () => {
      if (!own || running === null) return
      running = null
      say('the lab goes down')
      await stopLab(state)
    }
  }
}

/** What `medusa lab up` does: ready means that the console has talked to every worker. */
export async function startLab(state: string, signal: AbortSignal): Promise<void> {
  await labUp({
    folder: labFolder(state),
    clouds: CLOUDS,
    base: BASE,
    hadoop: hadoopFolder(cacheRoot()),
    cache: cacheRoot(),
    deployWorker: deployLabWorker,
    signal
  })
  const engine = openEngine(state, await loadEnvironment(state, 'lab', undefined))
  try {
    const greetings = await engine.hello()
    const silent = greetings.flatMap((one) => (one.ok ? [] : [`${one.cluster}: ${one.reason}`]))
    if (silent.length > 0) throw new Error(`not every worker answers: ${silent.join('; ')}`)
  } finally {
    await engine.close()
  }
}

/** Nothing of it is left, neither process nor file. */
export async function stopLab(state: string): Promise<void> {
  await labDown(labFolder(state), { purge: true })
  await rm(state, { recursive: true, force: true })
}
