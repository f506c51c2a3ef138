/** Gets waiting attempts going: brings them their data, and starts them when their cluster has a place free. */
import type { ClusterName, DatasetId, Millis } from '../../../shared/model/ids.js'
import { candidatesFor } from './candidates.js'
import { andThen, stay, withAttempt, withNote, type Step } from './change.js'
import { cancelCopies, requestCopies, type Wanted } from './copies.js'
import { canGet, whyNot } from './copy-sources.js'
import { idsOf, outputDataset, readsOf } from './datasets.js'
import { attemptById, attemptsOn, hasOpenCopies, unitById, wasOutvoted } from './lookup.js'
import { startCopies } from './start-copies.js'
import { isOpen, type Attempt, type RunState } from './state.js'

export function dispatch(state: RunState, at: Millis): Step {
  const turn = nextInLine(state)
  const step = turn.reduce<Step>(
    (before, { id }) => andThen(before, (next) => dispatchAttempt(next, attemptById(next, id), at)),
    stay(state)
  )
  const asked = { ...step, state: requestCopies(step.state, lackedBy(step.state, turn), at) }
  return andThen(
    andThen(asked, (next) => startCopies(next, at)),
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
  // Its copies are asked for together with those of others, see dispatch.
  if (reads.some((dataset) => !dataset.holders.has(cluster))) return stay(state)
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

/** What has to be brought to those of the attempts that still wait. */
function lackedBy(state: RunState, attempts: readonly Attempt[]): readonly Wanted[] {
  return attempts
    .filter(({ id }) => attemptById(state, id)?.stage === 'waiting')
    .flatMap(({ unit: id, cluster }) => {
      const unit = unitById(state, id)
      const reads = unit === undefined ? null : readsOf(state, unit)
      return (reads ?? [])
        .filter((dataset) => !dataset.holders.has(cluster))
        .map((dataset): Wanted => ({ dataset: dataset.id, to: cluster }))
    })
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
  if (state.phase !== 'executing' || !hasOpenCopies(state)) return stay(state)
  const wanted = waitedFor(state)
  return cancelCopies(
    state,
    at,
    'NOT_NEEDED',
    ({ dataset, to }) => wanted.get(to)?.has(dataset) !== true && !isReplica(state, dataset)
  )
}

/** What waiting attempts read, by their cluster. */
function waitedFor(state: RunState): ReadonlyMap<ClusterName, ReadonlySet<DatasetId>> {
  const wanted = new Map<ClusterName, Set<DatasetId>>()
  for (const { stage, unit: id, cluster } of state.attempts) {
    const unit = stage === 'waiting' ? unitById(state, id) : undefined
    if (unit === undefined) continue
    const own = wanted.get(cluster) ?? new Set()
    for (const dataset of idsOf(state, unit) ?? []) own.add(dataset)
    wanted.set(cluster, own)
  }
  return wanted
}

/** An output that more clusters have to hold before it is settled. */
const isReplica = (state: RunState, dataset: DatasetId): boolean =>
  state.units.some(
    (unit) => unit.agreed.length > 0 && !unit.settled && dataset === outputDataset(unit.id)
  )
