/** A topic with listeners that cannot harm each other or the one who tells them. */
import type { Log } from '../../ports/system.js'

export class Listeners<T> {
  readonly #listeners = new Set<(value: T) => void>()

  constructor(
    private readonly topic: string,
    private readonly log: Log
  ) {}

  /** @returns a disposer */
  add(listener: (value: T) => void): () => void {
    // Wrapped, so that adding the same function twice makes two subscriptions.
    const own = (value: T): void => {
      listener(value)
    }
    this.#listeners.add(own)
    return () => {
      this.#listeners.delete(own)
    }
  }

  tell(value: T): void {
    for (const listener of this.#listeners)
      try {
        listener(value)
      } catch (thrown) {
        this.log.write('error', `a listener of ${this.topic} threw`, { error: thrown })
      }
  }
}
