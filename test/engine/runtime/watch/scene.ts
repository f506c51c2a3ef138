/** A watch on doubles: three clusters whose workers beat and answer, one clock. */
import type { EnvironmentWatch } from '../../../../src/engine/index.js'
import { createWatch } from '../../../../src/engine/runtime/watch/environment-watch.js'
import { ConsoleError } from '../../../../src/shared/model/errors.js'
import type { ClusterName, RunId } from '../../../../src/shared/model/ids.js'
import type { RunSnapshot } from '../../../../src/shared/model/run.js'
import { environmentSchema } from '../../../../src/shared/model/settings.js'
import type { TimelineEvent } from '../../../../src/shared/model/timeline.js'
import type { EnvironmentSnapshot, WatchedCluster } from '../../../../src/shared/model/watch.js'
import { FakeLineLog } from '../../../main/harness/fake-line-log.js'
import { FakeClock } from '../../../support/fake-clock.js'
import { FakeFileSystem } from '../../../support/fake-file-system.js'
import { FakeWorkers } from '../../../support/fake-workers.js'
import { FakeYarn } from '../../../support/fake-yarn.js'
import { MemoryFiles } from '../../../support/memory-files.js'
import { MemoryJournalStore } from '../../../support/memory-journal-store.js'
import { MemoryLog } from '../../../support/memory-log.js'
import { SeededRng } from '../../../support/seeded-rng.js'

export const cluster = (name: string): ClusterName => name as ClusterName

export interface WatchScene {
  readonly watch: EnvironmentWatch
  readonly clock: FakeClock
  readonly workers: FakeWorkers
  readonly fileSystem: FakeFileSystem
  readonly yarn: FakeYarn
  readonly journals: MemoryJournalStore
  readonly timeline: FakeLineLog<TimelineEvent>
  readonly log: MemoryLog
  /** Snapshots that were told. */
  readonly told: EnvironmentSnapshot[]
  readonly runs: Map<RunId, RunSnapshot>
  /** Its worker beats no more and answers nothing; `heal` is the end of it. */
  silence(name: string): void
  heal(name: string): void
  /** Its HDFS and YARN answer nothing. */
  cut(name: string): void
  /** What the worker says to `medusa.facts`, beside the usual. */
  tells(name: string, facts: object): void
  seconds(count: number): Promise<void>
  see(name: string): WatchedCluster
}

const FACTS = {
  hadoop: '3.4.2',
  java: '17.0.15',
  blockSize: 134_217_728,
  capacityBytes: 1_000,
  remainingBytes: 400,
  cpus: 8,
  memoryBytes: 2_147_483_648,
  locale: 'C.UTF-8',
  now: 0,
  root: false,
  checksum: 'CRC32C/512'
}

export function aWatchScene(
  names: readonly string[] = ['porto', 'lisbon', 'faro'],
  timeline = new FakeLineLog<TimelineEvent>()
): WatchScene {
  const clusters = names.map(cluster)
  const clock = new FakeClock()
  const workers = new FakeWorkers({ clusters, clock })
  const fileSystem = new FakeFileSystem(clusters)
  const yarn = new FakeYarn(clusters)
  const journals = new MemoryJournalStore()
  const log = new MemoryLog()
  const runs = new Map<RunId, RunSnapshot>()
  const silent = new Set<string>()
  const facts = new Map<string, object>()
  const environment = environmentSchema.parse({
    broker: { host: 'b', user: 'console' },
    secretsFile: '/s',
    clusters: names.map((name) => ({
      name,
      address: name,
      vhost: `medusa-${name}`,
      queue: `medusa.${name}`,
      webhdfs: `http://${name}:9870/webhdfs/v1`,
      yarn: `http://${name}:8088`,
      workFolder: '/w',
      user: 'u'
    }))
  })
  for (const name of clusters)
    workers.on(name, null, ({ task }) => {
      if (silent.has(name)) return []
      const value =
        task === 'medusa.facts' ? { ...FACTS, ...facts.get(name) } : helloOf(name, clock.now())
      return [{ type: 'value', value }]
    })
  const watch = createWatch(
    'lab',
    environment,
    {
      workers,
      fileSystem,
      journals,
      files: new MemoryFiles(),
      clock,
      rng: new SeededRng(3),
      log,
      yarn,
      timeline
    },
    { readRun: (run) => readFrom(runs, run) }
  )
  const told: EnvironmentSnapshot[] = []
  watch.listen((snapshot) => told.push(snapshot))
  const beat = (): void => {
    for (const name of clusters) if (!silent.has(name)) workers.heartbeat(name, [0.5])
    clock.after(2_000, beat)
  }
  beat()
  for (const name of clusters) workers.brokerState(name, { type: 'connected', at: clock.now() })
  return {
    watch,
    clock,
    workers,
    fileSystem,
    yarn,
    journals,
    timeline,
    log,
    told,
    runs,
    silence: (name) => void silent.add(name),
    heal: (name) => {
      silent.delete(name)
      fileSystem.fault(cluster(name), null)
      yarn.heal(cluster(name))
    },
    cut: (name) => {
      fileSystem.fault(cluster(name), { type: 'unreachable' })
      yarn.silence(cluster(name))
    },
    tells: (name, change) => void facts.set(name, change),
    seconds: (count) => clock.advance(count * 1_000),
    see: (name) => {
      const found = watch.snapshot().clusters.find((one) => one.name === name)
      if (found === undefined) throw new Error(`no cluster ${name}`)
      return found
    }
  }
}

const helloOf = (name: string, now: number): object => ({
  hostname: name,
  cluster: name,
  user: 'u',
  worker: '0.1.0',
  protocol: 2,
  celery: '5.2.6',
  python: '3.11.2',
  now
})

function readFrom(runs: ReadonlyMap<RunId, RunSnapshot>, run: RunId): Promise<RunSnapshot> {
  const found = runs.get(run)
  return found === undefined
    ? Promise.reject(new ConsoleError('RUN_UNKNOWN', `there is no run "${run}"`))
    : Promise.resolve(found)
}
