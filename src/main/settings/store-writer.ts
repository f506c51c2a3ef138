/**
 * Writes the settings with electron-store: atomically, mode 0600, into the file the command line reads.
 *
 * The text is written as it is. electron-store keeps an object and would write it its own way; the order and spacing of a file that
 * people also edit by hand shall stay, so its serializer returns the text that is to be saved.
 */
import Store from 'electron-store'
import { basename, dirname } from 'node:path'
import type { WriteSettings } from '../../engine/adapters/files/settings-folder.js'

export const writeWithStore: WriteSettings = (file, text) => {
  const store = new Store<Record<string, unknown>>({
    cwd: dirname(file),
    name: basename(file, '.json'),
    configFileMode: 0o600,
    // what stands there was read already; a damaged file is no hindrance
    deserialize: () => ({}),
    serialize: () => text
  })
  store.store = {}
  return Promise.resolve()
}
