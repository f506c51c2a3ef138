/** A run as its journal tells it: for runs that are over, that were interrupted, or that another process carries out. */
import { ConsoleError } from '../../shared/model/errors.js'
import type { Durations, MeasuredAttempt } from '../../shared/model/durations.js'
import type { AttemptId, Millis, RunId } from '../../shared/model/ids.js'
import type {
  AttemptView,
  CopyView,
  RunReport,
  RunSnapshot,
  RunSummary
} from '../../shared/model/run.js'
import { durationsOf, measuredAttempts } from '../domain/durations.js'
import type { RunEvent } from '../domain/run/events.js'
import {
  toReport,
  toSnapshot,
  type LiveProgress,
  type LiveView
} from '../domain/run/projections.js'
import type { RunState } from '../domain/run/state.js'
import { step } from '../domain/run/step.js'
import { reasonOf } from './context.js'
import { inParallel } from './in-parallel.js'
import type { EnginePorts } from './ports.js'

/** Files of runs that are open at the same time. */
const READ_AT_ONCE = 32

type Reading = Pick<EnginePorts, 'journals' | 'clock' | 'log'>

interface FoldedRun {
  readonly state: RunState
  /** Of the newest entry. */
  readonly lastAt: Millis
}

/**
 * Folds the journal.
 *
 * @throws ConsoleError `RUN_UNKNOWN`, `JOURNAL_DAMAGED`
 */
async function foldRun(run: RunId, { journals, log }: Reading): Promise<FoldedRun> {
  const { events: read, torn } = await journals.read(run)
  const events = read as readonly RunEvent[]
  if (torn !== null) log.write('warning', `journal of ${run}: its torn last line was dropped`)
  const state = events.reduce<RunState | null>((before, event) => step(before, event).state, null)
  if (state === null)
    throw new ConsoleError('JOURNAL_DAMAGED', `the journal of ${run} holds no event`, {
      hint: 'The process ended before the run began. Start the run again.'
    })
  return {
    state,
    lastAt: events.reduce((last, { at }) => (at > last ? at : last), state.startedAt)
  }
}

/** The latest that is known: what the carrying process keeps showing, or what the journal says. */
async function readRecorded(run: RunId, ports: Reading): Promise<RunSnapshot> {
  const live = await ports.journals.isLocked(run)
  const shown = (await ports.journals.kept(run, 'progress.json')) as RunSnapshot | null
  // Of a run that is over the last picture is kept, so that it can be read whatever becomes of the machine that folds journals.
  if (shown !== null && (live || shown.verdict !== null)) return shown
  const { state, lastAt } = await foldRun(run, ports)
  return toSnapshot(state, viewOf(state, lastAt, live ? ports.clock.now() : null, shown))
}

/**
 * An interrupted run stands as it was last seen: nobody knows what became of it since, so its time does not go on.
 *
 * @param now - `null`: no process carries it
 * @param shown - what the carrying process kept last; decided is what the journal says, this is only how far it was
 */
function viewOf(
  state: RunState,
  lastAt: Millis,
  now: Millis | null,
  shown: RunSnapshot | null
): LiveView {
  const seenAt = shown === null || shown.now < lastAt ? lastAt : shown.now
  const heard = (shown?.clusters ?? []).flatMap(({ name, heartbeatAt }) =>
    heartbeatAt === null ? [] : [[name, heartbeatAt] as const]
  )
  return {
    now: state.finishedAt ?? now ?? seenAt,
    live: now !== null,
    progress: new Map((shown?.attempts ?? []).flatMap(progressOf)),
    copied: new Map(copiesOf(shown).map(({ id, bytes }) => [id, bytes])),
    heartbeats: new Map(heard)
  }
}

/** What the first version kept has no copies. */
const copiesOf = (shown: Partial<RunSnapshot> | null): readonly CopyView[] => shown?.copies ?? []

/** n.b. the journal may be a step ahead: an attempt that was last shown waiting says nothing of how far it has run. */
function progressOf(shown: AttemptView): readonly (readonly [AttemptId, LiveProgress])[] {
  const { id, phase, map, reduce, bytes, bytesTotal, applicationId, timings } = shown
  if (phase === 'staging' || phase === 'voting' || phase === 'over') return []
  const finishedAt = timings.finished === 0 ? null : (timings.finished as Millis)
  return [[id, { phase, map, reduce, bytes, bytesTotal, applicationId, finishedAt }]]
}

/**
 * Why a run without a report has nothing to show yet, and what to do.
 *
 * @throws ConsoleError `RUN_UNKNOWN`, `JOURNAL_DAMAGED`
 */
export async function notOver(run: RunId, ports: Reading): Promise<ConsoleError> {
  const { live, now, name } = await readRecorded(run, ports)
  if (live)
    return new ConsoleError('NOT_VERIFIED', `run ${run} (${name}) is not over`, {
      hint: `Another process carries it out; wait for it: npx medusa runs ${run}`
    })
  const since = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z')
  return new ConsoleError(
    'NOT_VERIFIED',
    `run ${run} (${name}) was interrupted: no process has carried it out since ${since}`,
    {
      hint: `What it started may still run on the clouds: npx medusa runs ${run}\nStart the job again under another "output:" in its job file.`
    }
  )
}

/** Calls the listener with each change on disk; versions count up from 1 for this follower. */
function followRecorded(
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

/** What can be read without any cluster or broker: the journals of this machine. */
export interface RunArchive {
  /** Newest first. A run whose journal can't be read is left out and logged. */
  listRuns(): Promise<readonly RunSummary[]>
  /** @throws ConsoleError `RUN_UNKNOWN`, `JOURNAL_DAMAGED` */
  readRun(run: RunId): Promise<RunSnapshot>
  /** Of a run that is over; folded from its journal when the process died before it was written. @throws also `NOT_VERIFIED` while it is open */
  readReport(run: RunId): Promise<RunReport>
  /** How long attempts took in the newest `limit` runs that are over. @throws ConsoleError `JOURNAL_DAMAGED` */
  durations(limit: number): Promise<Durations>
  /** @returns a disposer */
  follow(run: RunId, listener: (snapshot: RunSnapshot) => void): () => void
}

export function createArchive(ports: Reading): RunArchive {
  const { journals, log } = ports
  // A report is written once and never changes, so what was taken from it is kept: the list is read every few seconds.
  const over = new Map<RunId, RunSummary>()
  const measured = new Map<RunId, readonly MeasuredAttempt[]>()
  const reportOf = async (run: RunId): Promise<RunReport | null> =>
    (await journals.kept(run, 'report.json')) as RunReport | null
  const summarize = async (run: RunId): Promise<readonly RunSummary[]> => {
    const known = over.get(run)
    if (known !== undefined) return [known]
    try {
      // The report of a run that is over says as much as its journal, and is read at once.
      const report = await reportOf(run)
      if (report === null) return [summaryOf(await readRecorded(run, ports))]
      over.set(run, summaryOfReport(report))
      return [summaryOfReport(report)]
    } catch (thrown) {
      log.write('warning', `run ${run} could not be read: ${reasonOf(thrown)}`)
      return []
    }
  }
  const listRuns = async (): Promise<readonly RunSummary[]> => {
    const runs = await journals.list()
    const summaries = await inParallel(runs, READ_AT_ONCE, summarize)
    return summaries.flat()
  }
  const measureRun = async (run: RunId): Promise<readonly MeasuredAttempt[]> => {
    const known = measured.get(run)
    if (known !== undefined) return known
    const report = await reportOf(run)
    const attempts = report === null ? [] : measuredAttempts(report)
    if (report !== null) measured.set(run, attempts)
    return attempts
  }
  return {
    listRuns,
    durations: async (limit) => {
      const ended = (await listRuns()).filter(({ verdict }) => verdict !== null)
      const read = ended.slice(0, limit)
      const attempts = await inParallel(read, READ_AT_ONCE, ({ run }) => measureRun(run))
      return durationsOf(attempts.flat(), {
        runs: read.length,
        unread: ended.length - read.length
      })
    },
    readRun: (run) => readRecorded(run, ports),
    readReport: async (run) => {
      const kept = (await journals.kept(run, 'report.json')) as RunReport | null
      if (kept !== null) return kept
      const { state } = await foldRun(run, ports)
      if (state.phase === 'over') return toReport(state)
      throw await notOver(run, ports)
    },
    follow: (run, listener) => followRecorded(run, ports, listener)
  }
}

const summaryOf = (snapshot: RunSnapshot): RunSummary => ({
  run: snapshot.run,
  name: snapshot.name,
  environment: snapshot.environment,
  verdict: snapshot.verdict,
  startedAt: snapshot.startedAt,
  finishedAt: snapshot.finishedAt,
  live: snapshot.live
})

const summaryOfReport = (report: RunReport): RunSummary => ({
  run: report.run,
  name: report.name,
  environment: report.environment,
  verdict: report.verdict,
  startedAt: report.startedAt,
  finishedAt: report.finishedAt,
  live: false
})
