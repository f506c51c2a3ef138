/** Checks a step at its place: never rejects, and never longer than its limit. */
import { ConsoleError, toWireError } from '../../../shared/model/errors.js'
import type { Clock } from '../../ports/system.js'
import type { BenchMaker } from './bench-maker.js'
import type { Checked } from './bench.js'
import type { PlacedStep } from './place-steps.js'

export type PlacedCheck = Checked<object>

/** A JVM on a busy host takes its time. */
const LIMIT_MS = 60_000

export async function checkPlaced(
  placed: PlacedStep,
  benches: BenchMaker,
  clock: Clock
): Promise<PlacedCheck> {
  let stop = (): void => undefined
  const limit = new Promise<PlacedCheck>((resolve) => {
    stop = clock.after(LIMIT_MS, () => resolve(unknown(tooSlow(placed.id))))
  })
  try {
    return await Promise.race([check(placed, benches).catch(unknown), limit])
  } finally {
    stop()
  }
}

async function check(placed: PlacedStep, benches: BenchMaker): Promise<PlacedCheck> {
  const { step } = placed
  switch (step.scope) {
    case 'broker':
      return step.check(benches.brokerBench())
    case 'console':
      return step.check(benches.bench())
    case 'cluster':
      return step.check(
        benches.clusterBench((placed as Extract<PlacedStep, { cluster: unknown }>).cluster)
      )
  }
}

function unknown(thrown: unknown): PlacedCheck {
  const error = toWireError(thrown)
  return { level: 'unknown', seen: 'could not be looked at', error, remedy: [] }
}

const tooSlow = (id: string): ConsoleError =>
  new ConsoleError(
    'CLUSTER_UNREACHABLE',
    `the check ${id} did not end within ${String(LIMIT_MS / 1000)} s`,
    {
      hint: 'log in there and look what it waits for'
    }
  )
