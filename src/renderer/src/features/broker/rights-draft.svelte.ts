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

export class RightsDraft {
  configure = $state('')
  write = $state('')
  read = $state('')
  preview = $state.raw<RightsPreview | null>(null)
  error = $state.raw<WireError | null>(null)

  readonly #kept: Kept<Record<RightsField, string>>
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
    this.#fill(this.#kept.read() ?? current() ?? { configure: '^$', write: '^$', read: '^$' })
  }

  get value(): Rights {
    return { configure: this.configure, write: this.write, read: this.read }
  }

  readonly changes: number = $derived.by(() => {
    const now = this.current()
    if (now === null) return fieldsOfRights.length
    return fieldsOfRights.filter((field) => this[field] !== now[field]).length
  })

  keep(): void {
    if (this.changes === 0) this.#kept.clear()
    else this.#kept.write(this.value)
  }

  undo(): void {
    this.error = null
    this.#fill(this.current() ?? { configure: '^$', write: '^$', read: '^$' })
    this.#kept.clear()
  }

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
    else this.error = answer.error
  }

  #fill({ configure, write, read }: Rights): void {
    this.configure = configure
    this.write = write
    this.read = read
  }
}
