/**
 * The engine on real things: RabbitMQ, HttpFS, this machine's disk. Shared by the two composition roots, window and command line.
 */
import { join } from 'node:path'
import { actionSchema, type Action } from '../shared/model/action.js'
import { AmqplibWorkers } from './adapters/amqp/amqplib-workers.js'
import { DiskFiles } from './adapters/files/disk-files.js'
import {
  describeEnvironment,
  findSecrets,
  knownEnvironments,
  loadEnvironment,
  type LoadedEnvironment
} from './adapters/files/environment-files.js'
import { FileLineLog } from './adapters/files/line-log.js'
import { FileJournalStore } from './adapters/files/journal-store.js'
import { WebHdfsFileSystem } from './adapters/http/web-hdfs-file-system.js'
import { SystemClock } from './adapters/system/clock.js'
import { JsonLinesLog } from './adapters/system/log.js'
import { CryptoRng } from './adapters/system/rng.js'
import { createEngine, type Engine } from './runtime/engine.js'
import type { LineLog } from './ports/line-log.js'
import { createActionRecorder, type ActionRecorder } from './runtime/record-actions.js'
import { createArchive, type RunArchive } from './runtime/recorded-run.js'

export {
  describeEnvironment,
  findSecrets,
  knownEnvironments,
  loadEnvironment,
  type LoadedEnvironment
}

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

/** What the console did to clusters and brokers: shared by all processes of a state folder. */
export function openActions(state: string): LineLog<Action> {
  const log = new JsonLinesLog({ file: join(state, 'console.log'), clock: new SystemClock() })
  return new FileLineLog(join(state, 'actions.jsonl'), actionSchema, log)
}

/** @param by - which program it is that acts */
export function recordActions(actions: LineLog<Action>, by: Action['by']): ActionRecorder {
  return createActionRecorder(actions, by, { clock: new SystemClock(), rng: new CryptoRng() })
}
