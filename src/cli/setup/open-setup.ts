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
import { workerPackageFiles } from '../deploy-lab-worker.js'
import { outputFor, recorder, stateFolder, type CommonOptions } from '../session.js'
import { openSettingsFolder, readSettings } from '../settings/settings-file.js'

export interface SetupSource extends CommonOptions {
  /** File with what is to be set up. */
  readonly site?: string
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
  const { site: file } = options
  return openWith(
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
      ...(file === undefined ? {} : { site: parseSite(await textOf(file), file) })
    }
  )
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
