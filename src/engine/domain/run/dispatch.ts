/** Gets waiting attempts going: brings them their data, and starts them when their cluster has a place free. */
import type { ClusterName, Millis } from '../../../shared/model/ids.js'
import { candidatesFor } from './candidates.js'
import { andThen, stay, withAttempt, withNote, type Step } from './change.js'
import { canGet, cancelCopies, requestCopy, startCopies, whyNot } from './copies.js'
import { outputDataset, readsOf } from './datasets.js'
import { isOpen, type Attempt, type Dataset, type RunState } from './state.js'

export function dispatch(state: RunState, at: Millis): Step {
  // Later rounds first: what settles a disagreement also finds out whom not to ask any more.
  const waiting = state.attempts
    .filter((attempt) => attempt.stage === 'waiting')
    .sort((a, b) => b.round - a.round)
  const step = waiting.reduce<Step>(
    (before, attempt) => andThen(before, (next) => dispatchAttempt(next, attempt, at)),
    stay(state)
  )
  return andThen(
    andThen(step, (next) => startCopies(next, at)),
    (next) => dropIdle(next, at)
  )
}

function dispatchAttempt(state: RunState, attempt: Attempt, at: Millis): Step {
  const unit = state.units.find(({ id }) => id === attempt.unit)
  const reads = unit === undefined ? null : readsOf(state, unit)
  if (unit === undefined || reads === null) return stay(state)
  const { cluster } = attempt
  const distrusted = state.attempts.some(
    (other) => other.cluster === cluster && other.verdict === 'outvoted'
  )
  // Who was outvoted meanwhile should not begin anything that another could do.
  if (distrusted && candidatesFor(state, unit, reads).some((name) => isTrusted(state, name)))
    return stay(close(state, attempt, 'cancelled', 'CLUSTER_OUTVOTED', null, at))
  const lost = reads.find((dataset) => !canGet(state, dataset, cluster))
  if (lost !== undefined)
    return stay(close(state, attempt, 'failed', 'COPY_FAILED', whyNot(state, lost, cluster), at))
  const missing = reads.filter((dataset) => !dataset.holders.has(cluster))
  if (missing.length > 0)
    return stay(
      missing.reduce<RunState>((next, { id }) => requestCopy(next, id, cluster, at), state)
    )
  if (placesTaken(state, cluster) >= state.plan.parallel) return stay(state)
  return {
    state: withAttempt(state, attempt.id, (before) => ({
      ...before,
      stage: 'staging',
      startedAt: at
    })),
    commands: [{ type: 'attempt', attempt: attempt.id, cluster }]
  }
}

const isTrusted = (state: RunState, name: ClusterName): boolean =>
  !state.attempts.some((attempt) => attempt.cluster === name && attempt.verdict === 'outvoted')

function close(
  state: RunState,
  attempt: Attempt,
  verdict: 'failed' | 'cancelled',
  reason: string,
  cause: string | null,
  at: Millis
): RunState {
  const closed = withAttempt(state, attempt.id, (before) => ({
    ...before,
    stage: 'ended',
    endedAt: at,
    verdict,
    reason,
    cause
  }))
  return verdict === 'failed'
    ? withNote(closed, at, 'error', `failed, ${reason}: ${cause ?? ''}`, attempt.cluster)
    : closed
}

const placesTaken = (state: RunState, cluster: ClusterName): number =>
  state.attempts.filter(
    (attempt) => attempt.cluster === cluster && isOpen(attempt) && attempt.stage !== 'waiting'
  ).length

/** Copies that only an attempt wanted which is over. Those that replicate an output have no attempt. */
function dropIdle(state: RunState, at: Millis): Step {
  if (state.phase !== 'executing') return stay(state)
  return cancelCopies(state, at, 'NOT_NEEDED', (copy) => {
    const wanted = (dataset: Dataset): boolean => dataset.id === copy.dataset
    const reader = state.attempts.some((attempt) => {
      if (attempt.stage !== 'waiting' || attempt.cluster !== copy.to) return false
      const unit = state.units.find(({ id }) => id === attempt.unit)
      return unit !== undefined && (readsOf(state, unit)?.some(wanted) ?? false)
    })
    return !reader && !isReplica(state, copy.dataset)
  })
}

/** An output that more clusters have to hold before it is settled. */
const isReplica = (state: RunState, dataset: string): boolean =>
  state.units.some(
    (unit) => unit.agreed.length > 0 && !unit.settled && dataset === outputDataset(unit.id)
  )
