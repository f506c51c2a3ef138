/**
 * The settings while somebody works on them. One text is the truth, for form and editor alike; main checks it, keeps it as a draft, saves it.
 *
 * Nothing that was typed is given up here: a change by another program is told and not taken over while there is a draft.
 */
import type { ConsoleApi } from '@shared/ipc/console-api.js'
import {
  SETTINGS_LIMIT,
  type SecretView,
  type SettingsChange,
  type SettingsCheck,
  type SettingsImport,
  type SettingsIssue,
  type SettingsView
} from '@shared/ipc/settings-view.js'
import type { Result, WireError } from '@shared/model/errors.js'
import type { SecretName } from '@shared/model/settings.js'
import { parseJsonText, valueOf, type JsonValue } from '@shared/model/json-text.js'

const CHECK_MS = 120
const DRAFT_MS = 350
const UNCHECKED: SettingsCheck = { issues: [], changes: [], restartNeeded: [] }

export class SettingsEditor {
  view = $state.raw<SettingsView | null>(null)
  error = $state.raw<WireError | null>(null)
  text = $state.raw('')
  /** Revision of the settings the text was made from. */
  base = $state('')
  /** Of the text as it was a moment ago. */
  check = $state.raw<SettingsCheck>(UNCHECKED)
  /** Is `check` about the text as it is? */
  checked = $state(true)
  /** `false`: something in it looks like a secret, so it would not survive a crash. */
  draftKept = $state(true)
  /** Since when there are changes that an earlier window left. */
  restoredAt = $state<number | null>(null)
  saving = $state(false)
  /** Somebody wanted to put in more than can be. */
  refusedLength = $state<number | null>(null)
  imported = $state.raw<SettingsImport | null>(null)
  /** What the files bring stands in the text now. */
  importTaken = $state(false)

  readonly parsed = $derived(parseJsonText(this.text))
  readonly value: JsonValue | null = $derived(this.parsed.ok ? valueOf(this.parsed.root) : null)
  readonly dirty: boolean = $derived(this.view !== null && this.text !== this.view.text)
  /** Somebody else saved since these changes were begun. */
  readonly stale: boolean = $derived(this.dirty && this.view?.revision !== this.base)
  readonly issues: readonly SettingsIssue[] = $derived(
    this.parsed.ok ? this.check.issues : [{ path: [], ...this.parsed.problem }]
  )
  readonly savable: boolean = $derived(
    this.view !== null &&
      !this.view.newer &&
      !this.stale &&
      !this.saving &&
      this.checked &&
      this.issues.length === 0 &&
      (this.dirty || this.view.damaged !== null)
  )

  #checkTimer: ReturnType<typeof setTimeout> | undefined
  #draftTimer: ReturnType<typeof setTimeout> | undefined
  #asked = 0

  constructor(private readonly api: ConsoleApi) {}

  /** @returns a disposer; what was typed last is kept by it */
  start(): () => void {
    const stop = this.api.on('settings.changed', () => void this.read())
    void this.read()
    return () => {
      stop()
      clearTimeout(this.#checkTimer)
      if (this.#draftTimer !== undefined) void this.#keepDraft()
    }
  }

  async read(): Promise<void> {
    const answer = await this.api['settings.read']({})
    if (!answer.ok) {
      this.error = answer.error
      return
    }
    this.error = null
    this.#take(answer.value)
  }

  /** @returns whether it was taken */
  change(text: string): boolean {
    if (text.length > SETTINGS_LIMIT) {
      this.refusedLength = text.length
      return false
    }
    this.refusedLength = null
    if (text === this.text) return true
    this.text = text
    this.restoredAt = null // they are worked on: nobody has to be told any more
    this.#look()
    return true
  }

  refuseLength(length: number): void {
    this.refusedLength = length
  }

  /** Back to what is saved. */
  discard(): void {
    if (this.view === null) return
    this.base = this.view.revision
    this.restoredAt = null
    this.change(this.view.text)
  }

  /** These changes shall count although somebody else saved meanwhile. */
  keepMine(): void {
    this.base = this.view?.revision ?? this.base
    this.#look()
  }

  /** @returns whether it is saved */
  async save(what: string): Promise<boolean> {
    this.saving = true
    clearTimeout(this.#draftTimer)
    this.#draftTimer = undefined
    const answer = await this.api['settings.save']({ text: this.text, revision: this.base, what })
    this.saving = false
    if (!answer.ok) {
      this.error = answer.error
      return false
    }
    const { saved, view } = answer.value
    if (!saved) {
      this.check = { ...this.check, issues: answer.value.issues }
      this.#take(view)
      return false
    }
    this.error = null
    this.#adopt(view)
    return true
  }

  async restore(version: string): Promise<boolean> {
    const answer = await this.api['settings.restore']({ version })
    if (!answer.ok) this.error = answer.error
    else if (answer.value.saved) this.#adopt(answer.value.view)
    else this.#take(answer.value.view)
    return answer.ok && answer.value.saved
  }

  /** The damaged file's text as it is, to mend it here. */
  async mendDamaged(): Promise<void> {
    const answer = await this.api['settings.damaged']({})
    if (!answer.ok) this.error = answer.error
    else if (answer.value !== null) this.change(answer.value)
  }

  async chooseImport(): Promise<void> {
    const answer = await this.api['settings.import']({})
    this.importTaken = false
    if (answer.ok) this.imported = answer.value
    else this.error = answer.error
  }

  take(imported: SettingsImport): void {
    this.imported = imported
    this.importTaken = true
  }

  leaveImport(): void {
    this.imported = null
  }

  /** What differs from what is saved to a version. */
  async changesTo(version: string): Promise<Result<readonly SettingsChange[]>> {
    const text = await this.api['settings.version']({ version })
    if (!text.ok) return text
    const check = await this.api['settings.check']({ text: text.value })
    return check.ok ? { ok: true, value: check.value.changes } : check
  }

  /** @returns why it was not kept */
  async setSecret({ environment, name }: SecretView, value: string): Promise<WireError | null> {
    const answer = await this.api['secrets.set']({ environment, name: name as SecretName, value })
    return answer.ok ? null : answer.error
  }

  async forgetSecret({ environment, name }: SecretView): Promise<void> {
    const answer = await this.api['secrets.forget']({ environment, name: name as SecretName })
    if (!answer.ok) this.error = answer.error
  }

  async keepFound(ticket: string): Promise<void> {
    const answer = await this.api['secrets.keepFound']({ ticket })
    if (!answer.ok) this.error = answer.error
  }

  #take(view: SettingsView): void {
    const first = this.view === null
    const untouched = !first && this.text === this.view?.text
    this.view = view
    if (first && view.draft !== null && view.draft.text !== view.text) {
      this.text = view.draft.text
      this.base = view.draft.revision
      this.restoredAt = view.draft.at
      this.#look()
    } else if (first || untouched) this.#adopt(view)
  }

  /** Form and editor show what is saved now. */
  #adopt(view: SettingsView): void {
    this.view = view
    this.base = view.revision
    this.text = view.text
    this.check = { ...UNCHECKED, issues: view.issues }
    this.checked = true
    this.restoredAt = null
    this.draftKept = true
    this.imported = null
  }

  /** Main looks at the text a moment after the last key. */
  #look(): void {
    this.checked = false
    clearTimeout(this.#checkTimer)
    clearTimeout(this.#draftTimer)
    this.#checkTimer = setTimeout(() => void this.#check(), CHECK_MS)
    this.#draftTimer = setTimeout(() => void this.#keepDraft(), DRAFT_MS)
  }

  async #check(): Promise<void> {
    const asked = ++this.#asked
    const answer = await this.api['settings.check']({ text: this.text })
    if (asked !== this.#asked) return
    if (answer.ok) this.check = answer.value
    else this.error = answer.error
    this.checked = true
  }

  async #keepDraft(): Promise<void> {
    this.#draftTimer = undefined
    // n.b. also asked when the page has gone, and its derived values with it
    if (this.text === this.view?.text) {
      await this.api['settings.dropDraft']({})
      this.draftKept = true
      return
    }
    const answer = await this.api['settings.keepDraft']({ text: this.text, revision: this.base })
    this.draftKept = answer.ok && answer.value
  }
}
