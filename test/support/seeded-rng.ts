/** The same seed, the same numbers: mulberry32. */
import type { Rng } from '../../src/engine/ports/system.js'

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'

export class SeededRng implements Rng {
  #state: number

  constructor(seed = 1) {
    this.#state = seed >>> 0
  }

  seed(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }

  id(length: number): string {
    return Array.from({ length }, () => ALPHABET.charAt(this.below(ALPHABET.length))).join('')
  }

  /** An integer in [0, limit). */
  below(limit: number): number {
    return this.seed() % limit
  }
}
