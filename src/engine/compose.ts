/**
 * The engine on real things: RabbitMQ, HttpFS, this machine's disk. Shared by the two composition roots, window and command line.
 */
import { join } from 'node:path'
import { AmqplibWorkers } from './adapters/amqp/amqplib-workers.js'
import { DiskFiles } from './adapters/files/disk-files.js'
import { loadEnvironment, type LoadedEnvironment } from './adapters/files/environment-files.js'
import { FileJournalStore } from './adapters/files/journal-store.js'
import { WebHdfsFileSystem } from './adapters/http/web-hdfs-file-system.js'
import { SystemClock } from './adapters/system/clock.js'
import { JsonLinesLog } from './adapters/system/log.js'
import { CryptoRng } from './adapters/system/rng.js'
import { createEngine, type Engine } from './runtime/engine.js'
import { createArchive, type RunArchive } from './runtime/recorded-run.js'

export { loadEnvironment, type LoadedEnvironment }

/** @param state - state folder: runs and the console's log lie in it */
export function openEngine(state: string, loaded: LoadedEnvironment): Engine {
  const { name, environment, secrets } = loaded
  const clock = new SystemClock()
  const rng = new CryptoRng()
  const log = new JsonLinesLog({ file: join(state, 'console.log'), clock })
  return createEngine(name, environment, {
    workers: new AmqplibWorkers({ environment, secrets, clock, rng, log }),
    fileSystem: new WebHdfsFileSystem({ environment, clock, log }),
    journals: new FileJournalStore(state),
    files: new DiskFiles(),
    clock,
    rng,
    log
  })
}

/** Runs of this machine, without any cluster or broker: a finished run is readable for ever. */
export function openArchive(state: string): RunArchive {
  const clock = new SystemClock()
  const log = new JsonLinesLog({ file: join(state, 'console.log'), clock })
  return createArchive({ journals: new FileJournalStore(state), clock, log })
}
