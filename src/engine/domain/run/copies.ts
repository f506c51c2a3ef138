/**
 * Copies: how they are asked for, and what their ends mean.
 *
 * A copy that failed is repeated once from the same source, then another source is taken (copy-sources.ts); start-copies.ts begins what is queued.
 * Every copy has a folder of its own, so half of one is never taken for a whole.
 */
import type { ClusterName, CopyId, DatasetId, Millis } from '../../../shared/model/ids.js'
import { stay, withCopies, withNote, type Step } from './change.js'
import type { RunCommand } from './commands.js'
import { datasetOf, withHolder } from './datasets.js'
import type { EventOf } from './events.js'
import { copiesIn, copiesOf } from './lookup.js'
import { isUnderWay, type Copy, type RunState } from './state.js'

/** A data set that a cluster is to get. */
export interface Wanted {
  readonly dataset: DatasetId
  readonly to: ClusterName
}

/**
 * Puts copies into the queue, unless one is under way. Those of a whole decision are asked for at once: the list of copies is made anew, and so is
 * every index of it.
 */
export function requestCopies(state: RunState, wanted: readonly Wanted[], at: Millis): RunState {
  const missing = new Map(
    wanted
      .filter(({ dataset, to }) => !copiesOf(state, dataset, to).some(isUnderWay))
      .map((target) => [`${target.to} ${target.dataset}`, target])
  )
  if (missing.size === 0) return state
  const before = state.copies.length
  const queued = [...missing.values()].map(({ dataset, to }, index): Copy => ({
    id: `${state.plan.run}-c${String(before + index + 1)}` as CopyId,
    dataset,
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
  }))
  return { ...state, copies: [...state.copies, ...queued] }
}

/** What the end of a copy means; the caller goes on from there. */
export function copyEnded(state: RunState, { at, copy: id, outcome }: EventOf<'copy-ended'>): Step {
  const copy = state.copies.find((one) => one.id === id)
  if (copy?.stage !== 'running') return stay(state)
  const { label } = datasetOf(state, copy.dataset)
  const { bytes } = outcome
  if (outcome.type === 'done') {
    const ended = withCopies(
      state,
      new Map([[id, { stage: 'ended', verdict: 'done', bytes, endedAt: at }]])
    )
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
    state: withNote(withCopies(state, new Map([[id, end]])), at, 'warning', text, copy.to),
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
  const end = { stage: 'ended', verdict: 'cancelled', reason, endedAt: at } as const
  return {
    state: withCopies(state, new Map(ending.map(({ id }) => [id, end]))),
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
