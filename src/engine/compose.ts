/**
 * The engine on real things: RabbitMQ, HttpFS, this machine's disk. Shared by the two composition roots, window and command line.
 */
import { join } from 'node:path'
import { actionSchema, type Action } from '../shared/model/action.js'
import type { Environment } from '../shared/model/settings.js'
import { timelineEventSchema } from '../shared/model/timeline.js'
import { AmqplibWorkers } from './adapters/amqp/amqplib-workers.js'
import { AmqplibQueueGlance } from './adapters/amqp/amqplib-queue-glance.js'
import { DefinitionFiles } from './adapters/files/definition-files.js'
import { DiskFiles } from './adapters/files/disk-files.js'
import {
  describeEnvironment,
  findSecrets,
  knownEnvironments,
  loadEnvironment,
  type LoadedEnvironment
} from './adapters/files/environment-files.js'
import { NodeHttpProbe } from './adapters/http/http-probe.js'
import { KnownHostsFiles } from './adapters/ssh/known-hosts-files.js'
import { Ssh2RemoteShell } from './adapters/ssh/ssh2-remote-shell.js'
import { SshConfigFile } from './adapters/ssh/ssh-config-file.js'
import { FileLineLog } from './adapters/files/line-log.js'
import { FileJournalStore } from './adapters/files/journal-store.js'
import { RestYarn } from './adapters/http/rest-yarn.js'
import { RabbitAdmin } from './adapters/http/rabbit-admin.js'
import { WebHdfsFileSystem } from './adapters/http/web-hdfs-file-system.js'
import { WebHdfsFileTree } from './adapters/http/web-hdfs-file-tree.js'
import { SystemClock } from './adapters/system/clock.js'
import { JsonLinesLog } from './adapters/system/log.js'
import { CryptoRng } from './adapters/system/rng.js'
import { createClusterTester, type ClusterTester } from './runtime/cluster-test/test-cluster.js'
import { BrokerDesk } from './runtime/broker/broker-desk.js'
import { createEngine, type Engine } from './runtime/engine.js'
import { createHosts, type Hosts } from './runtime/hosts/index.js'
import type { LineLog } from './ports/line-log.js'
import type { SecretSource } from './ports/secret-source.js'
import type { SshHosts } from './ports/ssh-hosts.js'
import { createActionRecorder, type ActionRecorder } from './runtime/record-actions.js'
import { createArchive, type RunArchive } from './runtime/recorded-run.js'

export { describeEnvironment, knownEnvironments, loadEnvironment, type LoadedEnvironment }

/**
 * A secret that the environment's file has, or what else knows secrets.
 *
 * @param source - the window's keyring; `null`: there is none
 * @returns `null`: nobody has one of this name
 */
export async function findEnvironmentSecrets(
  name: string,
  environment: Environment,
  secret: string,
  source: SecretSource | null = null
): Promise<string | null> {
  const { brokerPassword, keys } = await findSecrets(name, environment, source)
  if (secret === 'broker') return brokerPassword
  return secret.startsWith('key:') ? (keys.get(secret.slice('key:'.length)) ?? null) : null
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
    log,
    yarn: new RestYarn({ environment, clock }),
    timeline: new FileLineLog(join(state, 'timeline.jsonl'), timelineEventSchema, log)
  })
}

/** The environment's broker: queues, users, rights. Nothing is asked before somebody looks. */
export function openBroker(state: string, loaded: LoadedEnvironment, engine: Engine): BrokerDesk {
  const { name, environment, secrets } = loaded
  const { broker } = environment
  const clock = new SystemClock()
  const own = { user: broker.user, password: secrets.brokerPassword }
  const { management } = broker
  return new BrokerDesk({
    name,
    environment,
    openAdmin:
      management === undefined
        ? null
        : (credentials) => new RabbitAdmin({ base: management, ...(credentials ?? own) }, clock),
    openGlance: (credentials) => new AmqplibQueueGlance(broker, credentials ?? own),
    exports: new DefinitionFiles(state, name, clock),
    clock,
    onHeartbeat: (listener) => engine.onHeartbeat(listener),
    greet: () => engine.hello()
  })
}

/** Terminals, logs, commands and files of an environment's clusters. Nothing is opened before it is asked for. */
export function openHosts(state: string, { environment }: LoadedEnvironment): Hosts {
  const clock = new SystemClock()
  const log = new JsonLinesLog({ file: join(state, 'console.log'), clock })
  return createHosts(environment, {
    shell: new Ssh2RemoteShell({ clock }),
    tree: new WebHdfsFileTree({ environment, clock, log }),
    fileSystem: new WebHdfsFileSystem({ environment, clock, log }),
    files: new DiskFiles(),
    clock,
    rng: new CryptoRng()
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

/** Tests clusters of an environment, those that are not saved yet, too. */
export function openClusterTester(state: string, loaded: LoadedEnvironment): ClusterTester {
  const { environment, secrets } = loaded
  const clock = new SystemClock()
  const rng = new CryptoRng()
  const log = new JsonLinesLog({ file: join(state, 'console.log'), clock })
  return createClusterTester({
    shell: new Ssh2RemoteShell({ clock }),
    knownHosts: new KnownHostsFiles(),
    http: new NodeHttpProbe(clock),
    clock,
    hasKey: (cluster) => secrets.keys[cluster] !== undefined,
    workers: (cluster, key) =>
      new AmqplibWorkers({
        environment: { ...environment, clusters: [cluster] },
        // Without a key only the link is tested: this one opens nothing, and no task is sent with it.
        secrets: {
          ...secrets,
          keys: { [cluster.name]: key ?? secrets.keys[cluster.name] ?? '0'.repeat(64) }
        },
        clock,
        rng,
        log
      })
  })
}

/** Hosts of this user's ssh configuration, which is read and never written. */
export const openSshHosts = (): SshHosts => new SshConfigFile()
