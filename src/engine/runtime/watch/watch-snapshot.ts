/** What is known, as people see it: plain, whole, and without ages. */
import type { Millis } from '../../../shared/model/ids.js'
import type { Environment } from '../../../shared/model/settings.js'
import type { EnvironmentSnapshot, Seen, WatchedCluster } from '../../../shared/model/watch.js'
import type { BrokerPicture } from '../../domain/watch/broker-link.js'
import { findDrift } from '../../domain/watch/drift.js'
import type { RunTrace } from '../../domain/watch/run-trace.js'
import { votesOf } from '../../domain/watch/run-trace.js'
import { toleranceTable } from '../../domain/watch/tolerance-table.js'
import { seen, unseen } from '../seen.js'
import type { ClusterRecord } from './cluster-record.js'
import { isHeard } from './pace.js'

export interface SnapshotInput {
  readonly environmentName: string
  readonly environment: Environment
  readonly version: number
  readonly now: Millis
  readonly broker: BrokerPicture & { readonly since: Millis }
  readonly records: readonly ClusterRecord[]
  readonly traces: readonly RunTrace[]
}

export function watchSnapshot(input: SnapshotInput): EnvironmentSnapshot {
  const { environment, records, traces, now } = input
  const votes = votesOf(traces)
  const attempts = attemptsOf(traces)
  const clusters = records.map((record) =>
    clusterOf(record, now, attempts.get(record.settings.name) ?? 0, votes)
  )
  const { faults } = environment.defaults
  return {
    environment: input.environmentName,
    version: input.version,
    at: now,
    faults,
    broker: { ...input.broker, roundTripMs: roundTripOf(records, input.broker) },
    clusters,
    drift: findDrift(
      clusters.map(({ name, facts, clock }) => ({
        cluster: name,
        facts: facts.known ? facts.value : null,
        clock: clock.known ? clock.value : null
      }))
    ),
    tolerance: toleranceTable(clusters, faults)
  }
}

function clusterOf(
  record: ClusterRecord,
  now: Millis,
  attempts: number,
  votes: ReadonlyMap<string, WatchedCluster['votes']>
): WatchedCluster {
  const { settings, state, since, reason, queue, yarn, storage, clock, facts } = record
  return {
    name: settings.name,
    address: settings.address,
    state,
    since,
    reason,
    counts: state === 'active',
    heartbeat: heartbeatOf(record, now),
    queue,
    attempts,
    yarn,
    storage,
    clock,
    facts,
    votes: votes.get(settings.name) ?? []
  }
}

function heartbeatOf(record: ClusterRecord, now: Millis): WatchedCluster['heartbeat'] {
  const { heartbeat, link } = record
  const last: WatchedCluster['heartbeat'] =
    heartbeat === null
      ? { known: false, why: 'none was heard yet', code: null, last: null }
      : seen({ worker: heartbeat.worker, load: heartbeat.load }, heartbeat.at)
  if (link.type === 'down' || link.type === 'mute')
    return unseen(last, `no link to the broker: ${link.reason}`, 'BROKER_UNREACHABLE')
  if (link.type === 'blocked' && !isHeard(record, now))
    return unseen(last, `the broker blocks publishers: ${link.reason}`, 'BROKER_BLOCKED')
  if (link.type === 'connecting') return unseen(last, 'not asked yet', null)
  return isHeard(record, now) || heartbeat === null
    ? last
    : unseen(last, 'no heartbeat any more', null)
}

/** Attempts of live runs that have not left their cluster. */
function attemptsOf(traces: readonly RunTrace[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { live, over, bars } of traces)
    if (live && !over)
      for (const { cluster, to, verdict } of bars)
        if (to === null && verdict === null) counts.set(cluster, (counts.get(cluster) ?? 0) + 1)
  return counts
}

/** The newest of all vhosts: it is one broker. */
function roundTripOf(records: readonly ClusterRecord[], broker: BrokerPicture): Seen<number> {
  const all = records.map(({ roundTripMs }) => roundTripMs)
  const known = all.flatMap((one) => (one.known ? [one] : []))
  const newest = known.reduce<(typeof known)[number] | null>(
    (best, one) => (best === null || one.at > best.at ? one : best),
    null
  )
  const lost = ['disconnected', 'connecting', 'unasked'].includes(broker.state)
  if (newest !== null && !lost) return newest
  const why = broker.reason ?? (lost ? 'no link to the broker yet' : 'not asked yet')
  if (newest !== null) return unseen(newest, why, 'BROKER_UNREACHABLE')
  const [first] = all.flatMap((one) => (one.known || one.last === null ? [] : [one]))
  return { known: false, why, code: null, last: first?.last ?? null }
}
