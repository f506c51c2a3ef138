/**
 * Attempts, copies and units found by what is asked for again and again. Made once for each version of a list and kept with it: a run at task level has
 * thousands of attempts, and every event looks at all of them.
 */
import type { AttemptId, ClusterName, DatasetId, UnitId } from '../../../shared/model/ids.js'
import type { Attempt, Copy, RunState, Unit } from './state.js'

/** A function whose result is kept as long as its argument lives. */
export function kept<List extends object, Index>(
  make: (list: List) => Index
): (list: List) => Index {
  const known = new WeakMap<List, Index>()
  return (list) => {
    const found = known.get(list)
    if (found !== undefined) return found
    const index = make(list)
    known.set(list, index)
    return index
  }
}

export function grouped<T, K>(
  items: readonly T[],
  keyOf: (item: T) => K
): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

const NONE: readonly never[] = []

const units = kept((list: readonly Unit[]) => new Map(list.map((unit) => [unit.id, unit])))
const attempts = kept(
  (list: readonly Attempt[]) => new Map(list.map((attempt) => [attempt.id, attempt]))
)
const byUnit = kept((list: readonly Attempt[]) => grouped(list, (attempt) => attempt.unit))
const byCluster = kept((list: readonly Attempt[]) => grouped(list, (attempt) => attempt.cluster))
const byTarget = kept((list: readonly Copy[]) => grouped(list, (copy) => targetKey(copy)))
const byState = kept((list: readonly Copy[]) => grouped(list, (copy) => copy.stage))

/** Of a data set and the cluster that is to get it. */
export const targetKey = ({ dataset, to }: Pick<Copy, 'dataset' | 'to'>): string =>
  `${to} ${dataset}`

export const unitById = (state: RunState, id: UnitId): Unit | undefined =>
  units(state.units).get(id)
export const attemptById = (state: RunState, id: AttemptId): Attempt | undefined =>
  attempts(state.attempts).get(id)
export const attemptsOf = (state: RunState, unit: UnitId): readonly Attempt[] =>
  byUnit(state.attempts).get(unit) ?? NONE
export const attemptsOn = (state: RunState, cluster: ClusterName): readonly Attempt[] =>
  byCluster(state.attempts).get(cluster) ?? NONE
export const wasOutvoted = (state: RunState, cluster: ClusterName): boolean =>
  attemptsOn(state, cluster).some((attempt) => attempt.verdict === 'outvoted')
/** Copies of one data set to one cluster, in the order they were asked for. */
export const copiesOf = (state: RunState, dataset: DatasetId, to: ClusterName): readonly Copy[] =>
  byTarget(state.copies).get(targetKey({ dataset, to })) ?? NONE
export const copiesIn = (state: RunState, stage: Copy['stage']): readonly Copy[] =>
  byState(state.copies).get(stage) ?? NONE
