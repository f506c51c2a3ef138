/** What tests of Set-up look at: labs and environments as main would tell them. */
import type { SetupView } from '@shared/ipc/areas/lab.js'
import type { LabCloud, LabView } from '@shared/ipc/lab-view.js'
import { millis, type ClusterName } from '@shared/model/ids.js'
import type { EnvironmentSnapshot, Seen, WatchedCluster } from '@shared/model/watch.js'

export const name = (text: string): ClusterName => text as ClusterName
const seen = <T>(value: T): Seen<T> => ({ known: true, value, at: millis(Date.now()) })

export const aLabCloud = (cloud: string, state: LabCloud['state'] = 'up'): LabCloud => ({
  name: name(cloud),
  address: '127.0.1.1',
  state,
  missing: []
})

export const aLabView = (change: Partial<LabView> = {}): LabView => ({
  version: 1,
  at: millis(1_000),
  folder: '/state/lab',
  needs: [
    { id: 'java', title: 'Java', why: 'runs Hadoop', state: 'there', seen: '17', remedy: null }
  ],
  remedy: null,
  broker: null,
  clouds: [],
  activity: { type: 'none' },
  tour: null,
  problem: null,
  ...change
})

export const aCluster = (
  cluster: string,
  change: Partial<WatchedCluster> = {}
): WatchedCluster => ({
  name: name(cluster),
  address: '127.0.1.1',
  state: 'active',
  since: millis(0),
  reason: null,
  counts: true,
  heartbeat: seen({ worker: `medusa@${cluster}`, load: [0.1] }),
  queue: seen({ ready: 0, unacknowledged: 0, consumers: 1 }),
  attempts: 0,
  yarn: seen({
    vcoresUsed: 0,
    vcores: 8,
    memoryUsedBytes: 0,
    memoryBytes: 8e9,
    applications: 0,
    nodes: 1
  }),
  storage: seen({ capacityBytes: 1e12, freeBytes: 5e11 }),
  clock: seen({ aheadMs: 12, errorMs: 3 }),
  facts: seen({
    hadoop: '3.4.2',
    java: '17',
    python: '3.11.2',
    celery: '5.2.6',
    worker: '0.1.0',
    protocol: 1,
    blockSize: 134_217_728,
    checksum: null,
    locale: 'C.UTF-8',
    cpus: 2,
    memoryBytes: 8e9,
    root: false,
    hostname: cluster,
    user: 'medusa-lab'
  }),
  votes: [],
  ...change
})

export const anEnvironment = (change: Partial<EnvironmentSnapshot> = {}): EnvironmentSnapshot => ({
  environment: 'lab',
  version: 1,
  at: millis(1_000),
  faults: 1,
  broker: {
    state: 'connected',
    since: millis(0),
    reason: null,
    roundTripMs: seen(1.6),
    vhosts: { up: 3, all: 3 }
  },
  clusters: ['porto', 'lisbon', 'faro'].map((cluster) => aCluster(cluster)),
  tolerance: [],
  drift: [],
  ...change
})

export const aSetup = (change: Partial<SetupView> = {}): SetupView => ({
  environment: 'lab',
  broker: '127.0.0.1:5682',
  management: 'http://127.0.0.1:15682',
  clusters: ['porto', 'lisbon', 'faro'].map((cluster) => ({
    name: name(cluster),
    ssh: 'medusa-lab@127.0.1.1:2222',
    httpfs: true
  })),
  ...change
})
