/** Snapshots of a watched environment for tests of pages: three clusters that are well, and what a test changes. */
import type { ClusterName, Millis } from '@shared/model/ids.js'
import type { LaneBar, TimelineEvent } from '@shared/model/timeline.js'
import type {
  ClusterFacts,
  Drift,
  EnvironmentSnapshot,
  Seen,
  ToleranceRow,
  WatchedCluster
} from '@shared/model/watch.js'

/** 14:06:42 on a day in November, in this computer's time zone. */
export const NOW = new Date(2026, 10, 21, 14, 6, 42).getTime()
const ms = (value: number): Millis => value as Millis
const GB = 1_000_000_000

export const seen = <T>(value: T, ageMs = 800): Seen<T> => ({
  known: true,
  value,
  at: ms(NOW - ageMs)
})
export const gone = <T>(why: string, last: T | null = null, ageMs = 1_505_000): Seen<T> => ({
  known: false,
  why,
  code: null,
  last: last === null ? null : { value: last, at: ms(NOW - ageMs) }
})

export const facts: ClusterFacts = {
  hadoop: '3.4.2',
  java: '17.0.15',
  python: '3.11.2',
  celery: '5.2.6',
  worker: '0.1.0',
  protocol: 2,
  blockSize: 134_217_728,
  checksum: 'CRC32C/512',
  locale: 'C.UTF-8',
  cpus: 8,
  memoryBytes: 2_147_483_648,
  root: false,
  hostname: 'vm',
  user: 'ada'
}

export function aCluster(name: string, change: Partial<WatchedCluster> = {}): WatchedCluster {
  return {
    name: name as ClusterName,
    address: `${name}.example`,
    state: 'active',
    since: ms(NOW - 7_200_000),
    reason: null,
    counts: (change.state ?? 'active') === 'active',
    heartbeat: seen({ worker: `medusa@${name}`, load: [0.4] }, 900),
    queue: seen({ ready: 0, unacknowledged: null, consumers: 1 }),
    attempts: 0,
    yarn: seen({
      vcoresUsed: 38,
      vcores: 64,
      memoryUsedBytes: 60 * GB,
      memoryBytes: 256 * GB,
      applications: 1,
      nodes: 8
    }),
    storage: seen({ capacityBytes: 9_000 * GB, freeBytes: 5_200 * GB }),
    clock: seen({ aheadMs: 20, errorMs: 4 }),
    facts: seen(facts, 30_000),
    votes: Array.from({ length: 16 }, () => 'agreed' as const),
    ...change
  }
}

/** The row of the table for n that count; the candidates are those that do not. */
export function aRow(faults: number, clusters: readonly WatchedCluster[]): ToleranceRow {
  const counting = clusters.filter(({ counts }) => counts).length
  const silent = counting - faults - 1
  const lying = Math.max(0, Math.min(faults, silent))
  const missing = Math.max(0, 2 * faults + 1 - counting)
  return {
    faults,
    usual: faults === 1,
    counting,
    full: 2 * faults + 1,
    lying,
    silent,
    together: silent >= 2 ? { lying: 1, silent: silent - 1 } : null,
    missing,
    candidates:
      missing === 0 ? [] : clusters.filter(({ counts }) => !counts).map(({ name }) => name)
  }
}

export function aWatch(
  clusters: readonly WatchedCluster[] = ['porto', 'lisbon', 'faro'].map((name) => aCluster(name)),
  change: Partial<EnvironmentSnapshot> = {}
): EnvironmentSnapshot {
  return {
    environment: 'lab',
    version: 1,
    at: ms(NOW - 800),
    faults: 1,
    broker: {
      state: 'connected',
      since: ms(NOW - 7_200_000),
      reason: null,
      roundTripMs: seen(1.6, 400),
      vhosts: { up: clusters.length, all: clusters.length }
    },
    clusters,
    drift: [],
    tolerance: [aRow(1, clusters), aRow(2, clusters)],
    ...change
  }
}

export const silentEvora = (): WatchedCluster =>
  aCluster('evora', {
    state: 'silent',
    since: ms(NOW - 1_505_000),
    reason: 'no heartbeat and no answer from its HDFS',
    heartbeat: gone('no heartbeat any more', { worker: 'medusa@evora', load: [] }),
    queue: seen({ ready: 2, unacknowledged: null, consumers: 0 }),
    yarn: gone('no answer within 3 s'),
    storage: gone('the worker did not answer', { capacityBytes: GB, freeBytes: GB / 2 }),
    clock: gone('the worker did not answer'),
    facts: gone('the worker did not answer', facts),
    votes: [...Array.from({ length: 15 }, () => 'agreed' as const), 'none']
  })

export const javaDrift: Drift = {
  fact: 'java',
  level: 'warning',
  usual: '17.0.15',
  others: [{ cluster: 'coimbra' as ClusterName, value: '1.8.0_392' }],
  matters:
    'from one major version to the next hash order, number formatting and the default charset changed'
}
export const checksumDrift: Drift = {
  fact: 'checksum',
  level: 'note',
  usual: 'CRC32C/512',
  others: [{ cluster: 'faro' as ClusterName, value: 'CRC32/512' }],
  matters:
    'votes use SHA-256 and are not touched; HDFS checksums of these clusters cannot be compared'
}

/** Six clusters as on a real afternoon: one was outvoted, one has another Java, one is silent. */
export function anAfternoon(): EnvironmentSnapshot {
  return aWatch(
    [
      aCluster('porto', { attempts: 1, clock: seen({ aheadMs: 21, errorMs: 4 }) }),
      aCluster('lisbon', { attempts: 1, clock: seen({ aheadMs: -112, errorMs: 4 }) }),
      aCluster('faro', {
        votes: [...Array.from({ length: 15 }, () => 'agreed' as const), 'outvoted'],
        storage: seen({ capacityBytes: 4_000 * GB, freeBytes: 1_900 * GB })
      }),
      aCluster('braga', {
        state: 'degraded',
        since: ms(NOW - 75_000),
        reason: 'its worker beats, but its HDFS does not answer',
        votes: [
          ...Array.from({ length: 5 }, () => 'agreed' as const),
          'outvoted',
          ...Array.from({ length: 6 }, () => 'agreed' as const)
        ]
      }),
      aCluster('coimbra', { votes: [], clock: seen({ aheadMs: 2, errorMs: 9 }) }),
      silentEvora()
    ],
    { drift: [javaDrift, checksumDrift] }
  )
}

const minutesAgo = (minutes: number): number => NOW - minutes * 60_000

export function anEvent(change: Partial<TimelineEvent> = {}): TimelineEvent {
  return {
    id: `lab/cluster evora/1/${change.code ?? 'cluster-silent'}`,
    at: minutesAgo(25),
    environment: 'lab',
    source: 'cluster',
    subject: 'evora',
    look: 'unreachable',
    code: 'cluster-silent',
    text: 'silent: no heartbeat and no answer from its HDFS',
    run: null,
    ...change
  }
}

/** Oldest first. */
export const afternoonEvents = (): readonly TimelineEvent[] => [
  anEvent(),
  anEvent({
    id: 'lab/broker/1/broker-blocked',
    at: minutesAgo(10.3),
    source: 'broker',
    subject: 'broker',
    look: 'attention',
    code: 'broker-blocked',
    text: 'blocks publishers: low on memory'
  }),
  anEvent({
    id: 'lab/broker/2/broker-unblocked',
    at: minutesAgo(8.1),
    source: 'broker',
    subject: 'broker',
    look: 'agreed',
    code: 'broker-unblocked',
    text: 'takes messages again'
  }),
  anEvent({
    id: 'r-141/faro/attempt-outvoted-a1',
    at: minutesAgo(1.8),
    subject: 'faro',
    look: 'outvoted',
    code: 'attempt-outvoted-a1',
    text: 'outvoted in wordcount-sotu',
    run: 'r-141'
  }),
  anEvent({
    id: 'r-141//run-ended',
    at: minutesAgo(1.7),
    source: 'run',
    subject: 'wordcount-sotu',
    look: 'verified',
    code: 'run-ended',
    text: 'verified',
    run: 'r-141'
  })
]

const bar = (
  name: string,
  cluster: string,
  from: number,
  to: number | null,
  change: Partial<LaneBar> = {}
): LaneBar => ({
  run: `r-${name}` as LaneBar['run'],
  name,
  attempt: `${name}-${cluster}` as LaneBar['attempt'],
  cluster: cluster as ClusterName,
  from: ms(minutesAgo(from)),
  to: to === null ? null : ms(minutesAgo(to)),
  verdict: to === null ? null : 'agreed',
  counted: true,
  ...change
})

export const afternoonBars = (): readonly LaneBar[] => [
  bar('sotu-sort', 'lisbon', 27.5, 24.2),
  bar('sotu-sort', 'evora', 27.5, 25, { verdict: 'unreachable' }),
  bar('sotu-sort', 'coimbra', 24.8, 21.4),
  bar('sotu-invert', 'porto', 18.7, 16.5),
  bar('sotu-invert', 'coimbra', 18.7, 16),
  bar('wordcount-sotu', 'porto', 4.5, 3.3),
  bar('wordcount-sotu', 'faro', 4.5, 3.2, { verdict: 'outvoted' }),
  bar('wordcount-sotu', 'faro', 3, 1.9, {
    counted: false,
    attempt: 'repeat' as LaneBar['attempt']
  }),
  bar('wordcount-sotu', 'lisbon', 3.2, 1.8),
  bar('sotu-bigrams', 'porto', 1.3, null),
  bar('sotu-bigrams', 'lisbon', 1.3, null)
]

/** So many clusters, every 50th of them silent. */
export const manyClusters = (count: number): EnvironmentSnapshot =>
  aWatch(
    Array.from({ length: count }, (_, index) => {
      const name = `cluster-${String(index + 1).padStart(3, '0')}`
      return index % 50 === 49
        ? { ...silentEvora(), name: name as ClusterName, address: `${name}.example` }
        : aCluster(name, { attempts: index % 3 })
    })
  )

export const blindWatch = (): EnvironmentSnapshot =>
  aWatch(
    ['porto', 'lisbon', 'faro'].map((name) =>
      aCluster(name, {
        state: 'unknown',
        reason: 'this console cannot hear it: no link to the broker (connection refused)',
        heartbeat: gone('no link to the broker: connection refused', {
          worker: `medusa@${name}`,
          load: []
        }),
        queue: gone('connection refused', { ready: 0, unacknowledged: null, consumers: 1 }),
        clock: gone('connection refused'),
        facts: gone('connection refused', facts),
        storage: gone('connection refused')
      })
    ),
    {
      broker: {
        state: 'disconnected',
        since: ms(NOW - 42_000),
        reason: 'the broker 127.0.0.1:5672 cannot be reached: connection refused',
        roundTripMs: gone('connection refused', 1.6),
        vhosts: { up: 0, all: 3 }
      }
    }
  )
