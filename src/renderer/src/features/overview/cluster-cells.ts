/** A cluster's cells in words. Figures without an age of their own are hidden when they are not known any more. */
import type { Drift, Seen, WatchedCluster } from '@shared/model/watch.js'
import { age, clock, duration, plural, when } from '../../lib/format.js'
import { NOT_HEARD } from '../../lib/watched-texts.js'

/** Since when one that is not well is so: `25 min`. Nothing for one that is, or of which nothing is known. */
export function sinceText({ state, since }: WatchedCluster, now: number): string {
  return state === 'silent' || state === 'degraded'
    ? age(Math.max(1_000, now - since)).replace(' ago', '')
    : ''
}

/** What stands below its row: why it is not active, else what there is to know of it. */
export function detailText(
  { reason, state, since, address, heartbeat, yarn }: WatchedCluster,
  now: number
): string {
  if (reason !== null) return reason
  const load = heartbeat.known ? heartbeat.value.load[0] : undefined
  return [
    `${state} since ${when(since, now)}`,
    address,
    ...(heartbeat.known ? [`worker ${heartbeat.value.worker}`] : []),
    ...(load === undefined ? [] : [`load ${load.toFixed(2)}`]),
    ...(yarn.known
      ? [plural(yarn.value.nodes, 'node'), plural(yarn.value.applications, 'application')]
      : [])
  ].join(' · ')
}

/** The age while it beats, else the time of the last one. */
export function heartbeatText({ heartbeat }: WatchedCluster, now: number): string {
  if (heartbeat.known) return duration(Math.max(0, now - heartbeat.at))
  return heartbeat.last === null ? NOT_HEARD : when(heartbeat.last.at, now)
}

/** What a seen value's title says beside it. */
export function seenTitle<T>(seen: Seen<T>, show: (value: T) => string): string {
  if (seen.known) return `seen at ${clock(seen.at)}`
  return seen.last === null
    ? seen.why
    : `${seen.why}; at ${clock(seen.last.at)} it was ${show(seen.last.value)}`
}

/** `16 agreed`, `5 agreed, 1 outvoted, then 10 agreed`, `none yet`. */
export function votesText(votes: WatchedCluster['votes']): string {
  const words = { agreed: 'agreed', outvoted: 'outvoted', none: 'without a result' }
  const groups: { vote: WatchedCluster['votes'][number]; count: number }[] = []
  for (const vote of votes) {
    const last = groups.at(-1)
    if (last?.vote === vote) last.count += 1
    else groups.push({ vote, count: 1 })
  }
  if (groups.length === 0) return 'no votes yet'
  return groups.map(({ vote, count }) => `${String(count)} ${words[vote]}`).join(', then ')
}

export const factNames: Readonly<Record<Drift['fact'], string>> = {
  hadoop: 'Hadoop',
  java: 'Java',
  python: 'Python',
  celery: 'Celery',
  worker: 'worker package',
  blockSize: 'block size',
  checksum: 'checksum',
  locale: 'locale',
  clock: 'clock'
}

export interface DriftCell {
  readonly level: Drift['level'] | 'none' | 'unknown'
  readonly text: string
}

/** What of the drift report is about one cluster: `none`, `Java 1.8.0_392`, `2 settings`. */
export function driftCell(cluster: WatchedCluster, drift: readonly Drift[]): DriftCell {
  const own = drift.flatMap(({ fact, level, others }) =>
    others
      .filter((one) => one.cluster === cluster.name)
      .map(({ value }) => ({ fact, level, value }))
  )
  const [first] = own
  if (first === undefined)
    return cluster.facts.known
      ? { level: 'none', text: 'none' }
      : { level: 'unknown', text: 'unknown' }
  const level = own.some((one) => one.level === 'warning') ? 'warning' : 'note'
  return own.length === 1
    ? { level, text: `${factNames[first.fact]} ${first.value}` }
    : { level, text: plural(own.length, 'difference') }
}
