/** Settings: one JSON text for form and editor alike, its versions, import and export, and where the secrets are. */
import { z } from 'zod'
import { secretNameSchema } from '../../model/settings.js'
import { call, nothing } from '../call.js'
import {
  SETTINGS_LIMIT,
  type SecretPlace,
  type SettingsCheck,
  type SettingsImport,
  type SettingsSaved,
  type SettingsView
} from '../settings-view.js'
import { ENVIRONMENT_NAME_LIMIT } from './console.js'

/** Longest secret, characters. */
export const SECRET_LIMIT = 4_096

const text = z.string().max(SETTINGS_LIMIT)
const what = z.string().min(1).max(200)

export const settingsCalls = {
  'settings.read': call(nothing).returns<SettingsView>(),
  /** Is the text valid, and what would saving it change? Nothing is written. */
  'settings.check': call(z.strictObject({ text })).returns<SettingsCheck>(),
  /**
   * Writes the text, after its check. `revision` is that of the view it was made from: when somebody else has saved meanwhile, nothing
   * is written. `what` is the sentence the version gets: `added cluster porto to research`.
   */
  'settings.save': call(
    z.strictObject({ text, revision: z.string().max(100), what })
  ).returns<SettingsSaved>(),
  /** Makes a former version the current one (which becomes a version itself). */
  'settings.restore': call(
    z.strictObject({ version: z.string().max(100) })
  ).returns<SettingsSaved>(),
  /** The text of a former version, to look at its difference. */
  'settings.version': call(z.strictObject({ version: z.string().max(100) })).returns<string>(),
  /** Asks where to in a dialog; the file has no secret. `null`: the dialog was closed. */
  'settings.export': call(nothing).returns<{ readonly file: string } | null>(),
  /**
   * Asks for files in a dialog (an export; Medusa's settings.json, clusters.json and celeryconfig.py, best together); nothing is written.
   * `null`: the dialog was closed.
   */
  'settings.import': call(nothing).returns<SettingsImport | null>(),
  /** Keeps what is not saved yet over a crash. `false`: it looks as if a secret were in it, so it is not on disk. */
  'settings.keepDraft': call(
    z.strictObject({ text, revision: z.string().max(100) })
  ).returns<boolean>(),
  'settings.dropDraft': call(nothing).returns<null>(),
  /** The text of the damaged file as it is, to mend it; `null`: there is none. */
  'settings.damaged': call(nothing).returns<string | null>(),
  /** Keeps a secret in the keyring, or for this session where there is none. It never comes back to the page. */
  'secrets.set': call(
    z.strictObject({
      environment: z.string().min(1).max(ENVIRONMENT_NAME_LIMIT),
      /** `broker`, or `key:CLUSTER` for a cluster's HMAC key. */
      name: secretNameSchema,
      value: z.string().min(1).max(SECRET_LIMIT)
    })
  ).returns<SecretPlace>(),
  'secrets.forget': call(
    z.strictObject({
      environment: z.string().min(1).max(ENVIRONMENT_NAME_LIMIT),
      name: secretNameSchema
    })
  ).returns<null>(),
  /** Keeps the secrets that were found in imported files, for those environments that there are now. @returns how many */
  'secrets.keepFound': call(z.strictObject({ ticket: z.string().max(100) })).returns<number>()
} as const

export interface SettingsEvents {
  /** Settings changed, also by another process or an editor. */
  readonly 'settings.changed': { readonly revision: string }
}
