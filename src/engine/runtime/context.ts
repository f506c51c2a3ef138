/** What every command's carrier gets: the plan, the ports, and the way back for events. */
import type { AttemptId, ClusterName, CopyId } from '../../shared/model/ids.js'
import type { RunEvent } from '../domain/run/events.js'
import type { LiveProgress } from '../domain/run/projections.js'
import type { RunPlan } from '../domain/run/plan.js'
import type { RunState } from '../domain/run/state.js'
import type { TaskName } from '../ports/workers.js'
import { parseValue, type ProgressItem, type TaskValue } from '../protocol/tasks/values.js'
import { ConsoleError } from '../../shared/model/errors.js'
import type { EnginePorts } from './ports.js'
import type { RunSources } from './prepare-run.js'

export interface EndedItem {
  readonly item: ProgressItem
  readonly settle: () => void
}

/** Waits for the ends of attempts and digests on one cluster. */
export interface Watch {
  /**
   * Resolves when the item with this id has ended or is lost; never rejects.
   *
   * @param patienceMs - after so long without progress it counts as failed. Attempts and copies are watched by the stall watch instead
   */
  ended(id: string, patienceMs?: number): Promise<EndedItem>
  /** Nobody waits for it any more. */
  forget(id: string): void
}

export interface RunContext {
  readonly plan: RunPlan
  readonly sources: RunSources
  readonly ports: EnginePorts
  /** The state after the last journaled event. */
  state(): RunState
  /** Journals the event, then acts on it; `settle` is called once it is on disk. */
  emit(event: RunEvent, settle?: () => void): void
  /** Shown, not journaled. */
  showProgress(attempt: AttemptId, progress: Partial<LiveProgress>): void
  progressOf(attempt: AttemptId): LiveProgress | undefined
  /** Bytes of a copy so far. */
  showCopied(copy: CopyId, bytes: number): void
  copiedOf(copy: CopyId): number
  /** Something that changes whenever a copy gets on, for those who watch that. */
  copyPicture(copy: CopyId): string
  /** Carries out the work of that name once in this run; who asks again waits for the same. A failure is forgotten. */
  once(name: string, work: () => Promise<void>): Promise<void>
  watch(cluster: ClusterName): Watch
  /** Aborted when the run is closed. */
  readonly closed: AbortSignal
  /** Aborted when the attempt or copy is over for the machine, or the run is closed. */
  signalOf(id: AttemptId | CopyId): AbortSignal
}

export interface Told<T extends TaskName> {
  readonly value: TaskValue<T>
  readonly settle: () => void
}

/**
 * One task on one cluster, its answer checked.
 *
 * @throws ConsoleError what {@link Workers.call} throws; `TASK_FAILED` with the worker's own code in `facts.code` when it answered with an error;
 * `REPLY_REFUSED` when the value is not what the task may answer
 */
export async function ask<T extends TaskName>(
  { plan, ports }: Pick<RunContext, 'plan' | 'ports'>,
  cluster: ClusterName,
  task: T,
  request: object,
  deadlineMs: number,
  signal?: AbortSignal
): Promise<Told<T>> {
  const answer = await ports.workers.call(cluster, task, request, {
    deadlineMs,
    run: plan.run,
    ...(signal === undefined ? {} : { signal })
  })
  const { outcome } = answer
  if (!outcome.ok) {
    answer.settle()
    throw new ConsoleError('TASK_FAILED', `${task} on ${cluster}: ${outcome.error.message}`, {
      facts: { code: outcome.error.code },
      ...(outcome.error.remedy === null ? {} : { hint: outcome.error.remedy })
    })
  }
  try {
    return {
      value: parseValue(cluster, task, outcome.value),
      settle: () => {
        answer.settle()
      }
    }
  } catch (thrown) {
    // It would come again as it is, and the next one behind it would wait.
    answer.settle()
    throw thrown
  }
}

const START_DEADLINE_MS = 10_000
const START_TRIES = 3

/** {@link ask} for a task that starts something and is idempotent by its id: asked again when no answer came. */
export async function askPatiently<T extends TaskName>(
  context: Pick<RunContext, 'plan' | 'ports'>,
  cluster: ClusterName,
  task: T,
  request: object,
  signal: AbortSignal
): Promise<Told<T>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask(context, cluster, task, request, START_DEADLINE_MS, signal)
    } catch (thrown) {
      const silent = thrown instanceof ConsoleError && thrown.code === 'TASK_TIMED_OUT'
      if (!silent || attempt >= START_TRIES || signal.aborted) throw thrown
    }
  }
}

/** The worker's own error code, when that is what went wrong. */
export const taskCode = (thrown: unknown): string | null =>
  thrown instanceof ConsoleError && typeof thrown.facts['code'] === 'string'
    ? thrown.facts['code']
    : null

export const reasonOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown)
