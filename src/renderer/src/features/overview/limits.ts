/** The table of what can go wrong, in words. */
import type { EnvironmentSnapshot, ToleranceRow } from '@shared/model/watch.js'
import { plural } from '../../lib/format.js'

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
  const spare = row.counting - row.full
  return {
    faults: row.faults,
    usual: row.usual,
    counting: row.counting,
    missing: row.missing,
    full: row.full,
    // With hundreds of clusters nobody asks how few are needed.
    needs:
      row.counting > 99
        ? `${String(spare)} spare`
        : `${String(row.full)} needed, ${row.missing > 0 ? `${String(row.missing)} missing` : `${String(spare)} spare`}`,
    lying: lyingOf(row),
    silent: silentOf(row),
    together:
      row.together === null
        ? 'no'
        : `${String(row.together.lying)} and ${String(row.together.silent)}`
  }
}

function lyingOf({ lying, faults }: ToleranceRow): Limit['lying'] {
  if (lying === faults) return { text: `${String(lying)} outvoted`, look: 'strong' }
  return lying === 0
    ? { text: 'none', look: 'hung' }
    : { text: `${String(lying)}, not ${String(faults)}`, look: 'hung' }
}

function silentOf({ silent }: ToleranceRow): Limit['silent'] {
  if (silent < 0) return { text: 'no verdict', look: 'hung' }
  return silent === 0
    ? { text: 'none', look: 'hung' }
    : { text: `${String(silent)} survived`, look: 'strong' }
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
  const goal = `f = ${String(faults)} is possible`
  if (candidates.length < missing) {
    const more = plural(missing - candidates.length, 'more cluster')
    return candidates.length === 0
      ? step(`${goal} with ${more}.`)
      : step(`${goal} with ${more}, as soon as `, candidates, 'and', answer(candidates.length))
  }
  if (candidates.length > MOST_NAMED)
    return step(
      `${goal} as soon as ${plural(missing, 'of them', 'of them')} answer${missing === 1 ? 's' : ''}: `,
      candidates,
      'or',
      '.'
    )
  if (candidates.length === missing)
    return step(`${goal} as soon as `, candidates, 'and', answer(missing))
  return missing === 1
    ? step(`${goal} as soon as `, candidates, 'or', ' answers.')
    : step(`${goal} as soon as ${String(missing)} of `, candidates, 'and', ' answer.')
}

const answer = (count: number): string => (count === 1 ? ' answers.' : ' answer.')

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
    after: rest > 0 ? ` or ${String(rest)} others.` : after
  }
}

/** Why nothing can be said about clusters at all; `null`: this console sees. */
export function blindness(watch: EnvironmentSnapshot): {
  readonly title: string
  readonly cause: string
} | null {
  const { state, reason } = watch.broker
  if (watch.clusters.some(({ state: of }) => of !== 'unknown')) return null
  if (state === 'blocked')
    return { title: 'The broker blocks publishers', cause: reason ?? 'it did not say why' }
  return state === 'disconnected'
    ? { title: 'This console cannot see the clusters', cause: reason ?? 'no link to the broker' }
    : null
}

/** `live, from heartbeats 0.3 s to 2.0 s old` */
export function heartbeatAges(watch: EnvironmentSnapshot, now: number): string {
  const ages = watch.clusters.flatMap(({ heartbeat }) =>
    heartbeat.known ? [Math.max(0, now - heartbeat.at) / 1_000] : []
  )
  if (ages.length === 0) return 'no heartbeat is heard'
  const [youngest, oldest] = [Math.min(...ages), Math.max(...ages)]
  return `live, from heartbeats ${youngest.toFixed(1)}\u00a0s to ${oldest.toFixed(1)}\u00a0s old`
}

export const clusterSummary = (watch: EnvironmentSnapshot): string =>
  (['active', 'degraded', 'silent', 'out', 'unknown'] as const)
    .map((state) => [state, watch.clusters.filter((each) => each.state === state).length] as const)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${String(count)} ${state === 'out' ? 'left out' : state}`)
    .join(', ')
