/** Timers that tests move by hand: no test of the window waits for a clock. */
import type { After } from '../../src/main/throttle.js'

export interface Timers {
  readonly after: After
  /** Runs what is due within so many milliseconds, in order. */
  readonly pass: (ms: number) => void
  /** Timers that are set. */
  readonly count: () => number
}

export function manualTimers(): Timers {
  let now = 0
  let due: { at: number; action: () => void }[] = []
  return {
    after: (delayMs, action) => {
      const timer = { at: now + delayMs, action }
      due.push(timer)
      return () => (due = due.filter((each) => each !== timer))
    },
    pass: (ms) => {
      const until = now + ms
      for (;;) {
        const next = [...due].sort((a, b) => a.at - b.at)[0]
        if (next === undefined || next.at > until) break
        due = due.filter((each) => each !== next)
        now = next.at
        next.action()
      }
      now = until
    },
    count: () => due.length
  }
}
