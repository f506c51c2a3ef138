/** A clock that stands still until it is told to go on. Timers fire in the order of their times, those of one time in the order they were set. */
import { millis, type Millis } from '../../src/shared/model/ids.js'
import type { Clock } from '../../src/engine/ports/system.js'

interface Timer {
  readonly at: number
  readonly action: () => void
}

export class FakeClock implements Clock {
  #now: number
  #timers: Timer[] = []

  /** @param start - milliseconds since 1970 */
  constructor(start = Date.UTC(2026, 10, 21)) {
    this.#now = start
  }

  now(): Millis {
    return millis(this.#now)
  }

  after(delayMs: number, action: () => void): () => void {
    const timer: Timer = { at: this.#now + Math.max(0, delayMs), action }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** Milliseconds until the next timer; `null` when none is set. */
  get next(): number | null {
    const first = this.#first()
    return first === undefined ? null : first.at - this.#now
  }

  get pending(): number {
    return this.#timers.length
  }

  /** Fires what is due within the time, and lets promises run after each timer. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    await settled()
    for (let timer = this.#first(); timer !== undefined && timer.at <= end; timer = this.#first()) {
      this.#fire(timer)
      await settled()
    }
    this.#now = end
  }

  /** Goes to the next timer and fires it. @returns `false` when there was none */
  async step(): Promise<boolean> {
    await settled()
    const timer = this.#first()
    if (timer === undefined) return false
    this.#fire(timer)
    await settled()
    return true
  }

  /** The clock alone jumps, as when somebody sets it: no timer fires for it. */
  jump(ms: number): void {
    this.#now += ms
    this.#timers = this.#timers.map((timer) => ({ ...timer, at: timer.at + ms }))
  }

  #first(): Timer | undefined {
    return this.#timers.reduce<Timer | undefined>(
      (first, timer) => (first === undefined || timer.at < first.at ? timer : first),
      undefined
    )
  }

  #fire(timer: Timer): void {
    this.#timers = this.#timers.filter((other) => other !== timer)
    this.#now = Math.max(this.#now, timer.at)
    timer.action()
  }
}

/** Resolves when all promises that can go on without I/O or timers have gone on. */
export async function settled(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve))
}
