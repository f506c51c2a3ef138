/** A run as its journal tells it: for runs that are over, that were interrupted, or that another process carries out. */
import { ConsoleError } from '../../shared/model/errors.js'
import type { RunId } from '../../shared/model/ids.js'
import type { RunSnapshot, RunSummary } from '../../shared/model/run.js'
import type { RunEvent } from '../domain/run/events.js'
import { toSnapshot } from '../domain/run/projections.js'
import type { RunState } from '../domain/run/state.js'
import { step } from '../domain/run/step.js'
import type { EnginePorts } from './ports.js'

type Reading = Pick<EnginePorts, 'journals' | 'clock' | 'log'>

/**
 * Folds the journal.
 *
 * @throws ConsoleError `RUN_UNKNOWN`, `JOURNAL_DAMAGED`
 */
export async function foldRun(run: RunId, { journals, log }: Reading): Promise<RunState> {
  const { events, torn } = await journals.read(run)
  if (torn !== null) log.write('warning', `journal of ${run}: its torn last line was dropped`)
  const state = (events as readonly RunEvent[]).reduce<RunState | null>(
    (before, event) => step(before, event).state,
    null
  )
  if (state === null)
    throw new ConsoleError('JOURNAL_DAMAGED', `the journal of ${run} holds no event`, {
      hint: 'The process ended before the run began. Start the run again.'
    })
  return state
}

/** The latest that is known: what the carrying process keeps showing, or what the journal says. */
export async function readRecorded(run: RunId, ports: Reading): Promise<RunSnapshot> {
  const live = await ports.journals.isLocked(run)
  if (live) {
    const shown = await ports.journals.kept(run, 'progress.json')
    if (shown !== null) return shown as RunSnapshot
  }
  const state = await foldRun(run, ports)
  return toSnapshot(state, {
    now: state.finishedAt ?? ports.clock.now(),
    live,
    progress: new Map(),
    heartbeats: new Map()
  })
}

/** Calls the listener with each change on disk; versions count up from 1 for this follower. */
export function followRecorded(
  run: RunId,
  ports: Reading,
  listener: (snapshot: RunSnapshot) => void
): () => void {
  let version = 0
  let reading = false
  let again = false
  let stopped = false
  const look = async (): Promise<void> => {
    if (reading) {
      again = true
      return
    }
    reading = true
    do {
      again = false
      try {
        const snapshot = await readRecorded(run, ports)
        version += 1
        if (!hasStopped()) listener({ ...snapshot, version })
      } catch (thrown) {
        ports.log.write('warning', `run ${run} could not be read: ${String(thrown)}`)
      }
    } while (hasAgain() && !hasStopped())
    reading = false
  }
  // Read through functions: both change while `look` waits.
  const hasAgain = (): boolean => again
  const hasStopped = (): boolean => stopped
  const stopWatching = ports.journals.watch(run, () => void look())
  void look()
  return () => {
    stopped = true
    stopWatching()
  }
}

export const summaryOf = (snapshot: RunSnapshot): RunSummary => ({
  run: snapshot.run,
  name: snapshot.name,
  environment: snapshot.environment,
  verdict: snapshot.verdict,
  startedAt: snapshot.startedAt,
  finishedAt: snapshot.finishedAt,
  live: snapshot.live
})
