/** The table of what can go wrong, in words. */
import type { EnvironmentSnapshot, ToleranceRow } from '@shared/model/watch.js'
import { overviewText } from '../../text/overview.js'
import { statesText } from '../../text/states.js'

const text = overviewText.limits
const { next } = overviewText

export interface Limit {
  readonly faults: number
  readonly usual: boolean
  /** Clusters that count, and how many more 2f + 1 wants. */
  readonly counting: number
  readonly missing: number
  readonly full: number
  readonly needs: string
  readonly lying: { readonly text: string; readonly look: 'strong' | 'hung' | 'faint' }
  readonly silent: { readonly text: string; readonly look: 'strong' | 'hung' | 'faint' }
  readonly together: string
}

export function limitOf(row: ToleranceRow): Limit {
  return {
    faults: row.faults,
    usual: row.usual,
    counting: row.counting,
    missing: row.missing,
    full: row.full,
    needs: needsOf(row),
    lying: lyingOf(row),
    silent: silentOf(row),
    together:
      row.together === null ? text.no : text.together(row.together.lying, row.together.silent)
  }
}

function needsOf({ counting, full, missing }: ToleranceRow): string {
  const spare = counting - full
  // With hundreds of clusters nobody asks how few are needed.
  if (counting > 99) return text.spare(spare)
  return missing > 0 ? text.missing(full, missing) : text.enough(full, spare)
}

function lyingOf({ lying, faults }: ToleranceRow): Limit['lying'] {
  if (lying === faults) return { text: text.outvoted(lying), look: 'strong' }
  return lying === 0
    ? { text: text.none, look: 'hung' }
    : { text: text.fewer(lying, faults), look: 'hung' }
}

function silentOf({ silent }: ToleranceRow): Limit['silent'] {
  if (silent < 0) return { text: text.noVerdict, look: 'hung' }
  return silent === 0
    ? { text: text.none, look: 'hung' }
    : { text: text.survived(silent), look: 'strong' }
}

/** What would make the first limit that is not reached possible: text, with the clusters that are links. */
export interface NextStep {
  readonly before: string
  readonly clusters: readonly string[]
  readonly between: string
  readonly after: string
}

const MOST_NAMED = 4

/** @returns `null` when all limits of the table are reached */
export function nextStep(rows: readonly ToleranceRow[]): NextStep | null {
  const row = rows.find(({ missing }) => missing > 0)
  if (row === undefined) return null
  const { faults, missing, candidates } = row
  if (candidates.length < missing) {
    const more = missing - candidates.length
    return candidates.length === 0
      ? step(next.with(faults, more))
      : step(next.withAsSoonAs(faults, more), candidates, next.and, next.answer(candidates.length))
  }
  if (candidates.length > MOST_NAMED)
    return step(next.ofThem(faults, missing), candidates, next.or, '.')
  if (candidates.length === missing)
    return step(next.asSoonAs(faults), candidates, next.and, next.answer(missing))
  return missing === 1
    ? step(next.asSoonAs(faults), candidates, next.or, next.answer(1))
    : step(next.of(faults, missing), candidates, next.and, next.answer(missing))
}

function step(
  before: string,
  clusters: readonly string[] = [],
  between = '',
  after = ''
): NextStep {
  const rest = clusters.length - MOST_NAMED
  return {
    before,
    clusters: clusters.slice(0, MOST_NAMED),
    between,
    after: rest > 0 ? next.others(rest) : after
  }
}

/** Why nothing can be said about clusters at all; `null`: this console sees. */
export function blindness(watch: EnvironmentSnapshot): {
  readonly title: string
  readonly cause: string
} | null {
  const { state, reason } = watch.broker
  if (watch.clusters.some(({ state: of }) => of !== 'unknown')) return null
  if (state === 'blocked') return { title: text.blocked, cause: reason ?? text.blockedCause }
  return state === 'disconnected' ? { title: text.blind, cause: reason ?? text.blindCause } : null
}

/** `live, from heartbeats 0.3 s to 2.0 s old` */
export function heartbeatAges(watch: EnvironmentSnapshot, now: number): string {
  const ages = watch.clusters.flatMap(({ heartbeat }) =>
    heartbeat.known ? [Math.max(0, now - heartbeat.at) / 1_000] : []
  )
  if (ages.length === 0) return text.noHeartbeat
  const [youngest, oldest] = [Math.min(...ages), Math.max(...ages)]
  return text.heartbeats(`${youngest.toFixed(1)}\u00a0s`, `${oldest.toFixed(1)}\u00a0s`)
}

export const clusterSummary = (watch: EnvironmentSnapshot): string =>
  (['active', 'degraded', 'silent', 'out', 'unknown'] as const)
    .map((state) => [state, watch.clusters.filter((each) => each.state === state).length] as const)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${String(count)} ${statesText.watched[state]}`)
    .join(', ')
