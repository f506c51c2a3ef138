/** Bring a data set to so many clusters: for equal outputs that differ in bytes, and before an output is published. */
import type { ClusterName, Millis } from '../../../shared/model/ids.js'
import { requestCopies } from './copies.js'
import { hasSource } from './copy-sources.js'
import { copiesOf, wasOutvoted } from './lookup.js'
import { isReady, isUnderWay, type Dataset, type RunState } from './state.js'

export interface Replication {
  readonly state: RunState
  /** Clusters that are there and hold it. */
  readonly holders: readonly ClusterName[]
  /** Neither enough holders, nor copies under way that could make them enough. */
  readonly stuck: boolean
}

/**
 * @param wanted - how many clusters are to hold it
 * @param counts - a cluster that may count; others are passed over
 */
export function replicate(
  state: RunState,
  dataset: Dataset,
  wanted: number,
  counts: (cluster: ClusterName) => boolean,
  at: Millis
): Replication {
  const eligible = state.ranked.filter((name) => isReady(state, name) && counts(name))
  const holders = eligible.filter((name) => dataset.holders.has(name))
  const coming = eligible.filter(
    (name) => !dataset.holders.has(name) && copiesOf(state, dataset.id, name).some(isUnderWay)
  )
  const missing = wanted - holders.length - coming.length
  if (missing <= 0) return { state, holders, stuck: false }
  const more = eligible
    .filter((name) => !dataset.holders.has(name) && !coming.includes(name))
    .filter((name) => hasSource(state, dataset, name))
    // Whose word was wrong in this run is asked last.
    .sort((a, b) => Number(wasOutvoted(state, a)) - Number(wasOutvoted(state, b)))
  if (more.length < missing) return { state, holders, stuck: true }
  const wanting = more.slice(0, missing).map((to) => ({ dataset: dataset.id, to }))
  return { state: requestCopies(state, wanting, at), holders, stuck: false }
}
