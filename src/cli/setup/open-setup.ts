/** The set-up of an environment on the command line: the one that is named, or the settings' current one. */
import { readFile } from 'node:fs/promises'
import {
  LAB,
  openSetup as openWith,
  parseSite,
  writeDurably,
  type OpenSetup
} from '../../engine/compose-setup.js'
import { ConsoleError } from '../../shared/model/errors.js'
import type { SetupPicture } from '../../shared/model/setup.js'
import type { Site } from '../../shared/model/setup-site.js'
import { describedSite } from './described-site.js'
import { sudoPassword } from './sudo-password.js'
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
  /** Password of sudo on all hosts: a 0600 file, or `-`. */
  readonly sudo?: string
}

/**
 * @param known - `set-up`: what somebody wants set up; `anything`: an environment that is there already, too
 * @throws ConsoleError `BAD_INPUT` when nobody said what is to be set up, or another process is at it; `BAD_SETTINGS`
 */
export async function openSetup(
  options: SetupSource,
  known: 'set-up' | 'anything',
  onPicture: (picture: SetupPicture) => void
): Promise<OpenSetup> {
  const settings = await readSettings(outputFor(options).say)
  const environment = options.environment ?? currentOf(settings)
  const site = await givenSite(options, environment)
  const password = options.sudo === undefined ? null : await sudoPassword(options.sudo)
  const opened = await openWith(
    {
      state: stateFolder(options),
      settingsFolder: openSettingsFolder(),
      settings: () => Promise.resolve(settings),
      by: 'command line',
      write: writeDurably,
      secrets: null,
      packageFiles: workerPackageFiles,
      record: recorder(options)
    },
    {
      environment,
      known,
      onPicture,
      ...(site === null ? {} : { site })
    }
  )
  if (password !== null)
    for (const target of ['broker', ...opened.site.clusters.map(({ name }) => name)])
      opened.desk.giveSudoPassword(target, password)
  return opened
}

/** @returns `null`: what was said earlier */
async function givenSite(options: SetupSource, environment: string): Promise<Site | null> {
  const { site: file } = options
  return file === undefined ? namedSite(options, environment) : parseSite(await textOf(file), file)
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
    throw new ConsoleError('FILE_MISSING', `${file} cannot be read`, {
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
