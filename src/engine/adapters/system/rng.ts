/** Randomness from the operating system: seeds and ids are guessable by nobody. */
import { randomBytes, randomInt } from 'node:crypto'
import type { Rng } from '../../ports/system.js'

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'

export class CryptoRng implements Rng {
  seed(): number {
    return randomBytes(4).readUInt32LE()
  }

  id(length: number): string {
    return Array.from({ length }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('')
  }
}
