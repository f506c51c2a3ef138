/**
 * The environments this process works in. One is shown; another one that still carries runs of this window stays open behind it.
 *
 * Opening takes as long as its broker does, so the choice that came last wins, and what an earlier choice opened is closed again.
 */
import { ConsoleError } from '@shared/model/errors.js'
import type { EngineHost } from './engine-host.js'
import type { Workplace } from './workplace.js'

export class Workplaces {
  #shown: Workplace | null = null
  readonly #open = new Map<string, Workplace>()
  #choice = 0
  #closed = false

  /** @param busy - does this workplace carry runs that would end with it? */
  constructor(private readonly busy: (workplace: Workplace) => boolean) {}

  get shown(): Workplace | null {
    return this.#shown
  }

  /** All that are open, the shown one and those behind it. */
  get open(): readonly Workplace[] {
    return [...this.#open.values()]
  }

  /** @throws ConsoleError `NOT_AVAILABLE` when no environment of this name is open */
  named(name: string): Workplace {
    const found = this.#open.get(name)
    if (found !== undefined) return found
    throw new ConsoleError('NOT_AVAILABLE', `the environment "${name}" is not open in this window`)
  }

  /**
   * Shows an environment, opening it when needed.
   *
   * @returns `null` when another choice was made meanwhile
   * @throws ConsoleError as `openWorkplace`; nothing is shown then
   */
  async show(host: EngineHost, name: string | null): Promise<Workplace | null> {
    const choice = ++this.#choice
    const former = this.#shown
    this.#shown = null
    const opened =
      (name === null ? undefined : this.#open.get(name)) ?? (await host.openWorkplace(name))
    if (choice !== this.#choice || this.#closed) {
      if (!this.#open.has(opened.name)) await opened.close()
      return null
    }
    this.#open.set(opened.name, opened)
    this.#shown = opened
    if (former !== null && former !== opened) await this.#leave(former)
    return opened
  }

  /** Closes and opens the shown one anew, for settings that changed. */
  async reopen(host: EngineHost): Promise<Workplace | null> {
    const name = this.#shown?.name ?? null
    if (this.#shown !== null) {
      this.#open.delete(this.#shown.name)
      await this.#shown.close()
    }
    return this.show(host, name)
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([...this.#open.values()].map((workplace) => workplace.close()))
    this.#open.clear()
  }

  async #leave(workplace: Workplace): Promise<void> {
    if (this.busy(workplace)) return
    this.#open.delete(workplace.name)
    await workplace.close()
  }
}
