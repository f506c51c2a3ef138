/** Gets waiting attempts going: brings them their data, and starts them when their cluster has a place free. */
import type { ClusterName, DatasetId, Millis } from '../../../shared/model/ids.js'
import { candidatesFor } from './candidates.js'
import { andThen, stay, withAttempt, withNote, type Step } from './change.js'
import { canGet, cancelCopies, requestCopy, startCopies, whyNot } from './copies.js'
import { outputDataset, readsOf } from './datasets.js'
import { attemptById, attemptsOn, unitById, wasOutvoted } from './lookup.js'
import { isOpen, type Attempt, type RunState } from './state.js'

export function dispatch(state: RunState, at: Millis): Step {
  const step = nextInLine(state).reduce<Step>(
    (before, { id }) => andThen(before, (next) => dispatchAttempt(next, attemptById(next, id), at)),
    stay(state)
  )
  return andThen(
    andThen(step, (next) => startCopies(next, at)),
    (next) => dropIdle(next, at)
  )
}

/**
 * The attempts whose turn is near, on each cluster as many again as it has places: they may have their data brought while others run. The rest
 * waits with empty hands, so that a run with a thousand chunks does not copy them all at once.
 *
 * Later rounds come first: what settles a disagreement also finds out whom not to ask any more.
 */
function nextInLine(state: RunState): readonly Attempt[] {
  const near = 2 * state.plan.parallel
  const taken = new Map<ClusterName, number>()
  return state.attempts
    .filter((attempt) => attempt.stage === 'waiting')
    .sort((a, b) => b.round - a.round)
    .filter(({ cluster }) => {
      const before = taken.get(cluster) ?? 0
      taken.set(cluster, before + 1)
      return before < near
    })
}

function dispatchAttempt(state: RunState, attempt: Attempt | undefined, at: Millis): Step {
  const unit = attempt === undefined ? undefined : unitById(state, attempt.unit)
  const reads = unit === undefined ? null : readsOf(state, unit)
  if (attempt === undefined || unit === undefined || reads === null) return stay(state)
  const { cluster } = attempt
  // Who was outvoted meanwhile should not begin anything that another could do.
  if (
    wasOutvoted(state, cluster) &&
    candidatesFor(state, unit, reads).some((name) => !wasOutvoted(state, name))
  )
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
  attemptsOn(state, cluster).filter((attempt) => isOpen(attempt) && attempt.stage !== 'waiting')
    .length

/** Ends copies that only an attempt wanted which is over. Those that replicate an output have no attempt. */
function dropIdle(state: RunState, at: Millis): Step {
  if (state.phase !== 'executing') return stay(state)
  const wanted = new Set<string>()
  for (const attempt of state.attempts) {
    if (attempt.stage !== 'waiting') continue
    const unit = unitById(state, attempt.unit)
    const reads = unit === undefined ? null : readsOf(state, unit)
    for (const { id } of reads ?? []) wanted.add(`${attempt.cluster} ${id}`)
  }
  return cancelCopies(
    state,
    at,
    'NOT_NEEDED',
    ({ dataset, to }) => !wanted.has(`${to} ${dataset}`) && !isReplica(state, dataset)
  )
}

/** An output that more clusters have to hold before it is settled. */
const isReplica = (state: RunState, dataset: DatasetId): boolean =>
  state.units.some(
    (unit) => unit.agreed.length > 0 && !unit.settled && dataset === outputDataset(unit.id)
  )
