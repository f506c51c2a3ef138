/**
 * The settings as the command line reads them: the same file that the window keeps with electron-store.
 *
 * n.b. read without `conf`, the library beneath electron-store: its atomic writes bring signal handlers that raise SIGINT a second time, and the second
 * Ctrl-C leaves a run at once (docs/adr/0001-settings-on-the-command-line.md).
 */
import { homedir } from 'node:os'
import { join } from 'node:path'
import { SettingsFolder } from '../../engine/adapters/files/settings-folder.js'
import { ConsoleError } from '../../shared/model/errors.js'

/** `$XDG_CONFIG_HOME/medusa`, or `~/.config/medusa`. */
const settingsFolder = (): string =>
  join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'medusa')

export const openSettingsFolder = (): SettingsFolder => new SettingsFolder(settingsFolder())

/**
 * Settings; of a damaged file the last good copy, with a warning that names both.
 *
 * @param say - told the warnings
 * @throws ConsoleError `BAD_SETTINGS` when the file is damaged and there is no good copy, or cannot be read at all
 */
export async function readSettings(say: (warning: string) => void): Promise<unknown> {
  const folder = openSettingsFolder()
  const { damaged, goodCopy, reading, file } = await folder.read()
  if (damaged !== null && !goodCopy)
    throw new ConsoleError('BAD_SETTINGS', `${file} is damaged: ${damaged.why}`, {
      hint: `No good copy was ever saved. Mend the file, or move it away to begin with none. A copy is kept as ${damaged.kept}`
    })
  if (damaged !== null) {
    say(`medusa: ${file} is damaged: ${damaged.why}`)
    say(`        The last good copy is used. The damaged one is kept as ${damaged.kept}`)
  }
  if (reading.newer)
    say(
      `medusa: ${file} was written by a newer version; what this one does not know is passed over.`
    )
  return reading.settings
}
