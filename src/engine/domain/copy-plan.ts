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

export interface CopyPlan {
  readonly clusters: readonly ClusterName[]
  /** Index of the data set, source, destination. */
  readonly copies: readonly {
    readonly dataset: number
    readonly from: ClusterName
    readonly to: ClusterName
  }[]
  /** In all. */
  readonly bytes: number
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

/**
 * The cheapest plan, its copies spread over the sources: the largest first, each from the holder that has to send least so far.
 *
 * @param clusters - in the order of their ranking, which decides between equals
 * @returns `null` when fewer than `needed` clusters are there, or a data set has no holder among them
 */
export function planCopies(
  datasets: readonly Sized[],
  clusters: readonly ClusterName[],
  needed: number
): CopyPlan | null {
  const chosen = byMissingBytes(datasets, clusters).slice(0, needed)
  if (chosen.length < needed) return null
  const load = new Map<ClusterName, number>()
  const wanted = datasets
    .flatMap((set, dataset) =>
      chosen
        .filter(({ cluster }) => !set.holders.has(cluster))
        .map(({ cluster }) => ({ set, dataset, to: cluster }))
    )
    .sort((a, b) => b.set.bytes - a.set.bytes)
  const sources = datasets.map((set) => clusters.filter((cluster) => set.holders.has(cluster)))
  const copies: CopyPlan['copies'][number][] = []
  for (const { set, dataset, to } of wanted) {
    const from = leastLoaded(sources[dataset] ?? [], load)
    if (from === null) return null
    load.set(from, (load.get(from) ?? 0) + set.bytes)
    copies.push({ dataset, from, to })
  }
  return {
    clusters: chosen.map(({ cluster }) => cluster),
    copies,
    bytes: chosen.reduce((sum, { bytes }) => sum + bytes, 0)
  }
}

function leastLoaded(
  sources: readonly ClusterName[],
  load: ReadonlyMap<ClusterName, number>
): ClusterName | null {
  return sources.reduce<ClusterName | null>(
    (best, source) =>
      best === null || (load.get(source) ?? 0) < (load.get(best) ?? 0) ? source : best,
    null
  )
}
