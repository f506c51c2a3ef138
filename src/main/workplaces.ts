/**
 * The environments this process works in. One is shown; another one that still carries runs of this window stays open behind it,
 * and is shown again as it is. All others are closed: what is opened later has the settings and secrets of then.
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
  /** Choices that are being carried out: they close what they leave themselves. */
  #pending = 0
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
    throw new ConsoleError(
      'NOT_AVAILABLE',
      `the environment "${name}" is not open in this window`,
      {
        hint: `Choose the environment ${name} first; if it has another name by now, give that back to it.`
      }
    )
  }

  /**
   * Shows an environment, opening it when needed; the shown one anew, unless it carries runs.
   *
   * @returns `null` when another choice was made meanwhile, whatever became of this one
   * @throws ConsoleError as `openWorkplace`; nothing is shown then
   */
  async show(host: EngineHost, name: string): Promise<Workplace | null> {
    const choice = ++this.#choice
    const overtaken = (): boolean => choice !== this.#choice || this.#closed
    this.#shown = null
    this.#pending += 1
    try {
      const opened = await this.#opened(host, name)
      if (overtaken()) {
        if (this.#open.get(name) !== opened) await opened.close()
        return null
      }
      this.#open.set(name, opened)
      this.#shown = opened
      await this.#leaveIdle()
      return overtaken() ? null : opened
    } catch (thrown) {
      if (overtaken()) return null
      await this.#leaveIdle()
      throw thrown
    } finally {
      this.#pending -= 1
    }
  }

  /** Closes those behind the shown one that carry no runs any more. */
  async closeIdle(): Promise<void> {
    if (this.#pending === 0) await this.#leaveIdle()
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all(this.open.map((workplace) => workplace.close()))
    this.#open.clear()
  }

  async #opened(host: EngineHost, name: string): Promise<Workplace> {
    const former = this.#open.get(name)
    if (former !== undefined && this.busy(former)) return former
    if (former !== undefined) await this.#leave(former)
    return host.openWorkplace(name)
  }

  async #leaveIdle(): Promise<void> {
    const idle = this.open.filter((each) => each !== this.#shown && !this.busy(each))
    await Promise.all(idle.map((each) => this.#leave(each)))
  }

  async #leave(workplace: Workplace): Promise<void> {
    this.#open.delete(workplace.name)
    await workplace.close()
  }
}
