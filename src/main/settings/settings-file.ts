/** Where the settings lie, the same place that the command line reads: `$XDG_CONFIG_HOME/medusa`, or `~/.config/medusa`. */
import { homedir } from 'node:os'
import { join } from 'node:path'

export const settingsFolder = (): string =>
  join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'medusa')
