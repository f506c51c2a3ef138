/** Builders of what is seen of an environment, for tests and pictures. */
import { millis, type ClusterName } from '@shared/model/ids.js'
import type {
  BrokerLink,
  EnvironmentSnapshot,
  WatchedCluster,
  WatchedState
} from '@shared/model/watch.js'

const unseen = { known: false, why: 'not asked yet', code: null, last: null } as const

export function aCluster(
  name: string,
  state: WatchedState = 'active',
  change: Partial<WatchedCluster> = {}
): WatchedCluster {
  return {
    name: name as ClusterName,
    address: `${name}.example`,
    state,
    since: millis(0),
    reason: state === 'silent' ? 'no heartbeat for 6 s and no answer from its HDFS' : null,
    counts: state === 'active',
    heartbeat: unseen,
    queue: unseen,
    attempts: 0,
    yarn: unseen,
    storage: unseen,
    clock: unseen,
    facts: unseen,
    votes: [],
    ...change
  }
}

/** @param at - when it was made, milliseconds since 1970 */
export function aWatch(
  at: number,
  clusters: readonly WatchedCluster[],
  broker: Partial<BrokerLink> = {},
  change: Partial<EnvironmentSnapshot> = {}
): EnvironmentSnapshot {
  return {
    environment: 'lab',
    version: at,
    at: millis(at),
    faults: 1,
    broker: {
      state: 'connected',
      since: millis(at - 60_000),
      reason: null,
      roundTripMs: { known: true, value: 1.6, at: millis(at - 400) },
      vhosts: { up: clusters.length, all: clusters.length },
      ...broker
    },
    clusters,
    drift: [],
    ...change
  }
}
