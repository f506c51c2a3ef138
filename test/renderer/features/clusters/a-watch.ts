/** What is seen of three clusters: one well, one that lacks its worker, one silent. */
import type { ClusterName, Millis } from '@shared/model/ids.js'
import type { EnvironmentSnapshot, Seen, WatchedCluster } from '@shared/model/watch.js'

export const SEEN_AT = Date.UTC(2026, 10, 21, 14, 6, 0)
const at = (secondsAgo: number): Millis => (SEEN_AT - secondsAgo * 1_000) as Millis
const known = <T>(value: T, secondsAgo: number): Seen<T> => ({
  known: true,
  value,
  at: at(secondsAgo)
})
const unknown = <T>(
  why: string,
  last: { value: T; secondsAgo: number } | null = null
): Seen<T> => ({
  known: false,
  why,
  code: null,
  last: last === null ? null : { value: last.value, at: at(last.secondsAgo) }
})

const facts = {
  hadoop: '3.4.2',
  java: '17.0.14',
  python: '3.11.2',
  celery: '5.4.0',
  worker: '0.3.0',
  protocol: 2,
  blockSize: 134_217_728,
  checksum: 'COMPOSITE_CRC',
  locale: 'C.UTF-8',
  cpus: 32,
  memoryBytes: 128_000_000_000,
  root: false,
  hostname: 'porto-1',
  user: 'medusa'
}

const porto: WatchedCluster = {
  name: 'porto' as ClusterName,
  address: 'porto.example.org',
  state: 'active',
  since: at(7_200),
  reason: null,
  counts: true,
  heartbeat: known({ worker: 'porto@porto-1', load: [0.42, 0.5, 0.4] }, 1),
  queue: known({ ready: 0, unacknowledged: 1, consumers: 1 }, 2),
  attempts: 1,
  yarn: known(
    {
      vcoresUsed: 12,
      vcores: 64,
      memoryUsedBytes: 30_000_000_000,
      memoryBytes: 256_000_000_000,
      applications: 1,
      nodes: 4
    },
    9
  ),
  storage: known({ capacityBytes: 8_000_000_000_000, freeBytes: 5_200_000_000_000 }, 9),
  clock: known({ aheadMs: 20, errorMs: 4 }, 60),
  facts: known(facts, 60),
  votes: ['agreed', 'agreed', 'outvoted', 'agreed', 'none', 'agreed', 'agreed', 'agreed']
}

/** The clusters of the picture, in its order. */
export function aWatch(change: Partial<EnvironmentSnapshot> = {}): EnvironmentSnapshot {
  const lisbon: WatchedCluster = {
    ...porto,
    name: 'lisbon' as ClusterName,
    address: 'lisbon.example.org',
    state: 'degraded',
    since: at(420),
    reason: 'no heartbeat for 41 s, while HttpFS answers',
    counts: false,
    attempts: 0,
    heartbeat: unknown('no heartbeat for 41 s', {
      value: { worker: 'lisbon@lisbon-1', load: [1.2] },
      secondsAgo: 41
    }),
    queue: known({ ready: 2, unacknowledged: 0, consumers: 0 }, 2),
    facts: known({ ...facts, locale: 'pt_PT.UTF-8', hostname: 'lisbon-1' }, 300),
    votes: []
  }
  const faro: WatchedCluster = {
    ...porto,
    name: 'faro' as ClusterName,
    address: 'faro.example.org',
    state: 'silent',
    since: at(1_505),
    reason: 'no heartbeat since 13:40:55; ssh to faro.example.org:22 timed out',
    counts: false,
    attempts: 0,
    heartbeat: unknown('no heartbeat since 13:40:55', {
      value: { worker: 'faro@faro-1', load: [] },
      secondsAgo: 1_505
    }),
    queue: unknown('the broker has no management plugin'),
    yarn: unknown('no answer within 3 s'),
    storage: unknown('no answer within 3 s', {
      value: { capacityBytes: 2e12, freeBytes: 1.9e12 },
      secondsAgo: 1_510
    }),
    clock: unknown('no answer within 3 s'),
    facts: unknown('its worker does not answer', { value: facts, secondsAgo: 1_600 })
  }
  return {
    environment: 'research',
    version: 1,
    at: at(0),
    faults: 1,
    broker: {
      state: 'connected',
      since: at(7_000),
      reason: null,
      roundTripMs: known(1.6, 1),
      vhosts: { up: 3, all: 3 }
    },
    clusters: [porto, lisbon, faro],
    drift: [
      {
        fact: 'locale',
        level: 'warning',
        usual: 'C.UTF-8',
        others: [{ cluster: 'lisbon' as ClusterName, value: 'pt_PT.UTF-8' }],
        matters: 'jobs that sort by locale write other orders'
      }
    ],
    tolerance: [],
    ...change
  }
}
