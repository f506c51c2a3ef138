/** The table of all clusters, as values: what is seen of each, filtered. */
import type { Drift, EnvironmentSnapshot, WatchedCluster } from '@shared/model/watch.js'
import { textsIn } from '../../../lib/kept.js'
import type { Look } from '../../../lib/states.js'
import { textFilter } from '../../../lib/text-filter.js'
import { watchedLook } from '../../../lib/watched-states.js'
import { clusterListText } from '../../../text/clusters.js'

const { facts } = clusterListText

export interface ClusterRow {
  readonly name: string
  readonly look: Look
  /** `null`: nothing was seen yet. */
  readonly seen: WatchedCluster | null
  /** How many facts differ from what most clusters have; `null`: not known. */
  readonly drift: number | null
  /** The facts that differ, for the title. */
  readonly drifted: readonly string[]
}

/** @param names - clusters in the order of the settings */
export function clusterRows(
  names: readonly string[],
  watch: EnvironmentSnapshot | null
): readonly ClusterRow[] {
  const seen = new Map((watch?.clusters ?? []).map((cluster) => [String(cluster.name), cluster]))
  const drifted = driftByCluster(watch?.drift ?? [])
  return names.map((name) => {
    const cluster = seen.get(name) ?? null
    const differing = drifted.get(name) ?? []
    const known = cluster !== null && (cluster.facts.known || cluster.facts.last !== null)
    return {
      name,
      look: watchedLook[cluster?.state ?? 'unknown'],
      seen: cluster,
      drift: known ? differing.length : null,
      drifted: differing
    }
  })
}

function driftByCluster(drift: readonly Drift[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  for (const { fact, others } of drift)
    for (const { cluster, value } of others)
      found.set(cluster, [...(found.get(cluster) ?? []), `${facts[fact]} ${value}`])
  return found
}

const stateFilters = ['all', 'active', 'trouble'] as const
export type StateFilter = (typeof stateFilters)[number]

/** What the list shows; it is kept, so that it is there again after a cluster was looked at. */
export interface ListFilter {
  readonly text: string
  readonly state: StateFilter
}

export const isListFilter = (raw: unknown): raw is ListFilter =>
  textsIn('text', 'state')(raw) && stateFilters.some((state) => state === raw.state)

export interface Filtered {
  readonly rows: readonly ClusterRow[]
  /** Why the filter is no regular expression; it is then looked for as it is. */
  readonly error: string | null
}

/** Looks in names, addresses and words of states. */
export function filterRows(rows: readonly ClusterRow[], { text, state }: ListFilter): Filtered {
  const { matches, error } = textFilter(text)
  return {
    rows: rows.filter(
      (row) =>
        inState(row, state) && [row.name, row.seen?.address ?? '', row.look.word].some(matches)
    ),
    error
  }
}

const inState = ({ seen }: ClusterRow, state: StateFilter): boolean =>
  state === 'all' ||
  (state === 'active'
    ? seen?.state === 'active'
    : ['degraded', 'silent'].includes(seen?.state ?? ''))

/** `2 active, 1 silent` */
export function countsOf(rows: readonly ClusterRow[]): string {
  const counts = new Map<string, number>()
  for (const { look } of rows) counts.set(look.word, (counts.get(look.word) ?? 0) + 1)
  return [...counts].map(([word, count]) => `${String(count)} ${word}`).join(', ')
}
