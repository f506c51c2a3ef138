/**
 * A run that this process carries out: the loop, its watchers, its listeners, and its orderly end.
 *
 * Snapshots go to listeners at once and, at most twice a second, to a file beside the journal, so that another process (the window beside a
 * terminal) sees the same.
 */
import { ConsoleError } from '../../shared/model/errors.js'
import type { ClusterName, Millis } from '../../shared/model/ids.js'
import type { RunReport, RunSnapshot } from '../../shared/model/run.js'
import { toReport } from '../domain/run/projections.js'
import { isOpen } from '../domain/run/state.js'
import { killAttempt, killCopy } from './commands/kill.js'
import { reasonOf } from './context.js'
import { Liveness } from './liveness.js'
import type { EnginePorts } from './ports.js'
import type { PreparedRun } from './prepare-run.js'
import { RunLoop } from './run-loop.js'
import { StallWatch } from './stall-watch.js'

const KEEP_EVERY_MS = 500

export type SnapshotListener = (snapshot: RunSnapshot) => void

export interface LiveRun {
  /** Rejects only when the journal broke, or the machine made a mistake. */
  readonly finished: Promise<RunReport>
  snapshot(): RunSnapshot | null
  listen(listener: SnapshotListener): () => void
  /** Kills what runs, then ends as `cancelled`. */
  cancel(reason: string): void
}

/**
 * Starts a run.
 *
 * @param heartbeats - kept up to date by the owner
 * @param brokerUp - is the link to a cluster's vhost up?
 */
export async function startLiveRun(
  prepared: PreparedRun,
  ports: EnginePorts,
  heartbeats: ReadonlyMap<ClusterName, Millis>,
  brokerUp: (cluster: ClusterName) => boolean
): Promise<LiveRun> {
  const { run } = prepared.plan
  const journal = await ports.journals.create(run)
  await ports.journals.keep(run, 'job.json', prepared.job)
  await ports.workers.openRun(run)

  const listeners = new Set<SnapshotListener>()
  let keepDue: (() => void) | null = null
  let over: (report: RunReport) => void
  let failed: (cause: unknown) => void
  const finished = new Promise<RunReport>((resolve, reject) => {
    over = resolve
    failed = reject
  })
  const disposers: (() => void)[] = []

  const keepSnapshot = (): void => {
    keepDue = null
    const snapshot = loop.snapshot()
    if (snapshot === null) return
    ports.journals.keep(run, 'progress.json', snapshot).catch((thrown: unknown) => {
      ports.log.write('warning', `progress of ${run} could not be kept: ${reasonOf(thrown)}`)
    })
  }
  /** What goes wrong in a window must not end the run it shows. */
  const tell = (listener: SnapshotListener, snapshot: RunSnapshot): void => {
    try {
      listener(snapshot)
    } catch (thrown) {
      ports.log.write('warning', `a listener of ${run} failed: ${reasonOf(thrown)}`)
    }
  }
  const loop = new RunLoop(prepared, ports, journal, heartbeats, {
    changed: () => {
      const snapshot = listeners.size > 0 ? loop.snapshot() : null
      if (snapshot !== null) for (const listener of listeners) tell(listener, snapshot)
      keepDue ??= ports.clock.after(KEEP_EVERY_MS, keepSnapshot)
    },
    over: () => {
      end().then(over, failed)
    },
    broken: (cause) => {
      stopWatching()
      abort(cause).then(failed, failed)
    }
  })

  const stopWatching = (): void => {
    for (const dispose of disposers) dispose()
  }
  const end = async (): Promise<RunReport> => {
    stopWatching()
    keepDue?.()
    const report = toReport(loop.state())
    await ports.journals.keep(run, 'report.json', report)
    await loop.close()
    await ports.workers.closeRun(run)
    keepSnapshot()
    return report
  }
  /** Nothing can be decided any more, but nothing may be left running either. */
  const abort = async (cause: unknown): Promise<unknown> => {
    const { attempts, copies } = loop.hasBegun() ? loop.state() : { attempts: [], copies: [] }
    const pulls = copies.filter((copy) => copy.stage === 'running' && copy.from !== null)
    await Promise.all([
      ...attempts.filter(isOpen).map(({ id, cluster }) => killAttempt(loop, id, cluster)),
      ...pulls.map(({ id, to }) => killCopy(loop, id, to))
    ])
    await ports.workers.closeRun(run)
    if (cause instanceof ConsoleError && cause.code === 'DISK_FULL') return cause
    return new ConsoleError('INTERNAL', `the run ${run} can't go on: ${reasonOf(cause)}`, {
      cause,
      hint: `This is a mistake of the console, not of a cluster. The journal of ${run} is kept; its attempts were stopped.`
    })
  }

  disposers.push(
    new Liveness(loop, heartbeats, brokerUp).start(),
    new StallWatch(loop).start(),
    ports.workers.onRefusal((refusal) => {
      if (refusal.run !== null && refusal.run !== run) return
      const { at, cluster, task, reason } = refusal
      loop.emit({ type: 'reply-refused', at, cluster, task, reason })
    }),
    ports.workers.onBrokerState((cluster, state) => {
      if (!loop.hasBegun()) return
      const reason = state.type === 'connected' ? '' : state.reason
      loop.emit({ type: 'broker-changed', at: state.at, cluster, state: state.type, reason })
    })
  )
  loop.start()
  return {
    finished,
    snapshot: () => loop.snapshot(),
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    cancel: (reason) => {
      loop.emit({ type: 'cancel-requested', at: ports.clock.now(), reason })
    }
  }
}
