/** The table of all clusters, as values: what is seen of each, filtered. */
import type { Drift, EnvironmentSnapshot, Seen, WatchedCluster } from '@shared/model/watch.js'
import { bytes, grouped } from '../../../lib/format.js'
import type { Look } from '../../../lib/states.js'
import { watchedLook } from '../../../lib/watched-states.js'

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
    const facts = drifted.get(name) ?? []
    const known = cluster !== null && (cluster.facts.known || cluster.facts.last !== null)
    return {
      name,
      look: watchedLook[cluster?.state ?? 'unknown'],
      seen: cluster,
      drift: known ? facts.length : null,
      drifted: facts
    }
  })
}

function driftByCluster(drift: readonly Drift[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  for (const { fact, others } of drift)
    for (const { cluster, value } of others)
      found.set(cluster, [...(found.get(cluster) ?? []), `${fact} ${value}`])
  return found
}

export type StateFilter = 'all' | 'active' | 'trouble'

export interface Filtered {
  readonly rows: readonly ClusterRow[]
  /** Why the filter is no regular expression; it is then looked for as it is. */
  readonly error: string | null
}

/** Looks in names, addresses and words of states. */
export function filterRows(
  rows: readonly ClusterRow[],
  filter: string,
  state: StateFilter
): Filtered {
  const { fits, error } = matcher(filter.trim())
  return {
    rows: rows.filter(
      (row) => inState(row, state) && [row.name, row.seen?.address ?? '', row.look.word].some(fits)
    ),
    error
  }
}

const inState = ({ seen }: ClusterRow, state: StateFilter): boolean =>
  state === 'all' ||
  (state === 'active'
    ? seen?.state === 'active'
    : ['degraded', 'silent'].includes(seen?.state ?? ''))

function matcher(filter: string): {
  readonly fits: (text: string) => boolean
  readonly error: string | null
} {
  const plain = (text: string): boolean => text.toLowerCase().includes(filter.toLowerCase())
  if (!/[\\^$.*+?()[\]{}|]/.test(filter)) return { fits: plain, error: null }
  try {
    const pattern = new RegExp(filter, 'i')
    return { fits: (text) => pattern.test(text), error: null }
  } catch (cause) {
    return { fits: plain, error: cause instanceof Error ? cause.message : String(cause) }
  }
}

/** `2 active, 1 silent` */
export function countsOf(rows: readonly ClusterRow[]): string {
  const counts = new Map<string, number>()
  for (const { look } of rows) counts.set(look.word, (counts.get(look.word) ?? 0) + 1)
  return [...counts].map(([word, count]) => `${String(count)} ${word}`).join(', ')
}

/** Rows that are drawn of a long table, and the room of those that are not. */
export interface RowWindow {
  readonly from: number
  readonly to: number
  readonly before: number
  readonly after: number
}

/** Rows drawn above and below what is seen, so that scrolling does not show gaps. */
const SPARE = 8

/** @param height - of the view, pixels; 0: not measured yet */
export function rowWindow(
  count: number,
  rowHeight: number,
  scrolled: number,
  height: number
): RowWindow {
  const seen = Math.ceil((height === 0 ? 800 : height) / rowHeight) + 2 * SPARE
  const from = Math.max(0, Math.min(Math.floor(scrolled / rowHeight) - SPARE, count - seen))
  const to = Math.min(count, from + seen)
  return { from, to, before: from * rowHeight, after: (count - to) * rowHeight }
}

type ValueOf<K extends 'queue' | 'storage' | 'facts'> =
  WatchedCluster[K] extends Seen<infer T> ? T : never

export const hadoopText = ({ hadoop }: ValueOf<'facts'>): string => hadoop ?? 'unknown'
export const readyText = ({ ready }: ValueOf<'queue'>): string => grouped(ready)
export const unackedText = ({ unacknowledged }: ValueOf<'queue'>): string =>
  unacknowledged === null ? 'unknown' : grouped(unacknowledged)
export const freeText = ({ freeBytes }: ValueOf<'storage'>): string => bytes(freeBytes)
