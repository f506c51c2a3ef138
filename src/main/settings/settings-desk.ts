/**
 * Settings and secrets of this user as the window works with them: read, checked, saved in versions, exported, imported.
 *
 * A secret's value passes through here in one direction only, towards the vault.
 */
import type {
  SettingsCheck,
  SettingsImport,
  SettingsSaved,
  SettingsView,
  SecretPlace
} from '@shared/ipc/settings-view.js'
import { ConsoleError } from '@shared/model/errors.js'
import { millis, type Millis } from '@shared/model/ids.js'
import { valueOf } from '@shared/model/json-text.js'
import type { SecretName } from '@shared/model/settings.js'
import type {
  SettingsFolder,
  SettingsOnDisk,
  WriteSettings
} from '../../engine/adapters/files/settings-folder.js'
import {
  changesBetween,
  checkSettingsText,
  exportText,
  importSettings,
  readSettingsText,
  renamedEnvironments,
  settingsJsonSchema,
  type ActionRecorder,
  type FoundSecret,
  type ImportFile
} from '../../engine/index.js'
import type { KeptVersion } from '../../engine/adapters/files/settings-versions.js'
import type { OpenedEnvironment } from '../opened-environment.js'
import type { SecretVault } from '../secrets/secret-vault.js'
import type { Drafts } from './drafts.js'
import { restartNeeded } from './restart-needed.js'
import { secretsView } from './secrets-view.js'

export interface SettingsDeskOptions {
  /** State folder: the lab's environment lies in it. */
  readonly state: string
  readonly folder: SettingsFolder
  readonly drafts: Drafts
  readonly vault: SecretVault
  readonly write: WriteSettings
  readonly record: ActionRecorder
  readonly now: () => Millis
  readonly newTicket: () => string
}

type Opened = readonly OpenedEnvironment[]

export class SettingsDesk {
  /** Secrets of the last import, until they are kept or another import comes. */
  #found: { readonly ticket: string; readonly secrets: readonly FoundSecret[] } | null = null

  constructor(private readonly options: SettingsDeskOptions) {}

  /** Parsed settings for opening environments: of a damaged file its last good copy. @throws ConsoleError `BAD_SETTINGS` */
  async current(): Promise<unknown> {
    return (await this.options.folder.read()).reading.settings
  }

  async view(opened: Opened): Promise<SettingsView> {
    const { folder, drafts, vault, state, now } = this.options
    const disk = await folder.read()
    const versions = await folder.notice(now())
    const secrets = await secretsView(state, disk.reading.settings, vault)
    const { keyring } = vault
    const text = withLineFeeds(disk.text)
    return {
      file: disk.file,
      revision: disk.revision,
      text,
      issues: checkSettingsText(text).issues,
      damaged:
        disk.damaged === null
          ? null
          : { ...disk.damaged, at: millis(disk.damaged.at), goodCopy: disk.goodCopy },
      newer: disk.reading.newer,
      versions: versions.map(({ id, at, what, by, text }, index) => ({
        id,
        at: millis(at),
        what,
        by,
        current: index === 0 && text === disk.text && disk.damaged === null
      })),
      restartNeeded: restartNeeded(opened, disk.reading.settings),
      ...secrets,
      keyring: { available: keyring.available, why: keyring.why },
      draft: await drafts.read(),
      schema: settingsJsonSchema()
    }
  }

  async check(text: string, opened: Opened): Promise<SettingsCheck> {
    const disk = await this.options.folder.read()
    const reading = checkSettingsText(text)
    return {
      issues: reading.issues,
      changes: changesOf(disk, reading.root === null ? null : text),
      restartNeeded: restartNeeded(opened, reading.settings)
    }
  }

  /** n.b. its caller tells the desk of the window that settings changed. */
  async save(text: string, revision: string, what: string, opened: Opened): Promise<SettingsSaved> {
    const { folder, drafts, write, now } = this.options
    const disk = await folder.read()
    const refuse = async (
      why: 'stale' | 'invalid' | 'newer',
      issues: SettingsView['issues'] = []
    ): Promise<SettingsSaved> => ({ saved: false, why, issues, view: await this.view(opened) })
    const reading = checkSettingsText(text)
    if (disk.reading.newer || reading.newer) return refuse('newer')
    if (reading.issues.length > 0) return refuse('invalid', reading.issues)
    if (disk.revision !== revision) return refuse('stale')
    await folder.notice(now()) // what another program left here becomes a version before it is replaced
    const changes = changesOf(disk, text).length
    const words = { what, call: `write ${folder.file} (${changes} changes)` }
    const outcome = await this.#recorded(words, async () => {
      const done = await folder.save(text, revision, { what, by: 'window', at: now() }, write)
      if (done === 'stale')
        throw new ConsoleError('NOT_AVAILABLE', 'another program saved the settings meanwhile')
    }).catch((thrown: unknown) => {
      if (thrown instanceof ConsoleError && thrown.code === 'NOT_AVAILABLE') return thrown
      throw thrown
    })
    if (outcome instanceof ConsoleError) return refuse('stale')
    await this.#renameSecrets(disk, text)
    await drafts.drop()
    return { saved: true, view: await this.view(opened) }
  }

  async restore(id: string, opened: Opened): Promise<SettingsSaved> {
    const { text, at } = await this.#version(id)
    const { revision } = await this.options.folder.read()
    const date = new Date(at).toISOString().slice(0, 16).replace('T', ' ')
    return this.save(text, revision, `went back to the version of ${date} UTC`, opened)
  }

  async versionText(id: string): Promise<string> {
    return (await this.#version(id)).text
  }

  /** The settings without anything that looks like a secret. */
  async exportText(): Promise<string> {
    return exportText((await this.options.folder.read()).text).text
  }

  async import(files: readonly ImportFile[]): Promise<SettingsImport> {
    const disk = await this.options.folder.read()
    const imported = importSettings(files, withLineFeeds(disk.text))
    const ticket = this.options.newTicket()
    this.#found = { ticket, secrets: imported.secrets }
    return {
      ticket,
      files: files.map(({ name }, index) => ({ name, kind: imported.kinds[index] ?? null })),
      text: imported.text,
      changes: changesOf(disk, imported.text),
      notes: imported.notes,
      secrets: imported.secrets.map(({ environment, name }) => ({ environment, name }))
    }
  }

  /** @returns what was kept: secrets of environments that are saved by now */
  async keepFound(ticket: string): Promise<readonly Pick<FoundSecret, 'environment' | 'name'>[]> {
    if (this.#found?.ticket !== ticket) return []
    const found = this.#found.secrets
    const { settings } = (await this.options.folder.read()).reading
    const wanted = found.filter(({ environment }) =>
      Object.hasOwn(settings?.environments ?? {}, environment)
    )
    for (const { environment, name, value } of wanted)
      await this.setSecret(environment, name, value)
    this.#found = null
    return wanted.map(({ environment, name }) => ({ environment, name }))
  }

  /** @throws ConsoleError `BAD_INPUT` for a key that is none */
  async setSecret(environment: string, name: SecretName, value: string): Promise<SecretPlace> {
    if (name !== 'broker' && !/^[0-9a-f]{64}$/.test(value))
      throw new ConsoleError(
        'BAD_INPUT',
        'a cluster’s key is 64 hexadecimal digits in small letters',
        {
          hint: 'Copy it from the worker’s set-up on that cluster.'
        }
      )
    const { vault } = this.options
    const where = vault.keyring.available ? 'in the keyring' : 'for this session'
    const what = `kept the ${secretWords(name)} of ${environment} ${where}`
    return this.#recorded({ what, environment }, () => vault.set(environment, name, value))
  }

  async forgetSecret(environment: string, name: SecretName): Promise<void> {
    const what = `forgot the ${secretWords(name)} of ${environment}`
    await this.#recorded({ what, environment }, () => this.options.vault.forget(environment, name))
  }

  keepDraft(text: string, revision: string): Promise<boolean> {
    return this.options.drafts.keep({ text, revision, at: this.options.now() })
  }

  dropDraft(): Promise<void> {
    return this.options.drafts.drop()
  }

  async damagedText(): Promise<string | null> {
    const { damaged } = await this.options.folder.read()
    const raw = damaged === null ? null : await this.options.folder.rawText()
    return raw === null ? null : withLineFeeds(raw)
  }

  /** @returns the revision after another program's change became a version */
  async noticeChange(): Promise<string> {
    await this.options.folder.notice(this.options.now())
    return (await this.options.folder.read()).revision
  }

  get file(): string {
    return this.options.folder.file
  }

  async #version(id: string): Promise<KeptVersion> {
    const found = (await this.options.folder.versions.list()).find((version) => version.id === id)
    if (found !== undefined) return found
    throw new ConsoleError('BAD_INPUT', `there is no version "${id}" of the settings any more`)
  }

  #recorded<T>(
    words: { readonly what: string; readonly environment?: string; readonly call?: string },
    work: () => Promise<T>
  ): Promise<T> {
    const { what, environment = null, call } = words
    const target = { kind: 'settings', name: 'settings.json' } as const
    const given = { environment, target, what, ...(call === undefined ? {} : { call }) }
    return this.options.record(given, work)
  }

  async #renameSecrets(before: SettingsOnDisk, text: string): Promise<void> {
    const old = before.reading.settings?.environments ?? {}
    const renamed = renamedEnvironments(old, readSettingsText(text).settings?.environments ?? {})
    for (const { from, to } of renamed) await this.options.vault.rename(from, to)
  }
}

/** Lines end in the window as its editor has them: a file of Windows would be another text as soon as it is shown. */
const withLineFeeds = (text: string): string => text.replace(/\r\n?/g, '\n')

function changesOf(disk: SettingsOnDisk, text: string | null): SettingsCheck['changes'] {
  const before = disk.reading.root
  const after = text === null ? null : readSettingsText(text).root
  return before === null || after === null ? [] : changesBetween(valueOf(before), valueOf(after))
}

const secretWords = (name: SecretName): string =>
  name === 'broker' ? 'broker password' : `key of ${name.slice('key:'.length)}`
