/**
 * The settings file as the command line reads it: the same one that the application keeps with electron-store.
 *
 * n.b. read without `conf`, the library beneath electron-store: its atomic writes bring signal handlers that raise SIGINT a second time, and the second
 * Ctrl-C leaves a run at once (docs/adr/0001-settings-on-the-command-line.md).
 */
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { ConsoleError } from '../../shared/model/errors.js'

/** `$XDG_CONFIG_HOME/medusa`, or `~/.config/medusa`. */
const settingsFolder = (): string =>
  join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'medusa')

/** @returns `undefined` when there is no file @throws ConsoleError `BAD_SETTINGS` when it can't be read or is no JSON */
export async function readSettings(): Promise<unknown> {
  const file = join(settingsFolder(), 'settings.json')
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw new ConsoleError('BAD_SETTINGS', `${file} can't be read`, {
      cause,
      hint: 'It is no JSON, or not yours. Mend it, or move it away to begin with none.'
    })
  }
}
