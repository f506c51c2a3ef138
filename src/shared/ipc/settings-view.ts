/** What the page knows of the settings: plain data. Never a secret, only where one is. */
import type { Millis } from '../model/ids.js'

/** Longest settings text, characters: a thousand clusters are half of it. */
export const SETTINGS_LIMIT = 2_000_000

/** Something wrong with the settings' text. */
export interface SettingsIssue {
  /** Where: keys and indexes from the top, `['environments', 'lab', 'clusters', 0, 'ssh', 'port']`; empty: the text itself. */
  readonly path: readonly (string | number)[]
  /** What is wrong, and what would be right. */
  readonly message: string
  /** Offsets in the text, when they are known. */
  readonly from: number | null
  readonly to: number | null
}

/** One value that differs from what is saved. */
export interface SettingsChange {
  readonly path: readonly (string | number)[]
  /** JSON of the value before; `null`: it was not there. */
  readonly before: string | null
  /** `null`: it is not there any more. */
  readonly after: string | null
}

export interface SettingsVersion {
  readonly id: string
  readonly at: Millis
  /** One sentence: what was changed. */
  readonly what: string
  readonly by: 'window' | 'command line' | 'another program'
  /** It is what the file holds now. */
  readonly current: boolean
}

/** Changes that were made and not saved, kept over a crash. */
export interface SettingsDraft {
  readonly text: string
  /** Of the settings it was made from. */
  readonly revision: string
  readonly at: Millis
}

/** `missing`: nobody has it, so the environment cannot be opened. */
export type SecretPlace = 'keyring' | 'file' | 'session' | 'missing'

export interface SecretView {
  readonly environment: string
  /** `broker`, or `key:CLUSTER`. */
  readonly name: string
  readonly place: SecretPlace
}

/** A file of secrets that the settings name; where they name none, the window's own when it is damaged. */
export interface SecretsFileView {
  readonly environment: string
  readonly file: string
  /** Why it cannot be used; `null`: it can. */
  readonly problem: string | null
}

export interface SettingsView {
  /** Where the file lies. */
  readonly file: string
  /** Changes with every change of the file. */
  readonly revision: string
  /** The file's text; of a damaged file the last good one. */
  readonly text: string
  readonly issues: readonly SettingsIssue[]
  /** The file was no valid JSON or not what it should be: where the damaged one was kept. */
  readonly damaged: {
    readonly kept: string
    readonly at: Millis
    readonly why: string
    /** `false`: nothing was ever saved here, so the text is that of empty settings. */
    readonly goodCopy: boolean
  } | null
  /** Its version is newer than this program: it can be read, not saved. */
  readonly newer: boolean
  /** Newest first. */
  readonly versions: readonly SettingsVersion[]
  /** Environments whose changes count only when their runs are over and they are opened anew. */
  readonly restartNeeded: readonly string[]
  readonly secrets: readonly SecretView[]
  readonly secretsFiles: readonly SecretsFileView[]
  /** Can secrets be kept for longer than this session? */
  readonly keyring: { readonly available: boolean; readonly why: string }
  readonly draft: SettingsDraft | null
  /** JSON Schema of the text, for completion and for people. */
  readonly schema: object
}

export interface SettingsCheck {
  readonly issues: readonly SettingsIssue[]
  readonly changes: readonly SettingsChange[]
  /** Environments that would have to be opened anew. */
  readonly restartNeeded: readonly string[]
}

export type SettingsSaved =
  | { readonly saved: true; readonly view: SettingsView }
  | {
      readonly saved: false
      /** `stale`: somebody else saved meanwhile; `invalid`: see the issues. */
      readonly why: 'stale' | 'invalid' | 'newer'
      readonly issues: readonly SettingsIssue[]
      readonly view: SettingsView
    }

export type SettingsFileKind = 'settings' | 'medusa-settings' | 'celeryconfig'

/** What files would bring, before anything is written: to be looked at, then saved like any other change. */
export interface SettingsImport {
  /** Stands for the files, and for the secrets found in them. */
  readonly ticket: string
  /** `null`: it is none of those. */
  readonly files: readonly { readonly name: string; readonly kind: SettingsFileKind | null }[]
  /** The whole settings as they would be. */
  readonly text: string
  readonly changes: readonly SettingsChange[]
  /** What could not be taken over, and why; and what has to be filled in by hand. */
  readonly notes: readonly string[]
  /** Passwords that stand in the files: kept only when asked for, and never in the settings. */
  readonly secrets: readonly { readonly environment: string; readonly name: string }[]
}
