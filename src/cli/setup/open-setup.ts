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
import { workerPackageFiles } from '../deploy-lab-worker.js'
import { outputFor, recorder, stateFolder, type CommonOptions } from '../session.js'
import { openSettingsFolder, readSettings } from '../settings/settings-file.js'

export interface SetupSource extends CommonOptions {
  /** File with what is to be set up. */
  readonly site?: string
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
    const site = await siteFor(options, known, store, environment, there)
    const record = recorder(options)
    const ports = setupPorts({
      state,
      environment,
      store,
      packageFiles: workerPackageFiles,
      record
    })
    const desk = new SetupDesk({ environment, site, ports, onPicture })
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
): Promise<Site> {
  if (options.site !== undefined) {
    const site = parseSite(await textOf(options.site), options.site)
    await store.saveSite(site)
    return site
  }
  const lab = environment === LAB ? labFile.site(labFolder(stateFolder(options))) : null
  const bare = lab === null ? null : await readFile(lab, 'utf8').catch(() => null)
  if (lab !== null && bare !== null) return parseSite(bare, lab)
  const kept = environment === LAB ? null : await store.site()
  if (kept !== null) return kept
  const found = known === 'anything' ? await there() : null
  const site = found === null ? null : siteOf(found)
  if (site !== null) return site
  throw new ConsoleError('BAD_INPUT', `nobody said yet what "${environment}" consists of`, {
    hint: 'Name a file with --site FILE (docs/guide/setup.md has an example), or try it on a lab: npx medusa lab up --bare'
  })
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
