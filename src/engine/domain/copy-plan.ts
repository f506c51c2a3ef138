/**
 * Which clusters should run a job so that the fewest bytes travel?
 *
 * Each chosen cluster needs every data set, and what one receives does not help another: so the bytes of a choice are the sum of what each cluster
 * lacks, and the `needed` clusters that lack least are the optimum, exactly. (Medusa 1.0 sorted by the number of copies: with data sets of
 * different sizes it may move many times as much.)
 */
import type { ClusterName } from '../../shared/model/ids.js'

export interface Sized {
  /** Bytes. */
  readonly bytes: number
  readonly holders: ReadonlySet<ClusterName> | ReadonlyMap<ClusterName, unknown>
}

/** Clusters by what they lack, least first; equal ones stay in the order they came in. */
export function byMissingBytes(
  datasets: readonly Sized[],
  clusters: readonly ClusterName[]
): readonly { readonly cluster: ClusterName; readonly bytes: number }[] {
  return clusters
    .map((cluster) => ({
      cluster,
      bytes: datasets.reduce((sum, set) => (set.holders.has(cluster) ? sum : sum + set.bytes), 0)
    }))
    .sort((a, b) => a.bytes - b.bytes)
}
