/**
 * A cluster that is added or changed: what was typed, what is wrong with it, its test, its saving.
 *
 * Fields are checked by the settings themselves (main), a moment after the last key; a field is marked once it was left or saving was
 * tried. What was typed is kept over pages and restarts until it is saved or discarded; the worker's key never is.
 */
import type { ConsoleApi } from '@shared/ipc/console-api.js'
import type { SettingsIssue, SettingsView } from '@shared/ipc/settings-view.js'
import type { ClusterDraft, SeenHostKey } from '@shared/model/cluster-test.js'
import type { WireError } from '@shared/model/errors.js'
import type { SshConfigHost } from '@shared/model/ssh-hosts.js'
import { kept, type Kept } from '../../../lib/kept.js'
import { clusterFormText as words, workerKeyText } from '../../../text/cluster-form.js'
import { clustersText } from '../../../text/clusters.js'
import { ClusterTestRun } from '../cluster-test-run.svelte.js'
import { clustersOf, indexOf, withCluster } from '../settings-edit.js'
import {
  clusterOf,
  noHop,
  noValues,
  valuesOf,
  type ClusterValues,
  type HopValues
} from './cluster-values.js'
import {
  hasField,
  issuesWithoutField,
  messagesOf,
  nameFault,
  otherIssues,
  type FieldId
} from './field-messages.js'

const CHECK_AFTER_MS = 300

/** `loading`; `elsewhere`: the settings have no such environment (the lab keeps its own); `gone`: no such cluster in it. */
export type FormStage = 'loading' | 'elsewhere' | 'gone' | 'open'

export class ClusterForm {
  values = $state<ClusterValues>(noValues())
  stage = $state<FormStage>('loading')
  /** The worker's key as it is typed: 64 hexadecimal digits. Never kept. */
  key = $state('')
  touched = $state.raw<readonly FieldId[]>([])
  /** Saving or testing was tried: every field says what is wrong. */
  tried = $state(false)
  issues = $state.raw<readonly SettingsIssue[]>([])
  saving = $state(false)
  /** Why the last request did not work. */
  problem = $state.raw<WireError | null>(null)
  /** Was anything typed since it was opened, or kept from before? */
  changed = $state(false)
  fromDraft = $state(false)

  readonly settings: SettingsView | null = $derived.by(() => this.#view)
  readonly messages: Readonly<Record<FieldId, string>> = $derived.by(() => this.#messages())
  readonly elsewhere: readonly SettingsIssue[] = $derived.by(() =>
    otherIssues(this.issues, this.environment, this.#index)
  )
  /** Only when saving was tried, like the fields that were not touched. */
  readonly withoutField: readonly SettingsIssue[] = $derived.by(() =>
    this.tried ? issuesWithoutField(this.issues, this.environment, this.#index, this.values) : []
  )
  /** How many fields say what is wrong with them since saving was tried. */
  readonly wrongFields: number = $derived.by(() =>
    this.tried
      ? Object.keys(this.messages).filter((field) => hasField(field, this.values)).length
      : 0
  )
  #view = $state.raw<SettingsView | null>(null)
  #index = $state(-1)
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly tests: ClusterTestRun
  readonly #draft: Kept<ClusterValues>

  /** @param cluster - the one that is changed; `null`: one is added */
  constructor(
    private readonly api: ConsoleApi,
    readonly environment: string,
    readonly cluster: string | null
  ) {
    this.tests = new ClusterTestRun(api)
    this.#draft = kept(`cluster/${environment}/${cluster ?? ''}`, isValues)
  }

  /** @returns a disposer; a test that runs is stopped by it */
  open(): () => void {
    const stop = this.tests.open()
    void this.#load()
    return () => {
      stop()
      clearTimeout(this.#timer)
    }
  }

  /** What stands in the way of saving, field by field; only what was touched, until saving was tried. */
  errorOf(field: FieldId): string | null {
    const message = this.messages[field]
    if (message === undefined) return null
    return this.tried || this.touched.includes(field) ? message : null
  }

  /** Something was typed. */
  edited(field: FieldId): void {
    if (!this.touched.includes(field)) this.touched = [...this.touched, field]
    this.changed = true
    this.#draft.write($state.snapshot(this.values))
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#check(), CHECK_AFTER_MS)
  }

  addJump(): void {
    this.values.jump.push(noHop())
    this.edited('jump')
  }

  removeJump(index: number): void {
    this.values.jump.splice(index, 1)
    this.edited('jump')
  }

  /** Takes over what the ssh configuration says of a host. */
  take({ name, host, port, user, identityFile, jump }: SshConfigHost): void {
    const hop = (from: Omit<SshConfigHost, 'jump' | 'notes'>): HopValues => ({
      ...noHop(),
      host: from.host,
      port: String(from.port),
      user: from.user,
      identityFile: from.identityFile ?? ''
    })
    this.values.bySsh = true
    this.values.ssh = hop({ name, host, port, user, identityFile })
    this.values.jump = jump.map(hop)
    if (this.values.plain.name === '' && nameFault(name, []) === null) this.values.plain.name = name
    this.edited('ssh.host')
  }

  /** A person has compared the key, or `known_hosts` knows it. */
  accept({ of, fingerprint, type }: SeenHostKey): void {
    const hop = of.type === 'cluster' ? this.values.ssh : this.values.jump[of.index]
    if (hop === undefined) return
    hop.hostKey = fingerprint
    hop.hostKeyType = type
    this.edited(of.type === 'cluster' ? 'ssh.hostKey' : `jump.${String(of.index)}.hostKey`)
  }

  async test(): Promise<void> {
    const draft = await this.#checked((field) => !field.endsWith('.hostKey'))
    if (draft === null) return
    const key = /^[0-9a-f]{64}$/.test(this.key) ? this.key : null
    const steps = await this.tests.begin(draft as ClusterDraft, key)
    for (const { key: seen } of steps ?? []) if (seen?.standing === 'known-hosts') this.accept(seen)
  }

  /** @returns the cluster's name when it is saved, otherwise `null` and the reasons stand in the form */
  async save(): Promise<string | null> {
    const cluster = await this.#checked(() => true)
    if (cluster === null || this.#view === null || this.saving) return null
    if (this.elsewhere.length > 0) return null
    this.saving = true
    try {
      return await this.#save(String(cluster['name']), this.#view)
    } finally {
      this.saving = false
    }
  }

  discard(): void {
    this.#draft.clear()
    this.changed = false
  }

  /** What was typed goes, what is saved comes back. */
  async startOver(): Promise<void> {
    this.discard()
    this.fromDraft = false
    this.tried = false
    this.touched = []
    await this.#load()
  }

  async #save(name: string, view: SettingsView): Promise<string | null> {
    if (this.key !== '') {
      const set = { environment: this.environment, name: `key:${name}` as const, value: this.key }
      const kept = await this.api['secrets.set'](set)
      if (!kept.ok) return this.#failed(kept.error)
      this.key = ''
    }
    const what =
      this.cluster === null
        ? words.whatAdded(name, this.environment)
        : words.whatChanged(name, this.environment)
    const { text } = this.#whole(view)
    const answer = await this.api['settings.save']({ text, revision: view.revision, what })
    if (!answer.ok) return this.#failed(answer.error)
    if (answer.value.saved) {
      this.discard()
      return name
    }
    this.#view = answer.value.view
    this.issues = answer.value.issues
    return answer.value.why === 'invalid' ? null : this.#failed(REFUSED[answer.value.why])
  }

  #failed(error: WireError): null {
    this.problem = error
    return null
  }

  async #load(): Promise<void> {
    const answer = await this.api['settings.read']({})
    if (!answer.ok) {
      this.problem = answer.error
      return
    }
    this.#view = answer.value
    const clusters = clustersOf(answer.value.text, this.environment)
    const saved = clusters?.[indexOf(clusters, this.cluster)]
    const kept = this.#draft.read()
    this.stage =
      clusters === null
        ? 'elsewhere'
        : this.cluster !== null && saved === undefined
          ? 'gone'
          : 'open'
    this.values = kept ?? (saved === undefined ? noValues() : valuesOf(saved))
    this.fromDraft = kept !== null
    this.changed = kept !== null
    if (this.stage === 'open') await this.#check()
  }

  /** @returns the cluster when the fields that count are right; otherwise every one says what is wrong */
  async #checked(counts: (field: FieldId) => boolean): Promise<Record<string, unknown> | null> {
    this.tried = true
    this.problem = null
    clearTimeout(this.#timer)
    const checked = await this.#check()
    const wrong = Object.keys(this.messages).filter(counts)
    return wrong.length > 0 || !checked ? null : { ...this.#cluster() }
  }

  /** @returns whether it could be checked */
  async #check(): Promise<boolean> {
    if (this.#view === null) return false
    const { text, index } = this.#whole(this.#view)
    const answer = await this.api['settings.check']({ text })
    if (answer.ok) {
      this.#index = index
      this.issues = answer.value.issues
    } else this.problem = answer.error
    return answer.ok
  }

  #whole({ text }: SettingsView): { readonly text: string; readonly index: number } {
    return withCluster(text, this.environment, this.cluster, this.#cluster())
  }

  #cluster(): Readonly<Record<string, unknown>> {
    const clusters = clustersOf(this.#view?.text ?? '', this.environment) ?? []
    return clusterOf($state.snapshot(this.values), clusters[indexOf(clusters, this.cluster)])
  }

  #messages(): Readonly<Record<FieldId, string>> {
    const clusters = clustersOf(this.#view?.text ?? '', this.environment) ?? []
    const others = clusters
      .map((cluster) => String(cluster['name']))
      .filter((name) => name !== this.cluster)
    const { name } = this.values.plain
    const fault = name.trim() === '' ? null : nameFault(name.trim(), others)
    const key =
      this.key === '' || /^[0-9a-f]{64}$/.test(this.key) ? {} : { key: workerKeyText.rule }
    return {
      ...messagesOf(this.issues, this.environment, this.#index),
      ...(fault === null ? {} : { name: fault }),
      ...key
    }
  }
}

const REFUSED: Readonly<Record<'stale' | 'newer', WireError>> = {
  stale: {
    code: 'BAD_SETTINGS',
    message: clustersText.stale,
    hint: words.staleHint
  },
  newer: {
    code: 'BAD_SETTINGS',
    message: words.newer,
    hint: words.newerHint
  }
}

function isValues(raw: unknown): raw is ClusterValues {
  if (typeof raw !== 'object' || raw === null) return false
  const { plain, ssh, jump, bySsh } = raw as Partial<ClusterValues>
  const texts = (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((text) => typeof text === 'string')
  return typeof bySsh === 'boolean' && texts(plain) && texts(ssh) && (jump ?? []).every(texts)
}
