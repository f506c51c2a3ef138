/** The settings file, the same one that the command line reads: `$XDG_CONFIG_HOME/medusa/settings.json`, or below `~/.config`. */
import { ConsoleError } from '@shared/model/errors.js'
import Store from 'electron-store'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** @throws ConsoleError `BAD_SETTINGS` when the file is there and no JSON */
export function readSettings(): unknown {
  const folder = join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'medusa')
  try {
    return new Store({ cwd: folder, name: 'settings' }).store
  } catch (cause) {
    throw new ConsoleError('BAD_SETTINGS', `${join(folder, 'settings.json')} can't be read`, {
      cause,
      hint: 'It is no JSON. Mend it, or move it away to begin with an empty one.'
    })
  }
}
