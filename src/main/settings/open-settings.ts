/** The desk of the settings on real things: this user's files, electron-store, the system's keyring. */
import { millis } from '@shared/model/ids.js'
import { app } from 'electron'
import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { SettingsFolder } from '../../engine/adapters/files/settings-folder.js'
import type { ActionRecorder } from '../../engine/index.js'
import { SecretVault } from '../secrets/secret-vault.js'
import { systemKeyring } from '../secrets/system-keyring.js'
import { Drafts } from './drafts.js'
import { SettingsDesk } from './settings-desk.js'
import { settingsFolder } from './settings-file.js'
import { writeWithStore } from './store-writer.js'

export interface OpenedSettings {
  readonly folder: SettingsFolder
  readonly desk: SettingsDesk
  readonly vault: SecretVault
}

/** @param state - state folder; drafts lie in it */
export function openSettings(state: string, record: ActionRecorder): OpenedSettings {
  const vault = new SecretVault(join(app.getPath('userData'), 'secrets.json'), systemKeyring())
  const folder = new SettingsFolder(settingsFolder())
  const desk = new SettingsDesk({
    state,
    folder,
    drafts: new Drafts(join(state, 'settings-draft.json'), () => mkdir(state, { recursive: true })),
    vault,
    write: writeWithStore,
    record,
    now: () => millis(Date.now()),
    newTicket: randomUUID
  })
  return { desk, folder, vault }
}
