/** From a query to what the palette shows: groups, best first, what was used last on top. Pure. */
import type { PaletteEntry, PaletteGroup } from './entries.js'
import { fuzzy, type Match } from './fuzzy.js'

export interface FoundEntry {
  readonly entry: PaletteEntry
  readonly ranges: Match['ranges']
}
export interface FoundGroup {
  readonly group: PaletteGroup | 'recent'
  readonly entries: readonly FoundEntry[]
}

/** Entries a group shows: the next letter finds the rest. */
const MOST = 7
/** Without a query. */
const MOST_AT_REST: Readonly<Record<PaletteGroup, number>> = {
  pages: 8,
  clusters: 5,
  runs: 5,
  environments: 4,
  commands: 6
}
/** What was used lately is better than what fits a little better. */
const RECENT_BONUS = 25

const GROUPS: readonly PaletteGroup[] = ['pages', 'clusters', 'runs', 'environments', 'commands']

/** @param recent - ids of what was used last, the latest first */
export function find(
  query: string,
  entries: readonly PaletteEntry[],
  recent: readonly string[]
): readonly FoundGroup[] {
  return query.trim() === '' ? atRest(entries, recent) : matching(query, entries, recent)
}

function atRest(
  entries: readonly PaletteEntry[],
  recent: readonly string[]
): readonly FoundGroup[] {
  const plain = (entry: PaletteEntry): FoundEntry => ({ entry, ranges: [] })
  const used = recent
    .flatMap((id) => entries.find((entry) => entry.id === id) ?? [])
    .slice(0, MOST_AT_REST.runs)
  const usedIds = new Set(used.map(({ id }) => id))
  const rest = GROUPS.map((group): FoundGroup => {
    const those = entries.filter((entry) => entry.group === group && !usedIds.has(entry.id))
    return { group, entries: those.slice(0, MOST_AT_REST[group]).map(plain) }
  })
  return [{ group: 'recent' as const, entries: used.map(plain) }, ...rest].filter(isNotEmpty)
}

function matching(
  query: string,
  entries: readonly PaletteEntry[],
  recent: readonly string[]
): readonly FoundGroup[] {
  const found = new Map<PaletteGroup, (FoundEntry & { readonly score: number })[]>()
  for (const entry of entries) {
    const match =
      fuzzy(query, entry.title) ?? unmarked(fuzzy(query, `${entry.title} ${entry.also}`))
    if (match === null) continue
    const used = recent.indexOf(entry.id)
    const score = match.score + (used < 0 ? 0 : RECENT_BONUS - used)
    const those = found.get(entry.group) ?? []
    those.push({ entry, ranges: match.ranges, score })
    found.set(entry.group, those)
  }
  return [...found]
    .map(([group, those]) => {
      const best = those.sort((a, b) => b.score - a.score).slice(0, MOST)
      return { group, entries: best, score: best[0]?.score ?? 0 }
    })
    .sort((a, b) => b.score - a.score || GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group))
}

/** Found by what is not shown as its title: worth less, and nothing to mark. */
const unmarked = (match: Match | null): Match | null =>
  match === null ? null : { score: match.score - 40, ranges: [] }

const isNotEmpty = ({ entries }: FoundGroup): boolean => entries.length > 0

/** @returns the ids with this one first, at most twelve */
export const used = (recent: readonly string[], id: string): readonly string[] =>
  [id, ...recent.filter((each) => each !== id)].slice(0, 12)
