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

function byId<T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<T['id'], T> {
  const index = new Map<T['id'], T>()
  for (const item of items) index.set(item.id, item)
  return index
}

const NONE: readonly never[] = []

const units = kept(byId<Unit>)
const attempts = kept(byId<Attempt>)
const byUnit = kept((list: readonly Attempt[]) => grouped(list, (attempt) => attempt.unit))
const byCluster = kept((list: readonly Attempt[]) => grouped(list, (attempt) => attempt.cluster))
const outvoted = kept(
  (list: readonly Attempt[]) =>
    new Set(list.filter(({ verdict }) => verdict === 'outvoted').map(({ cluster }) => cluster))
)
const byTarget = kept(
  (list: readonly Copy[]) =>
    new Map(
      [...grouped(list, (copy) => copy.to)].map(([to, copies]) => [
        to,
        grouped(copies, (copy) => copy.dataset)
      ])
    )
)
const byState = kept((list: readonly Copy[]) => grouped(list, (copy) => copy.stage))

export const unitById = (state: RunState, id: UnitId): Unit | undefined =>
  units(state.units).get(id)
export const attemptById = (state: RunState, id: AttemptId): Attempt | undefined =>
  attempts(state.attempts).get(id)
export const attemptsOf = (state: RunState, unit: UnitId): readonly Attempt[] =>
  byUnit(state.attempts).get(unit) ?? NONE
export const attemptsOn = (state: RunState, cluster: ClusterName): readonly Attempt[] =>
  byCluster(state.attempts).get(cluster) ?? NONE
export const wasOutvoted = (state: RunState, cluster: ClusterName): boolean =>
  outvoted(state.attempts).has(cluster)
/** Copies of one data set to one cluster, in the order they were asked for. */
export const copiesOf = (state: RunState, dataset: DatasetId, to: ClusterName): readonly Copy[] =>
  byTarget(state.copies).get(to)?.get(dataset) ?? NONE
export const copiesIn = (state: RunState, stage: Copy['stage']): readonly Copy[] =>
  byState(state.copies).get(stage) ?? NONE
export const hasOpenCopies = (state: RunState): boolean =>
  copiesIn(state, 'queued').length > 0 || copiesIn(state, 'running').length > 0
