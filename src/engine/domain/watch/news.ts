/**
 * Events of the time line from what is seen of broker and clusters.
 *
 * Several processes may watch one environment, and each may be restarted while a cluster is down. So an event is news only when this
 * process has seen something change, *and* the log's last event of that subject says something else. Its id is the subject, a number
 * counted from that last event, and the code: two processes that see the same change make the same id, and readers keep the first.
 */
import type { Millis } from '../../../shared/model/ids.js'
import type { TimelineEvent } from '../../../shared/model/timeline.js'
import type {
  BrokerLink,
  EnvironmentSnapshot,
  WatchedCluster
} from '../../../shared/model/watch.js'

/** What this process saw last, and what the log has last. By subject: `broker`, or `cluster NAME`. */
export interface NewsMemory {
  readonly seen: ReadonlyMap<string, string>
  readonly logged: ReadonlyMap<string, LoggedEvent>
}
export interface LoggedEvent {
  readonly code: string
  readonly number: number
}

export const noMemory: NewsMemory = { seen: new Map(), logged: new Map() }

/** What only lasts a moment is no event: a worker that restarts is degraded for some seconds. */
const HOLD_MS = 10_000

interface Finding {
  readonly subject: string
  readonly source: 'broker' | 'cluster'
  readonly name: string
  readonly at: Millis
  readonly code: string
  readonly look: TimelineEvent['look']
  readonly text: string
}

export function subjectOf(event: Pick<TimelineEvent, 'source' | 'subject'>): string {
  return event.source === 'broker' ? 'broker' : `cluster ${event.subject}`
}

/** The memory after the log has got one more event. */
export function remembered(memory: NewsMemory, event: TimelineEvent): NewsMemory {
  const number = Number(event.id.split('/').at(-2) ?? '0')
  const subject = subjectOf(event)
  const known = memory.logged.get(subject)
  if (known !== undefined && known.number >= number) return memory
  return { ...memory, logged: new Map(memory.logged).set(subject, { code: event.code, number }) }
}

/** @returns what is to be written, oldest first, and the memory with what was seen (the log itself tells what was written) */
export function newsOf(
  memory: NewsMemory,
  snapshot: EnvironmentSnapshot,
  now: Millis
): { readonly events: readonly TimelineEvent[]; readonly memory: NewsMemory } {
  const findings = [
    brokerFinding(snapshot.broker, memory),
    ...snapshot.clusters.map((cluster) => clusterFinding(cluster, now))
  ].flatMap((finding) => finding ?? [])
  const seen = new Map(memory.seen)
  const events = findings.flatMap((finding) => {
    const { subject, code } = finding
    const changed = seen.get(subject) !== code
    seen.set(subject, code)
    const logged = memory.logged.get(subject)
    // That something is well is news only after it was not.
    const isNews = logged === undefined ? !isWell(code) : !sayTheSame(logged.code, code)
    return changed && isNews ? [eventOf(finding, snapshot.environment, logged)] : []
  })
  return { events: events.sort((one, other) => one.at - other.at), memory: { ...memory, seen } }
}

const WELL: ReadonlySet<string> = new Set(['broker-back', 'broker-unblocked', 'cluster-back'])
const isWell = (code: string): boolean => WELL.has(code)
const sayTheSame = (one: string, other: string): boolean =>
  one === other || (isWell(one) && isWell(other))

function eventOf(
  { subject, source, name, at, code, look, text }: Finding,
  environment: string,
  logged: LoggedEvent | undefined
): TimelineEvent {
  const number = String((logged?.number ?? 0) + 1)
  const id = `${environment}/${subject}/${number}/${code}`
  return { id, at, environment, source, subject: name, look, code, text, run: null }
}

function brokerFinding(broker: BrokerLink, memory: NewsMemory): Finding | null {
  const of = (code: string, look: Finding['look'], text: string): Finding => ({
    subject: 'broker',
    source: 'broker',
    name: 'broker',
    at: broker.since,
    code,
    look,
    text
  })
  switch (broker.state) {
    case 'unasked':
    case 'connecting':
      return null
    case 'connected':
      return memory.logged.get('broker')?.code === 'broker-blocked'
        ? of('broker-unblocked', 'agreed', 'takes messages again')
        : of('broker-back', 'agreed', 'is back')
    case 'blocked':
      return of('broker-blocked', 'attention', because('blocks publishers', broker.reason))
    case 'disconnected':
      return of('broker-lost', 'unreachable', because('lost', broker.reason))
  }
}

function clusterFinding(cluster: WatchedCluster, now: Millis): Finding | null {
  const of = (code: string, look: Finding['look'], text: string): Finding => ({
    subject: `cluster ${cluster.name}`,
    source: 'cluster',
    name: cluster.name,
    at: cluster.since,
    code,
    look,
    text
  })
  switch (cluster.state) {
    case 'active':
      return of('cluster-back', 'agreed', 'is back')
    case 'degraded':
      return now - cluster.since < HOLD_MS
        ? null
        : of('cluster-degraded', 'attention', because('degraded', cluster.reason))
    case 'silent':
      return of('cluster-silent', 'unreachable', because('silent', cluster.reason))
    case 'out':
    case 'unknown':
      return null
  }
}

const because = (what: string, reason: string | null): string =>
  reason === null ? what : `${what}: ${reason}`
