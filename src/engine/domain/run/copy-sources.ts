/**
 * From where a cluster gets a data set: whether it can, where from, why not.
 *
 * A source that failed twice for a cluster is none for it any more; when none is left the cluster cannot get the data set.
 */
import type { ClusterName } from '../../../shared/model/ids.js'
import { copiesOf } from './lookup.js'
import { isReady, type Copy, type Dataset, type RunState } from './state.js'

const TRIES_A_SOURCE = 2

/** `null` stands for this machine. */
export type Source = ClusterName | null

/** How often copies from there failed. @param copies - of one data set to one cluster */
export const failuresFrom = (copies: readonly Copy[], from: Source): number =>
  copies.filter((copy) => copy.from === from && copy.verdict === 'failed').length

/** From where the cluster could get the data set, in the order of the ranking; empty: from nowhere. */
export function sourcesFor(state: RunState, dataset: Dataset, to: ClusterName): readonly Source[] {
  const earlier = copiesOf(state, dataset.id, to)
  return placesOf(state, dataset).filter((from) => isSource(state, dataset, to, from, earlier))
}

/** Whether there is any of {@link sourcesFor}; stops at the first, because it is asked for every data set and cluster. */
export function hasSource(state: RunState, dataset: Dataset, to: ClusterName): boolean {
  const earlier = copiesOf(state, dataset.id, to)
  return placesOf(state, dataset).some((from) => isSource(state, dataset, to, from, earlier))
}

const placesOf = (state: RunState, dataset: Dataset): readonly Source[] =>
  dataset.local === null ? state.ranked : [null]

function isSource(
  state: RunState,
  dataset: Dataset,
  to: ClusterName,
  from: Source,
  earlier: readonly Copy[]
): boolean {
  const hasIt = from === null || (from !== to && dataset.holders.has(from) && isReady(state, from))
  return hasIt && failuresFrom(earlier, from) < TRIES_A_SOURCE
}

/** Has it, gets it, or could get it. */
export const canGet = (state: RunState, dataset: Dataset, cluster: ClusterName): boolean =>
  dataset.holders.has(cluster) ||
  copiesOf(state, dataset.id, cluster).some((copy) => copy.stage === 'running') ||
  hasSource(state, dataset, cluster)

/** Why it can't: what the last copy said, or that nobody is left who has it. */
export function whyNot(state: RunState, dataset: Dataset, to: ClusterName): string {
  const last = copiesOf(state, dataset.id, to).at(-1)
  return last === undefined
    ? `no cluster that is there holds ${dataset.label}`
    : `${dataset.label} could not be copied there: ${last.cause ?? last.reason ?? 'unknown'}`
}
