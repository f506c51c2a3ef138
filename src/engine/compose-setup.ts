/** Set-up on real things: ssh, management API, this machine's disk. Shared by window and command line. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withValue } from '../shared/model/json-edit.js'
import type { JsonValue } from '../shared/model/json-text.js'
import { ConsoleError } from '../shared/model/errors.js'
import { environmentSchema, type Environment } from '../shared/model/settings.js'
import { AmqplibWorkers } from './adapters/amqp/amqplib-workers.js'
import { replaceFile } from './adapters/files/atomic.js'
import { DefinitionFiles } from './adapters/files/definition-files.js'
import { systemCode } from './adapters/files/errors.js'
import type { SettingsFolder, WriteSettings } from './adapters/files/settings-folder.js'
import { parseSite, SetupFolder, type EnvironmentPlace } from './adapters/files/setup-folder.js'
import { NodeHttpProbe } from './adapters/http/http-probe.js'
import { RabbitAdmin } from './adapters/http/rabbit-admin.js'
import { WebHdfsFileSystem } from './adapters/http/web-hdfs-file-system.js'
import { WebHdfsFileTree } from './adapters/http/web-hdfs-file-tree.js'
import { KnownHostsFiles } from './adapters/ssh/known-hosts-files.js'
import { Ssh2RemoteShell } from './adapters/ssh/ssh2-remote-shell.js'
import { SystemClock } from './adapters/system/clock.js'
import { JsonLinesLog } from './adapters/system/log.js'
import { CryptoRng } from './adapters/system/rng.js'
import type { PackageFile } from './runtime/deploy-worker.js'
import type { ActionRecorder } from './runtime/record-actions.js'
import type { SetupPorts } from './runtime/setup/bench.js'
import type { TrustPorts } from './runtime/setup/trust-host.js'

export { openSshHosts } from './compose.js'
export { parseSite, SetupFolder }

export interface SetupComposition {
  /** State folder. */
  readonly state: string
  readonly environment: string
  readonly store: SetupFolder
  readonly packageFiles: () => Promise<readonly PackageFile[]>
  readonly record: ActionRecorder
}

export function setupPorts({
  state,
  environment: name,
  store,
  packageFiles,
  record
}: SetupComposition): SetupPorts {
  const clock = new SystemClock()
  const rng = new CryptoRng()
  const log = new JsonLinesLog({ file: join(state, 'console.log'), clock })
  return {
    shell: new Ssh2RemoteShell({ clock }),
    http: new NodeHttpProbe(clock),
    clock,
    rng,
    openAdmin: (base, user, password) => new RabbitAdmin({ base, user, password }, clock),
    openWorkers: (environment, secrets) =>
      new AmqplibWorkers({ environment, secrets, clock, rng, log }),
    fileSystem: (environment) => new WebHdfsFileSystem({ environment, clock, log }),
    fileTree: (environment) => new WebHdfsFileTree({ environment, clock, log }),
    exports: new DefinitionFiles(state, name, clock),
    store,
    packageFiles,
    record
  }
}

/** The environment `lab` stands beside the lab's state, not in anybody's settings. */
export function labPlace(state: string): EnvironmentPlace {
  const file = join(state, 'lab', 'environment.json')
  return {
    read: async () => {
      const text = await readFile(file, 'utf8').catch((thrown: unknown) => {
        if (systemCode(thrown) === 'ENOENT') return null
        throw thrown
      })
      return text === null ? null : environmentSchema.parse(JSON.parse(text))
    },
    write: (environment) =>
      replaceFile(file, `${JSON.stringify(environment, null, 2)}\n`, 'durable')
  }
}

/** One environment of the settings file; all else in it stays as it is. */
export function settingsPlace(
  folder: SettingsFolder,
  name: string,
  by: 'window' | 'command line',
  write: WriteSettings
): EnvironmentPlace {
  return {
    read: async () => (await folder.read()).reading.settings?.environments[name] ?? null,
    write: async (environment: Environment) => {
      const { text, revision, damaged } = await folder.read()
      if (damaged !== null)
        throw new ConsoleError('BAD_SETTINGS', `${folder.file} is damaged: ${damaged.why}`, {
          hint: 'mend it on the page Settings first; what was set up is not lost'
        })
      const value = JSON.parse(JSON.stringify(environment)) as JsonValue
      const next = withValue(text, ['environments', name], value)
      const version = { what: `set up ${name}`, by, at: Date.now() }
      if ((await folder.save(next, revision, version, write)) === 'saved') return
      throw new ConsoleError(
        'FILE_CHANGED',
        `${folder.file} was changed by another program meanwhile`,
        {
          hint: 'check again'
        }
      )
    }
  }
}

/** What comparing a host's key needs; `known_hosts` is read and never written. */
export const openTrust = (): TrustPorts => ({
  shell: new Ssh2RemoteShell({ clock: new SystemClock() }),
  knownHosts: new KnownHostsFiles()
})

/** As the command line writes settings. */
export const writeDurably: WriteSettings = (file, text) => replaceFile(file, text, 'durable')
