/** Set-up on real things: ssh, management API, this machine's disk. Shared by window and command line. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withValue } from '../shared/model/json-edit.js'
import type { JsonValue } from '../shared/model/json-text.js'
import { ConsoleError } from '../shared/model/errors.js'
import type { HopDraft, SeenHostKey } from '../shared/model/cluster-test.js'
import { environmentSchema, type Environment } from '../shared/model/settings.js'
import type { SetupPicture } from '../shared/model/setup.js'
import type { Site } from '../shared/model/setup-site.js'
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
import { describeEnvironment, findEnvironmentSecrets } from './compose.js'
import { siteOf } from './domain/setup/site-of.js'
import type { SecretSource } from './ports/secret-source.js'
import { checkHostKey } from './runtime/cluster-test/check-host-key.js'
import type { PackageFile } from './runtime/deploy-worker.js'
import type { ActionRecorder } from './runtime/record-actions.js'
import type { SetupOrigin, SetupPorts } from './runtime/setup/bench.js'
import type { TrustPorts } from './runtime/setup/trust-host.js'
import { SetupDesk } from './runtime/setup/setup-desk.js'

export { openSshHosts } from './compose.js'
export { parseSite, SetupFolder }

/** The environment of the lab on this machine. */
export const LAB = 'lab'

/** Of one process: where it keeps things, and what it may use. */
export interface SetupSurroundings {
  /** State folder. */
  readonly state: string
  readonly settingsFolder: SettingsFolder
  /** Parsed settings, of a damaged file its last good copy. */
  readonly settings: () => Promise<unknown>
  readonly by: 'window' | 'command line'
  readonly write: WriteSettings
  /** What else knows secrets of environments; `null`: only their files. */
  readonly secrets: SecretSource | null
  readonly packageFiles: () => Promise<readonly PackageFile[]>
  readonly record: ActionRecorder
}

export interface OpenSetup {
  readonly environment: string
  readonly site: Site
  readonly desk: SetupDesk
  readonly store: SetupFolder
  close(): Promise<void>
}

export interface SetupChoice {
  readonly environment: string
  /** What is to be set up; absent: what {@link knownSite} knows. It is kept. */
  readonly site?: Site
  /** `set-up`: what somebody wants set up; `anything`: an environment that is there already, too. */
  readonly known: 'set-up' | 'anything'
  readonly onPicture: (picture: SetupPicture) => void
}

/**
 * Opens the set-up of an environment; nobody else has it until it is closed.
 *
 * @throws ConsoleError `BAD_INPUT` when nobody said what is to be set up, or another process is at it; `BAD_SETTINGS`
 */
export async function openSetup(
  around: SetupSurroundings,
  { environment, site: given, known, onPicture }: SetupChoice
): Promise<OpenSetup> {
  const { state, packageFiles, record } = around
  const store = setupFolder(around, environment)
  const lock = await store.lock()
  try {
    if (given !== undefined) await store.saveSite(given)
    const found =
      given === undefined
        ? await knownSite(around, environment, known)
        : ({ site: given, origin: 'set-up' } as const)
    if (found === null)
      throw new ConsoleError('BAD_INPUT', `nobody said yet what "${environment}" consists of`, {
        hint: 'Name its machines: --broker HOST --cluster NAME=HOST …, or a file with --site FILE (docs/guide/setup.md). To try it on a lab: npx medusa lab up --bare'
      })
    const { site, origin } = found
    const ports = setupPorts({ state, environment, store, packageFiles, record })
    const desk = new SetupDesk({ environment, origin, site, ports, onPicture })
    return {
      environment,
      site,
      desk,
      store,
      close: async () => {
        await desk.close()
        await lock.release()
      }
    }
  } catch (thrown) {
    await lock.release()
    throw thrown
  }
}

/** What set-up keeps of an environment: its site, its secrets, its log. */
export function setupFolder(around: SetupSurroundings, environment: string): SetupFolder {
  const { state, settingsFolder, by, write, secrets } = around
  const place =
    environment === LAB ? labPlace(state) : settingsPlace(settingsFolder, environment, by, write)
  return new SetupFolder(state, environment, place, async (name) => {
    const found = await environmentThere(around, environment)
    return found === null ? null : findEnvironmentSecrets(environment, found, name, secrets)
  })
}

export interface KnownSite {
  readonly site: Site
  readonly origin: SetupOrigin
}

/** What an environment consists of: as a bare lab says, as somebody said, or as its settings have it. @returns `null`: nobody knows */
export async function knownSite(
  around: SetupSurroundings,
  environment: string,
  known: SetupChoice['known']
): Promise<KnownSite | null> {
  const { state } = around
  const file = join(state, LAB, 'site.json')
  const bare = environment === LAB ? await textIfThere(file) : null
  if (bare !== null) return { site: parseSite(bare, file), origin: 'set-up' }
  const kept = environment === LAB ? null : await setupFolder(around, environment).site()
  if (kept !== null) return { site: kept, origin: 'set-up' }
  const there = known === 'anything' ? await environmentThere(around, environment) : null
  const site = there === null ? null : siteOf(there)
  return site === null ? null : { site, origin: 'adopted' }
}

/** Environments of which somebody said what they consist of. */
export async function keptSetups(state: string): Promise<readonly string[]> {
  const names = await readdir(join(state, 'setup')).catch(() => [])
  return names.filter((name) => !name.endsWith('.lock')).flatMap(decoded)
}

/** @returns `null`: there is none of this name */
export function environmentThere(
  { state, settings }: Pick<SetupSurroundings, 'state' | 'settings'>,
  environment: string
): Promise<Environment | null> {
  return settings()
    .then((read) => describeEnvironment(state, environment, read))
    .then(
      (described) => described.environment,
      (thrown: unknown) => {
        if (thrown instanceof ConsoleError && thrown.code === 'ENVIRONMENT_UNKNOWN') return null
        throw thrown
      }
    )
}

/** The key a host shows, and what is known of it. @throws ConsoleError `SSH_FAILED` */
export function seenHostKey(hop: HopDraft): Promise<SeenHostKey> {
  const shell = new Ssh2RemoteShell({ clock: new SystemClock() })
  return checkHostKey(hop, [], { type: 'cluster' }, { shell, knownHosts: new KnownHostsFiles() })
}

/** The worker as it lies in this installation. @param folder - `medusa_worker` */
export async function packageFilesIn(folder: string): Promise<readonly PackageFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.py'))
  return Promise.all(
    names.map(async (path) => ({ path, content: await readFile(join(folder, path)) }))
  )
}

const textIfThere = (file: string): Promise<string | null> =>
  readFile(file, 'utf8').catch((thrown: unknown) => {
    if (systemCode(thrown) === 'ENOENT') return null
    throw thrown
  })

/** Folders are named by quoted environments; what else lies there is none. */
function decoded(name: string): readonly string[] {
  try {
    return [decodeURIComponent(name)]
  } catch {
    return []
  }
}

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
  const file = join(state, LAB, 'environment.json')
  return {
    read: async () => {
      const text = await textIfThere(file)
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
