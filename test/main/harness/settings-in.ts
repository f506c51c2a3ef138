/** Settings as the window keeps them, in a folder that nobody else has, without a keyring. */
import { millis } from '@shared/model/ids.js'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { replaceFile } from '../../../src/engine/adapters/files/atomic.js'
import {
  SettingsFolder,
  type WriteSettings
} from '../../../src/engine/adapters/files/settings-folder.js'
import type { ActionRecorder } from '../../../src/engine/index.js'
import type { Keyring } from '../../../src/main/secrets/cipher.js'
import { SecretVault } from '../../../src/main/secrets/secret-vault.js'
import { Drafts } from '../../../src/main/settings/drafts.js'
import { SettingsDesk } from '../../../src/main/settings/settings-desk.js'

export const noKeyring: Keyring = { available: false, why: 'this system has no keyring' }
export const writeAtomically: WriteSettings = (file, text) => replaceFile(file, text, 'durable')
const unrecorded: ActionRecorder = (_words, work) => work()

export interface SettingsChoice {
  readonly folder?: string
  readonly keyring?: Keyring
  readonly record?: ActionRecorder
}

export function settingsIn(choice: SettingsChoice = {}): SettingsDesk {
  const folder = choice.folder ?? mkdtempSync(join(tmpdir(), 'medusa-settings-'))
  let ticket = 0
  return new SettingsDesk({
    state: folder,
    folder: new SettingsFolder(folder),
    drafts: new Drafts(join(folder, 'draft.json'), () => Promise.resolve()),
    vault: new SecretVault(join(folder, 'secrets.json'), choice.keyring ?? noKeyring),
    write: writeAtomically,
    record: choice.record ?? unrecorded,
    now: () => millis(Date.now()),
    newTicket: () => `ticket-${String(++ticket)}`
  })
}
