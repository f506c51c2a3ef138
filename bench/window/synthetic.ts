/**
 * What the window sees in the bench `fluent`. Both functions run in the window's main process: Playwright sends their text there, so
 * that they may use nothing but their arguments.
 */

interface Size {
  readonly clusters: number
  readonly queues: number
}

/** What is used of the harness' engine. */
interface Harness {
  readonly watch: { show(snapshot: unknown): void }
  readonly rabbit: {
    queues: unknown
    readonly users: Map<string, { password: string; tags: readonly string[] }>
    readonly vhosts: Map<string, string>
  }
}

/** @param electron - Playwright passes it first */
export function fillHarness(_electron: unknown, { clusters, queues }: Size): void {
  const { harness } = globalThis as unknown as { harness: Harness }
  const seen = <T>(value: T) => ({ known: true, value, at: Date.now() })
  const make = (version: number) => ({
    environment: 'lab',
    version,
    at: Date.now(),
    faults: 1,
    broker: {
      state: 'connected',
      since: 0,
      reason: null,
      roundTripMs: seen(1 + (version % 3)),
      vhosts: { up: clusters, all: clusters }
    },
    clusters: Array.from({ length: clusters }, (_, index) => ({
      name: `cloud-${String(index)}`,
      address: `cloud-${String(index)}.example`,
      state: (index + version) % 17 === 0 ? 'silent' : 'active',
      since: 0,
      reason: (index + version) % 17 === 0 ? 'no heartbeat and no answer within 3 s' : null,
      counts: (index + version) % 17 !== 0,
      heartbeat: seen({ worker: `medusa@cloud-${String(index)}`, load: [(index + version) % 8] }),
      queue: seen({ ready: (index * version) % 50, unacknowledged: version % 5, consumers: 1 }),
      attempts: (index + version) % 3,
      yarn: seen({
        vcoresUsed: (index + version) % 64,
        vcores: 64,
        memoryUsedBytes: 1e9 * ((index + version) % 100),
        memoryBytes: 1e11,
        applications: version % 9,
        nodes: 4
      }),
      storage: seen({ capacityBytes: 1e13, freeBytes: 1e12 + version * 1e9 }),
      clock: seen({ aheadMs: (index + version) % 300, errorMs: 5 }),
      facts: seen({
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
        memoryBytes: 2e9,
        root: false,
        hostname: `cloud-${String(index)}`,
        user: 'ada'
      }),
      votes: Array.from({ length: 16 }, (_vote, at) =>
        (index + at) % 29 === 0 ? 'outvoted' : 'agreed'
      )
    })),
    drift: [],
    tolerance: [1, 2].map((faults) => ({
      faults,
      usual: faults === 1,
      counting: clusters,
      full: 2 * faults + 1,
      lying: faults,
      silent: clusters - faults - 1,
      together: { lying: faults, silent: clusters - 2 * faults - 1 },
      missing: 0,
      candidates: []
    }))
  })
  const rows = (version: number) =>
    Array.from({ length: queues }, (_, index) => ({
      vhost: `medusa-cloud-${String(index % clusters)}`,
      name: `medusa.queue-${String(index)}`,
      cluster: null,
      ready: (index * version) % 97,
      unacknowledged: (index + version) % 7,
      consumers: null,
      durable: true,
      exclusive: false,
      state: 'running',
      exists: true
    }))
  harness.rabbit.users.set('console', { password: 'console', tags: ['administrator'] })
  for (let index = 0; index < clusters; index += 1)
    harness.rabbit.vhosts.set(`medusa-cloud-${String(index)}`, '')
  const change = (version: number): void => {
    harness.watch.show(make(version))
    harness.rabbit.queues = rows(version)
  }
  Object.assign(globalThis, { change })
  change(1)
}

/** @returns the timer, to be cleared */
export function changeEverything(
  _electron: unknown,
  { everyMs }: { readonly everyMs: number }
): number {
  const { change } = globalThis as unknown as { readonly change: (version: number) => void }
  let version = 1
  const timer = setInterval(() => {
    version += 1
    change(version)
  }, everyMs)
  return timer[Symbol.toPrimitive]()
}
