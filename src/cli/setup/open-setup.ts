/** The set-up of an environment on the command line: what is to be set up, where it is kept, and whose secrets it has. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describeEnvironment, findEnvironmentSecrets } from '../../engine/compose.js'
import {
  labPlace,
  parseSite,
  setupPorts,
  SetupFolder,
  settingsPlace,
  writeDurably
} from '../../engine/compose-setup.js'
import { SetupDesk, siteOf } from '../../engine/index.js'
import { labFile, labFolder } from '../../lab/index.js'
import { ConsoleError } from '../../shared/model/errors.js'
import type { Environment } from '../../shared/model/settings.js'
import type { SetupPicture } from '../../shared/model/setup.js'
import type { Site } from '../../shared/model/setup-site.js'
import { describedSite } from './described-site.js'
import { workerPackageFiles } from '../deploy-lab-worker.js'
import { outputFor, recorder, stateFolder, type CommonOptions } from '../session.js'
import { openSettingsFolder, readSettings } from '../settings/settings-file.js'

export interface SetupSource extends CommonOptions {
  /** File with what is to be set up. */
  readonly site?: string
  /** Machine of the broker, with `cluster` instead of a file. */
  readonly broker?: string
  /** `NAME=HOST` */
  readonly cluster?: readonly string[]
  readonly identity?: string
  readonly accept?: readonly string[]
  /** Nobody is asked. */
  readonly yes?: boolean
}

export interface OpenSetup {
  readonly desk: SetupDesk
  readonly site: Site
  readonly environment: string
  close(): Promise<void>
}

const LAB = 'lab'

/**
 * @param known - `set-up`: what somebody wants set up; `anything`: an environment that is there already, too
 * @throws ConsoleError `BAD_INPUT` when nobody said what is to be set up, or another process is at it; `BAD_SETTINGS`
 */
export async function openSetup(
  options: SetupSource,
  known: 'set-up' | 'anything',
  onPicture: (picture: SetupPicture) => void
): Promise<OpenSetup> {
  const state = stateFolder(options)
  const settings = await readSettings(outputFor(options).say)
  const environment = options.environment ?? currentOf(settings)
  const there = (): Promise<Environment | null> =>
    describeEnvironment(state, environment, settings).then(
      (described) => described.environment,
      (thrown: unknown) => {
        if (thrown instanceof ConsoleError && thrown.code === 'ENVIRONMENT_UNKNOWN') return null
        throw thrown
      }
    )
  const place =
    environment === LAB
      ? labPlace(state)
      : settingsPlace(openSettingsFolder(), environment, 'command line', writeDurably)
  const store = new SetupFolder(state, environment, place, async (name) => {
    const found = await there()
    return found === null ? null : findEnvironmentSecrets(environment, found, name)
  })
  const lock = await store.lock()
  try {
    const { site, origin } = await siteFor(options, known, store, environment, there)
    const record = recorder(options)
    const ports = setupPorts({
      state,
      environment,
      store,
      packageFiles: workerPackageFiles,
      record
    })
    const desk = new SetupDesk({ environment, origin, site, ports, onPicture })
    return {
      desk,
      site,
      environment,
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

async function siteFor(
  options: SetupSource,
  known: 'set-up' | 'anything',
  store: SetupFolder,
  environment: string,
  there: () => Promise<Environment | null>
): Promise<{ readonly site: Site; readonly origin: 'set-up' | 'adopted' }> {
  if (options.site !== undefined) {
    const site = parseSite(await textOf(options.site), options.site)
    await store.saveSite(site)
    return { site, origin: 'set-up' }
  }
  const named = await namedSite(options, environment)
  if (named !== null) {
    await store.saveSite(named)
    return { site: named, origin: 'set-up' }
  }
  const lab = environment === LAB ? labFile.site(labFolder(stateFolder(options))) : null
  const bare = lab === null ? null : await readFile(lab, 'utf8').catch(() => null)
  if (lab !== null && bare !== null) return { site: parseSite(bare, lab), origin: 'set-up' }
  const kept = environment === LAB ? null : await store.site()
  if (kept !== null) return { site: kept, origin: 'set-up' }
  const found = known === 'anything' ? await there() : null
  const site = found === null ? null : siteOf(found)
  if (site !== null) return { site, origin: 'adopted' }
  throw new ConsoleError('BAD_INPUT', `nobody said yet what "${environment}" consists of`, {
    hint: 'Name its machines: --broker HOST --cluster NAME=HOST …, or a file with --site FILE (docs/guide/setup.md). To try it on a lab: npx medusa lab up --bare'
  })
}

async function namedSite(options: SetupSource, environment: string): Promise<Site | null> {
  const { broker, cluster: clusters = [], identity, accept = [], yes } = options
  if (broker === undefined && clusters.length === 0) return null
  if (broker === undefined || clusters.length === 0)
    throw new ConsoleError('BAD_INPUT', 'a set-up needs the broker and at least one cluster', {
      hint: 'Name both: --broker HOST --cluster NAME=HOST …'
    })
  if (environment === LAB)
    throw new ConsoleError('BAD_INPUT', 'the environment "lab" is the lab on this machine', {
      hint: 'Give yours another name: --environment NAME'
    })
  const asks = yes !== true && process.stdin.isTTY && process.stderr.isTTY
  const words = { broker, clusters, accept, ...(identity === undefined ? {} : { identity }) }
  return describedSite(words, asks)
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new ConsoleError('FILE_MISSING', `${join(file)} cannot be read`, {
      cause,
      hint: 'Correct the name.'
    })
  }
}

function currentOf(settings: unknown): string {
  const current =
    typeof settings === 'object' && settings !== null && 'current' in settings
      ? settings.current
      : null
  return typeof current === 'string' ? current : LAB
}
