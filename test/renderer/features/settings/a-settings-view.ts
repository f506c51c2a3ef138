/** Settings as main tells them, with one environment. */
import type { SettingsView } from '@shared/ipc/settings-view.js'
import { aSettingsText } from '../../../support/a-settings-text.js'

export const aSettingsView = (change: Partial<SettingsView> = {}): SettingsView => ({
  file: '/home/alice/.config/medusa/settings.json',
  revision: 'r1',
  text: aSettingsText(),
  issues: [],
  damaged: null,
  newer: false,
  versions: [],
  restartNeeded: [],
  secrets: [],
  secretsFiles: [],
  keyring: { available: false, why: 'this system has no keyring' },
  draft: null,
  schema: { type: 'object', properties: { current: { type: 'string' } } },
  ...change
})
