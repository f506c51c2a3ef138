/**
 * Copies: from where a cluster gets a data set, when they begin, what their ends mean.
 *
 * A copy that failed is repeated once from the same source, then another source is taken; when none is left the cluster cannot get the data set.
 * Every copy has a folder of its own, so half of one is never taken for a whole.
 */
import type { ClusterName, CopyId, DatasetId, Millis } from '../../../shared/model/ids.js'
import type { CopyMode } from '../../../shared/model/run.js'
import { stay, withNote, type Step } from './change.js'
import type { RunCommand } from './commands.js'
import { datasetOf, withHolder } from './datasets.js'
import type { EventOf } from './events.js'
import { copiesIn, copiesOf } from './lookup.js'
import { isReady, isUnderWay, type Copy, type Dataset, type RunState } from './state.js'

const TRIES_A_SOURCE = 2
/** One source that feeds many clusters at once would be the bottleneck of them all. */
const AT_A_TIME_A_SOURCE = 8

/**
 * From where the cluster could get the data set, best first; empty: from nowhere. `null` stands for this machine.
 *
 * Fewest failures, then the least busy, then the order of the ranking.
 */
export function sourcesFor(
  state: RunState,
  dataset: Dataset,
  to: ClusterName
): readonly (ClusterName | null)[] {
  const failures = (from: ClusterName | null): number => failuresOf(state, dataset, to, from)
  const busy = (from: ClusterName | null): number =>
    copiesIn(state, 'running').filter((copy) => copy.from === from).length
  return placesOf(state, dataset)
    .filter((from) => isSource(state, dataset, to, from))
    .sort((a, b) => failures(a) - failures(b) || busy(a) - busy(b))
}

const placesOf = (state: RunState, dataset: Dataset): readonly (ClusterName | null)[] =>
  dataset.local === null ? state.ranked : [null]

function isSource(
  state: RunState,
  dataset: Dataset,
  to: ClusterName,
  from: ClusterName | null
): boolean {
  const hasIt = from === null || (from !== to && dataset.holders.has(from) && isReady(state, from))
  return hasIt && failuresOf(state, dataset, to, from) < TRIES_A_SOURCE
}

const failuresOf = (
  state: RunState,
  dataset: Dataset,
  to: ClusterName,
  from: ClusterName | null
): number =>
  copiesOf(state, dataset.id, to).filter((copy) => copy.from === from && copy.verdict === 'failed')
    .length

/** Has it, gets it, or could get it. */
export const canGet = (state: RunState, dataset: Dataset, cluster: ClusterName): boolean =>
  dataset.holders.has(cluster) ||
  copiesOf(state, dataset.id, cluster).some((copy) => copy.stage === 'running') ||
  placesOf(state, dataset).some((from) => isSource(state, dataset, cluster, from))

/** Why it can't: what the last copy said, or that nobody is left who has it. */
export function whyNot(state: RunState, dataset: Dataset, to: ClusterName): string {
  const last = copiesOf(state, dataset.id, to).at(-1)
  return last === undefined
    ? `no cluster that is there holds ${dataset.label}`
    : `${dataset.label} could not be copied there: ${last.cause ?? last.reason ?? 'unknown'}`
}

/** Puts a copy into the queue, unless one is under way. */
export function requestCopy(state: RunState, id: DatasetId, to: ClusterName, at: Millis): RunState {
  if (copiesOf(state, id, to).some(isUnderWay)) return state
  const copy: Copy = {
    id: `${state.plan.run}-c${String(state.copies.length + 1)}` as CopyId,
    dataset: id,
    from: null,
    to,
    mode: 'upload',
    stage: 'queued',
    verdict: null,
    reason: null,
    cause: null,
    bytes: 0,
    queuedAt: at,
    startedAt: null,
    endedAt: null
  }
  return { ...state, copies: [...state.copies, copy] }
}

/** Begins what is queued, as far as sources and limits allow. A copy without any source is given up. */
export function startCopies(state: RunState, at: Millis): Step {
  return copiesIn(state, 'queued').reduce<Step>((step, copy) => {
    const next = startCopy(step.state, copy, at)
    return { state: next.state, commands: [...step.commands, ...next.commands] }
  }, stay(state))
}

function startCopy(state: RunState, copy: Copy, at: Millis): Step {
  const dataset = datasetOf(state, copy.dataset)
  const running = copiesIn(state, 'running')
  if (running.filter((one) => one.to === copy.to).length >= state.plan.copies.atATime)
    return stay(state)
  const sources = sourcesFor(state, dataset, copy.to)
  if (sources.length === 0)
    return stay(
      withCopy(state, copy.id, {
        stage: 'ended',
        verdict: 'failed',
        reason: 'NO_SOURCE',
        cause: `no cluster that is there holds ${dataset.label}`,
        endedAt: at
      })
    )
  const from = sources.find(
    (source) => running.filter((one) => one.from === source).length < AT_A_TIME_A_SOURCE
  )
  if (from === undefined) return stay(state)
  const mode = modeOf(state, dataset, from)
  return {
    state: withCopy(state, copy.id, { stage: 'running', from, mode, startedAt: at }),
    commands: [{ type: 'copy', copy: copy.id }]
  }
}

function modeOf({ plan }: RunState, { bytes }: Dataset, from: ClusterName | null): CopyMode {
  if (from === null) return 'upload'
  const { distcpFrom } = plan.copies
  const namenode = plan.clusters.find(({ name }) => name === from)?.peers.namenode ?? null
  return distcpFrom !== null && bytes >= distcpFrom && namenode !== null ? 'distcp' : 'stream'
}

export function withCopy(state: RunState, id: CopyId, change: Partial<Copy>): RunState {
  return {
    ...state,
    copies: state.copies.map((copy) => (copy.id === id ? { ...copy, ...change } : copy))
  }
}

/** What the end of a copy means; the caller goes on from there. */
export function copyEnded(state: RunState, { at, copy: id, outcome }: EventOf<'copy-ended'>): Step {
  const copy = state.copies.find((one) => one.id === id)
  if (copy?.stage !== 'running') return stay(state)
  const { label } = datasetOf(state, copy.dataset)
  const { bytes } = outcome
  if (outcome.type === 'done') {
    const ended = withCopy(state, id, { stage: 'ended', verdict: 'done', bytes, endedAt: at })
    return stay(withHolder(ended, copy.dataset, copy.to, { type: 'copy', copy: id }))
  }
  const { code, cause } = outcome
  const end = {
    stage: 'ended',
    verdict: 'failed',
    reason: code,
    cause,
    bytes,
    endedAt: at
  } as const
  const text = `copy of ${label} from ${copy.from ?? 'this machine'} failed, ${code}${cause === null ? '' : `: ${cause}`}`
  return {
    state: withNote(withCopy(state, id, end), at, 'warning', text, copy.to),
    // One that stands still is still there, and one whose start nobody answered for may be.
    commands:
      code === STALLED || code === UNANSWERED
        ? [{ type: 'kill-copy', copy: id, cluster: copy.to }]
        : []
  }
}

/** Code of a copy that did not move for too long. */
export const STALLED = 'NO_PROGRESS'
/** Code of what was started and nobody answered. */
export const UNANSWERED = 'TASK_TIMED_OUT'

/** Ends copies that are of no use any more; those under way are stopped on their clusters. */
export function cancelCopies(
  state: RunState,
  at: Millis,
  reason: string,
  which: (copy: Copy) => boolean = () => true
): Step {
  const open = [...copiesIn(state, 'queued'), ...copiesIn(state, 'running')]
  const ending = open.filter(which)
  if (ending.length === 0) return stay(state)
  const ids = new Set(ending.map(({ id }) => id))
  return {
    state: {
      ...state,
      copies: state.copies.map((copy) =>
        ids.has(copy.id)
          ? { ...copy, stage: 'ended', verdict: 'cancelled', reason, endedAt: at }
          : copy
      )
    },
    commands: ending
      .filter((copy) => copy.stage === 'running' && copy.from !== null)
      .map(({ id, to }): RunCommand => ({ type: 'kill-copy', copy: id, cluster: to }))
  }
}

export function copyKilled(
  state: RunState,
  { at, copy: id, error }: EventOf<'copy-killed'>
): RunState {
  const copy = state.copies.find((one) => one.id === id)
  return error === null || copy === undefined
    ? state
    : withNote(state, at, 'warning', `a copy could not be stopped: ${error.message}`, copy.to)
}
