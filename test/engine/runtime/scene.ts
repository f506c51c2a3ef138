/** A whole engine on doubles: three fake clouds, one clock, one memory disk. */
import { createEngine, type Engine } from '../../../src/engine/index.js'
import type { ClusterName } from '../../../src/shared/model/ids.js'
import { environmentSchema } from '../../../src/shared/model/settings.js'
import { FakeClock } from '../../support/fake-clock.js'
import { FakeCloud } from '../../support/fake-cloud.js'
import { FakeFileSystem } from '../../support/fake-file-system.js'
import { FakeYarn } from '../../support/fake-yarn.js'
import { FakeLineLog } from '../../main/harness/fake-line-log.js'
import { FakeWorkers } from '../../support/fake-workers.js'
import { MemoryFiles } from '../../support/memory-files.js'
import { MemoryJournalStore } from '../../support/memory-journal-store.js'
import { MemoryLog } from '../../support/memory-log.js'
import { SeededRng } from '../../support/seeded-rng.js'

export const names = ['faro', 'lisbon', 'porto'] as ClusterName[]

export interface Scene {
  readonly engine: Engine
  readonly clock: FakeClock
  readonly workers: FakeWorkers
  readonly clouds: ReadonlyMap<string, FakeCloud>
  readonly fileSystem: FakeFileSystem
  readonly journals: MemoryJournalStore
  readonly files: MemoryFiles
  readonly log: MemoryLog
  /** Lets time pass until the promise is settled; heartbeats of clouds that are not silent come every 2 s. */
  until<T>(promise: Promise<T>): Promise<T>
}

export const job = (change = ''): string => `
name: wordcount
faults: 1
seed: 1
jobs:
  - id: count
    jar: { path: x.jar, main: wordcount, args: ['{input}', '{output}'] }
    inputs: [{ upload: ./books }]
output: /results/wordcount
${change}`

export function aScene(): Scene {
  const clock = new FakeClock()
  const workers = new FakeWorkers({ clusters: names, clock })
  const fileSystem = new FakeFileSystem(names)
  const journals = new MemoryJournalStore()
  const files = new MemoryFiles()
  const log = new MemoryLog()
  files.put('/home/me/job.yaml', job())
  files.put('/home/me/x.jar', 'jar')
  files.put('/home/me/books/a.txt', 'a b')
  files.put('/home/me/books/b.txt', 'b c')
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
  const engine = createEngine('test', environment, {
    workers,
    fileSystem,
    journals,
    files,
    clock,
    rng: new SeededRng(3),
    log,
    yarn: new FakeYarn(names),
    timeline: new FakeLineLog()
  })
  const clouds = new Map(names.map((name) => [String(name), new FakeCloud(name, clock, workers)]))
  const beat = (): void => {
    for (const cloud of clouds.values()) if (!cloud.silent) workers.heartbeat(cloud.name)
    clock.after(2000, beat)
  }
  beat()
  return {
    engine,
    clock,
    workers,
    clouds,
    fileSystem,
    journals,
    files,
    log,
    until: async (promise) => {
      let open = true
      const close = (): void => {
        open = false
      }
      promise.then(close, close)
      for (let step = 0; step < 20_000; step += 1) {
        await clock.step()
        if (!isOpen()) return promise
      }
      throw new Error('the promise was not settled in 20,000 steps of the clock')
      function isOpen(): boolean {
        return open
      }
    }
  }
}
