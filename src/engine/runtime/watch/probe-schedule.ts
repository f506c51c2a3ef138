/**
 * Whose turn it is. Many clusters are asked at a calm pace, a few at once, and one that does not answer holds up only others like it:
 * clusters whose last answer failed have places of their own.
 */
import type { Millis } from '../../../shared/model/ids.js'

export interface Places {
  /** Questions at once to clusters that answered last time. */
  readonly well: number
  /** And to those that did not: each may hold its place until its time limit. */
  readonly ill: number
}

export interface Turn {
  readonly due: Millis
  readonly ill: boolean
}

export interface ScheduleOptions<K> {
  readonly places: Places
  readonly keys: readonly K[]
  readonly now: () => Millis
  /** When it may be asked next; `null`: not now, look again. */
  readonly turn: (key: K) => Turn | null
  /** Never rejects. */
  readonly ask: (key: K) => Promise<void>
}

export class ProbeSchedule<K> {
  readonly #asking = new Map<K, { readonly ill: boolean; readonly done: Promise<void> }>()

  constructor(private readonly options: ScheduleOptions<K>) {}

  /** Begins what is due and has a place, longest overdue first. */
  begin(): void {
    const { keys, turn, now, places } = this.options
    const at = now()
    const free = { well: places.well, ill: places.ill }
    for (const { ill } of this.#asking.values()) free[ill ? 'ill' : 'well'] -= 1
    if (free.well <= 0 && free.ill <= 0) return
    const due = keys.flatMap((key) => {
      if (this.#asking.has(key)) return []
      const next = turn(key)
      return next === null || next.due > at ? [] : [{ key, ...next }]
    })
    due.sort((one, other) => one.due - other.due)
    for (const { key, ill } of due) {
      const place = ill ? 'ill' : 'well'
      if (free[place] <= 0) continue
      free[place] -= 1
      void this.#start(key, ill, () => this.begin())
    }
  }

  /** Asks without waiting for a place. Who is being asked already is not asked twice. */
  now(key: K): Promise<void> {
    return this.#asking.get(key)?.done ?? this.#start(key, true, () => undefined)
  }

  #start(key: K, ill: boolean, next: () => void): Promise<void> {
    const done = this.options.ask(key).finally(() => {
      this.#asking.delete(key)
      next()
    })
    this.#asking.set(key, { ill, done })
    return done
  }
}
