/** Hands on the latest of many values, at most one each interval; the first at once, the last always. */

export interface Throttle<T> {
  readonly push: (value: T) => void
  /** For good: nothing is delivered afterwards, whatever is pushed. */
  readonly stop: () => void
}

/** @returns a disposer */
export type After = (delayMs: number, action: () => void) => () => void

/**
 * @param intervalMs - least time between two deliveries, asked for each value: a large snapshot may wait longer
 * @param after - the timer
 */
export function latestOnly<T>(
  intervalMs: (value: T) => number,
  deliver: (value: T) => void,
  after: After
): Throttle<T> {
  let held: { readonly value: T } | null = null
  let cancelTimer: (() => void) | null = null
  let stopped = false
  const isStopped = (): boolean => stopped // n.b. a function: the compiler does not see that delivering may stop it
  const send = (value: T): void => {
    deliver(value)
    if (isStopped()) return
    cancelTimer = after(intervalMs(value), () => {
      cancelTimer = null
      const next = held
      held = null
      if (next !== null) send(next.value)
    })
  }
  return {
    push: (value) => {
      if (stopped) return
      if (cancelTimer === null) send(value)
      else held = { value }
    },
    stop: () => {
      stopped = true
      cancelTimer?.()
      cancelTimer = null
      held = null
    }
  }
}
