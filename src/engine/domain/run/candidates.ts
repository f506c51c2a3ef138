/** Which clusters may try a unit, best first. */
import type { ClusterName } from '../../../shared/model/ids.js'
import { byMissingBytes } from '../copy-plan.js'
import { canGet } from './copy-sources.js'
import { attemptsOf, attemptsOn, copiesIn, wasOutvoted } from './lookup.js'
import { isOpen, isReady, type Attempt, type Dataset, type RunState, type Unit } from './state.js'

/** The data was at fault, not what the cluster computed: with a fresh copy, maybe of another source, it may try once more. */
const MAY_TRY_AGAIN: ReadonlySet<string> = new Set([
  'INPUT_DIFFERS',
  'INPUT_MISSING',
  'COPY_FAILED'
])

/**
 * Clusters that are there, have no voice in this unit yet and can get what it reads.
 *
 * Jobs go where the fewest bytes have to be brought; chunks are spread over the clusters first. Who was outvoted in this run, or has
 * failed on this unit, comes after all others. The ranking decides between equals.
 */
export function candidatesFor(
  state: RunState,
  unit: Unit,
  reads: readonly Dataset[]
): readonly ClusterName[] {
  const able = state.ranked.filter(
    (name) =>
      isReady(state, name) &&
      mayTry(state, unit, name) &&
      reads.every((dataset) => canGet(state, dataset, name))
  )
  const cheapest = byMissingBytes(reads, able).map(({ cluster }) => cluster)
  const spread = unit.role === 'chunk' ? (name: ClusterName) => load(state, name) : () => 0
  return [...cheapest].sort(
    (a, b) => distrust(state, unit, a) - distrust(state, unit, b) || spread(a) - spread(b)
  )
}

/**
 * So many clusters could try a unit if they had its data. While a copy of it is under way they may get it: who receives that one is a source
 * for others.
 */
export function couldTry(state: RunState, unit: Unit, reads: readonly Dataset[]): number {
  const isComing = copiesIn(state, 'running').some((copy) =>
    reads.some(({ id }) => id === copy.dataset)
  )
  if (!isComing) return 0
  return state.ranked.filter((name) => isReady(state, name) && mayTry(state, unit, name)).length
}

function mayTry(state: RunState, unit: Unit, cluster: ClusterName): boolean {
  const earlier = attemptsOf(state, unit.id).filter((attempt) => attempt.cluster === cluster)
  return earlier.length === 0 || (earlier.length === 1 && earlier.every(mayBeRepeated))
}

const mayBeRepeated = (attempt: Attempt): boolean =>
  attempt.verdict === 'failed' && MAY_TRY_AGAIN.has(attempt.reason ?? '')

function distrust(state: RunState, unit: Unit, cluster: ClusterName): number {
  const own = attemptsOn(state, cluster)
  if (wasOutvoted(state, cluster)) return 2
  return own.some((attempt) => attempt.unit === unit.id) ? 1 : 0
}

/** Chunks it has and had: an even share of the work, not only of what is open now. */
const load = (state: RunState, cluster: ClusterName): number =>
  attemptsOn(state, cluster).filter((attempt) => isOpen(attempt) || attempt.manifest !== null)
    .length
