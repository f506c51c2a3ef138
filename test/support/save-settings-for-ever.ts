/** A program that saves settings again and again until it is killed. */
import { replaceFile } from '../../src/engine/adapters/files/atomic.js'
import { SettingsFolder } from '../../src/engine/adapters/files/settings-folder.js'
import { aSettingsText, anEnvironment } from './a-settings-text.js'

const settings = new SettingsFolder(process.argv[2] ?? '')
// long enough that a kill comes in the middle of writing
const long = 'x'.repeat(300_000)
for (let index = 0; ; index++) {
  const text = aSettingsText({ [`e${String(index)}`]: anEnvironment({ jarFolders: [long] }) })
  const { revision } = await settings.read()
  const version = { what: String(index), by: 'command line' as const, at: Date.now() }
  await settings.save(text, revision, version, (file, content) =>
    replaceFile(file, content, 'quick')
  )
  if (index === 0) process.stdout.write('begun\n')
}
