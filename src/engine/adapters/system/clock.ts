/** The machine's clock and timers. */
import { millis, type Millis } from '../../../shared/model/ids.js'
import type { Clock } from '../../ports/system.js'

/** n.b. setTimeout turns anything longer into 1 ms. */
const LONGEST_MS = 2 ** 31 - 1

export class SystemClock implements Clock {
  now(): Millis {
    return millis(Date.now())
  }

  after(delayMs: number, action: () => void): () => void {
    const timer = setTimeout(action, Math.min(Math.max(0, delayMs), LONGEST_MS))
    return () => {
      clearTimeout(timer)
    }
  }
}
