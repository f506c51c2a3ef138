/** The settings file as the command line reads it: `conf`, the library beneath the application's electron-store, on the same file. */
import Conf from 'conf'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { ConsoleError } from '../../shared/model/errors.js'

/** `$XDG_CONFIG_HOME/medusa`, or `~/.config/medusa`. */
export const settingsFolder = (): string =>
  join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'medusa')

/** @throws ConsoleError `BAD_SETTINGS` when the file is there and no JSON */
export function readSettings(): unknown {
  const folder = settingsFolder()
  try {
    return new Conf({ cwd: folder, configName: 'settings' }).store
  } catch (cause) {
    throw new ConsoleError('BAD_SETTINGS', `${join(folder, 'settings.json')} can't be read`, {
      cause,
      hint: 'It is no JSON. Mend it, or move it away to begin with an empty one.'
    })
  }
}
