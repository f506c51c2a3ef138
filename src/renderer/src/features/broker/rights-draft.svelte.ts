/**
 * Rights of one user in one vhost while somebody edits them: a draft that survives mistakes, page switches and brokers, and what it would mean.
 */
import type { Rights, RightsPreview } from '@shared/model/broker.js'
import type { WireError } from '@shared/model/errors.js'
import type { ConsoleApi } from '@shared/ipc/console-api.js'
import { kept, textsIn, type Kept } from '../../lib/kept.js'

export const fieldsOfRights = ['configure', 'write', 'read'] as const
export type RightsField = (typeof fieldsOfRights)[number]

/** Pause after the last key before main is asked what it means. */
const PAUSE_MS = 150

const NOTHING: Rights = { configure: '^$', write: '^$', read: '^$' }

export class RightsDraft {
  preview = $state.raw<RightsPreview | null>(null)
  /** Why the preview could not be made. */
  previewError = $state.raw<WireError | null>(null)
  /** Why the last save was refused. */
  error = $state.raw<WireError | null>(null)

  readonly #kept: Kept<Record<RightsField, string>>
  /** `null`: nobody typed anything, so the form follows the broker. */
  #typed = $state.raw<Rights | null>(null)
  #asked = 0

  /** @param current - what the broker says now; `null`: no rights */
  constructor(
    private readonly api: ConsoleApi,
    environment: string,
    readonly user: string,
    readonly vhost: string,
    private readonly current: () => Rights | null
  ) {
    const name = `broker/rights/${JSON.stringify([environment, user, vhost])}`
    this.#kept = kept(name, textsIn('configure', 'write', 'read'))
    this.#typed = this.#kept.read()
  }

  readonly value: Rights = $derived.by(() => {
    const { configure, write, read } = this.#typed ?? this.current() ?? NOTHING
    return { configure, write, read }
  })

  readonly changes: number = $derived.by(() => {
    const now = this.current()
    if (now === null) return fieldsOfRights.length
    return fieldsOfRights.filter((field) => this.value[field] !== now[field]).length
  })

  type(field: RightsField, text: string): void {
    this.#typed = { ...this.value, [field]: text }
    this.#kept.write(this.#typed)
  }

  /** What was typed is what the broker has, by a save or by somebody else: nothing is left to keep, and the form follows again. */
  settle(): void {
    if (this.#typed === null || this.changes > 0) return
    this.#typed = null
    this.#kept.clear()
  }

  undo(): void {
    this.error = null
    this.#typed = null
    this.#kept.clear()
  }

  /** n.b. the form goes on to show it until the broker's new picture comes. */
  saved(): void {
    this.#kept.clear()
  }

  /** Asks main once nothing was typed for a moment. @returns a disposer */
  ask(rights: Rights): () => void {
    const timer = setTimeout(() => void this.#ask(rights), PAUSE_MS)
    return () => clearTimeout(timer)
  }

  async #ask(rights: Rights): Promise<void> {
    const asked = ++this.#asked
    const answer = await this.api['broker.preview']({
      user: this.user,
      vhost: this.vhost,
      ...rights
    })
    if (asked !== this.#asked) return
    if (answer.ok) this.preview = answer.value
    this.previewError = answer.ok ? null : answer.error
  }
}
