/**
 * What is to be set up, as it is typed: the broker's machine and those of the clouds.
 *
 * Checked by main when it is to be saved, and from then on after each change. What was typed is kept over pages and restarts until it is
 * saved or discarded; no secret is in it.
 */
import type { ConsoleApi } from '@shared/ipc/console-api.js'
import type { SeenHostKey } from '@shared/model/cluster-test.js'
import type { WireError } from '@shared/model/errors.js'
import type { SiteForm, SiteIssue, SshForm } from '@shared/model/site-form.js'
import { kept, type Kept } from '../../../lib/kept.js'
import { machineFields, machinesText, sshFields } from '../../../text/setup-guide.js'
import { isSiteForm, noCloud, noSite } from './machines-values.js'

interface Typed {
  readonly name: string
  readonly site: SiteForm
}

/** The key of a host: being asked for, seen, or why it could not be. */
export type KeyState =
  | { readonly type: 'asking' }
  | { readonly type: 'seen'; readonly key: SeenHostKey }
  | { readonly type: 'failed'; readonly error: WireError }

export class MachinesForm {
  name = $state('')
  site = $state<SiteForm>(noSite())
  loaded = $state(false)
  /** Saving was tried: every field says what is wrong. */
  tried = $state(false)
  saving = $state(false)
  fromDraft = $state(false)
  issues = $state.raw<readonly SiteIssue[]>([])
  problem = $state.raw<WireError | null>(null)
  /** `broker`, `clusters.0`: whose key. */
  keys = $state.raw<Readonly<Record<string, KeyState>>>({})
  readonly #draft: Kept<Typed>

  /** @param environment - `null`: a new one */
  constructor(
    private readonly api: ConsoleApi,
    readonly environment: string | null,
    /** Names that are there already. */
    private readonly taken: () => readonly string[]
  ) {
    this.#draft = kept(`machines/${environment ?? ''}`, isTyped)
    this.name = environment ?? ''
  }

  async open(): Promise<void> {
    const draft = this.#draft.read()
    if (draft !== null) {
      this.name = this.environment ?? draft.name
      this.site = draft.site
      this.fromDraft = true
    } else if (this.environment !== null) {
      const answer = await this.api['setup.site']({ environment: this.environment })
      if (!answer.ok) this.problem = answer.error
      else if (answer.value !== null) this.site = answer.value
    }
    this.loaded = true
  }

  errorOf(field: string): string | null {
    if (!this.tried) return null
    const issue = this.issues.find((each) => each.field === field)
    return issue === undefined ? null : ruleOf(issue)
  }

  /** What no field shows. */
  get elsewhere(): readonly SiteIssue[] {
    return this.issues.filter(({ field }) => !FIELD.test(field))
  }

  edited(): void {
    this.#draft.write({ name: this.name, site: $state.snapshot(this.site) })
    if (this.tried) this.issues = this.issues.filter(({ field }) => field.startsWith('clusters.'))
  }

  addCloud(): void {
    this.site.clusters.push(noCloud())
    this.edited()
  }

  removeCloud(index: number): void {
    this.site.clusters.splice(index, 1)
    this.keys = {}
    this.edited()
  }

  async startOver(): Promise<void> {
    this.#draft.clear()
    this.site = noSite()
    this.fromDraft = false
    this.tried = false
    this.issues = []
    this.keys = {}
    await this.open()
  }

  /** @param host - where else the form says which host it is */
  async askKey(at: string, ssh: SshForm, host: string): Promise<void> {
    this.#key(at, { type: 'asking' })
    const port = Number(ssh.port.trim() === '' ? '22' : ssh.port)
    const answer = await this.api['setup.hostKey']({
      host: ssh.host.trim() === '' ? host.trim() : ssh.host.trim(),
      port,
      user: ssh.user.trim() === '' ? 'nobody' : ssh.user.trim()
    })
    this.#key(
      at,
      answer.ok ? { type: 'seen', key: answer.value } : { type: 'failed', error: answer.error }
    )
    if (answer.ok && answer.value.standing === 'known-hosts') this.acceptKey(ssh, answer.value)
  }

  acceptKey(ssh: SshForm, key: SeenHostKey): void {
    ssh.hostKey = key.fingerprint
    ssh.hostKeyType = key.type
    this.edited()
  }

  /** @returns the environment; `null`: something is wrong, and stands at its field */
  async save(): Promise<string | null> {
    this.tried = true
    this.problem = null
    const own = this.#nameIssue()
    this.saving = true
    const answer =
      own === null
        ? await this.api['setup.saveSite']({
            environment: this.name.trim(),
            site: $state.snapshot(this.site)
          })
        : null
    this.saving = false
    if (answer === null) this.issues = own === null ? [] : [own]
    else if (!answer.ok) this.problem = answer.error
    else if (!answer.value.saved) this.issues = answer.value.issues
    else {
      this.#draft.clear()
      return answer.value.environment
    }
    return null
  }

  #nameIssue(): SiteIssue | null {
    const name = this.name.trim()
    const field = 'environment'
    if (name === '') return { field, message: machinesText.nameRule }
    return this.environment === null && this.taken().includes(name)
      ? { field, message: machinesText.taken(name) }
      : null
  }

  #key(at: string, state: KeyState): void {
    this.keys = { ...this.keys, [at]: state }
  }
}

const FIELD =
  /^(environment|broker\.(host|port|managementPort|adminUser|consoleUser)|clusters\.\d+\.(name|address|user|hadoophome)|(broker|clusters\.\d+)\.ssh\.(host|port|user|identityFile|hostKey))$/

function ruleOf({ field, message }: SiteIssue): string {
  const last = field.split('.').at(-1) ?? ''
  const words: Readonly<Record<string, { readonly rule: string }>> = field.includes('.ssh.')
    ? sshFields
    : machineFields
  return words[last]?.rule ?? message
}

function isTyped(raw: unknown): raw is Typed {
  if (typeof raw !== 'object' || raw === null) return false
  const { name, site } = raw as Partial<Record<keyof Typed, unknown>>
  return typeof name === 'string' && isSiteForm(site)
}
