/** A cluster's cells in words. Figures without an age of their own are hidden when they are not known any more. */
import type { Drift, Seen, WatchedCluster } from '@shared/model/watch.js'
import { clock, duration, roughly, when } from '../../lib/format.js'
import { NOT_HEARD } from '../../lib/watched-texts.js'
import { overviewText } from '../../text/overview.js'
import { statesText } from '../../text/states.js'
import { uiText } from '../../text/ui.js'

const text = overviewText.cluster

/** Since when one that is not well is so: `25 min`. Nothing for one that is, or of which nothing is known. */
export function sinceText({ state, since }: WatchedCluster, now: number): string {
  return state === 'silent' || state === 'degraded' ? roughly(now - since) : ''
}

/** What stands below its row: why it is not active, else what there is to know of it. */
export function detailText(
  { reason, state, since, address, heartbeat, yarn }: WatchedCluster,
  now: number
): string {
  if (reason !== null) return reason
  const load = heartbeat.known ? heartbeat.value.load[0] : undefined
  return [
    text.since(statesText.watched[state], when(since, now)),
    address,
    ...(heartbeat.known ? [text.worker(heartbeat.value.worker)] : []),
    ...(load === undefined ? [] : [text.load(load.toFixed(2))]),
    ...(yarn.known
      ? [text.nodes(yarn.value.nodes), text.applications(yarn.value.applications)]
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
  if (seen.known) return text.seenAt(clock(seen.at))
  return seen.last === null
    ? seen.why
    : text.was(seen.why, clock(seen.last.at), show(seen.last.value))
}

/** `16 agreed`, `5 agreed, 1 outvoted, then 10 agreed`, `none yet`. */
export function votesText(votes: WatchedCluster['votes']): string {
  const groups: { vote: WatchedCluster['votes'][number]; count: number }[] = []
  for (const vote of votes) {
    const last = groups.at(-1)
    if (last?.vote === vote) last.count += 1
    else groups.push({ vote, count: 1 })
  }
  if (groups.length === 0) return text.votesNone
  return text.votesThen(groups.map(({ vote, count }) => `${String(count)} ${text.votes[vote]}`))
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
      ? { level: 'none', text: text.noDrift }
      : { level: 'unknown', text: uiText.unknown }
  const level = own.some((one) => one.level === 'warning') ? 'warning' : 'note'
  return own.length === 1
    ? { level, text: `${overviewText.drift.facts[first.fact]} ${first.value}` }
    : { level, text: text.differences(own.length) }
}
