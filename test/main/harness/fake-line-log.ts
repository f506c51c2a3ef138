/** A line log in memory. Double at its port. */
import type { LineLog } from '../../../src/engine/index.js'

export class FakeLineLog<T> implements LineLog<T> {
  readonly entries: T[] = []
  readonly #listeners = new Set<(entries: readonly T[]) => void>()

  append(entry: T): Promise<void> {
    this.entries.push(entry)
    this.#listeners.forEach((listener) => listener([entry]))
    return Promise.resolve()
  }

  written(): Promise<void> {
    return Promise.resolve()
  }

  recent(limit: number): Promise<readonly T[]> {
    return Promise.resolve(this.entries.slice(-limit).reverse())
  }

  watch(onAdded: (entries: readonly T[]) => void): () => void {
    this.#listeners.add(onAdded)
    return () => this.#listeners.delete(onAdded)
  }
}
