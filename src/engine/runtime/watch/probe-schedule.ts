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
  readonly #asking = new Map<K, { readonly place: keyof Places; readonly done: Promise<void> }>()
  /** What was due when it was looked last, longest overdue first. Looking is work, so a free place takes from here. */
  #waiting: Readonly<Record<keyof Places, K[]>> = { well: [], ill: [] }

  constructor(private readonly options: ScheduleOptions<K>) {}

  /** Looks who is due, and begins as many as there are places; the others follow as places become free. */
  begin(): void {
    const { keys, turn, now } = this.options
    const at = now()
    const due = keys.flatMap((key) => {
      const next = this.#asking.has(key) ? null : turn(key)
      return next === null || next.due > at ? [] : [{ key, ...next }]
    })
    due.sort((one, other) => one.due - other.due)
    const of = (ill: boolean): K[] => due.filter((one) => one.ill === ill).map(({ key }) => key)
    this.#waiting = { well: of(false), ill: of(true) }
    this.#fill('well')
    this.#fill('ill')
  }

  #fill(place: keyof Places): void {
    let taken = [...this.#asking.values()].filter((one) => one.place === place).length
    const waiting = this.#waiting[place]
    while (taken < this.options.places[place]) {
      const key = waiting.shift()
      if (key === undefined) return
      // Meanwhile it may have been asked out of turn, or may not be asked any more.
      if (this.#asking.has(key) || !this.#isDue(key)) continue
      taken += 1
      void this.#start(key, place)
    }
  }

  #isDue(key: K): boolean {
    const next = this.options.turn(key)
    return next !== null && next.due <= this.options.now()
  }

  /** Asks without waiting for a place. Who is being asked already is not asked twice. */
  now(key: K): Promise<void> {
    return this.#asking.get(key)?.done ?? this.#start(key, 'ill')
  }

  #start(key: K, place: keyof Places): Promise<void> {
    const done = this.options.ask(key).finally(() => {
      this.#asking.delete(key)
      this.#fill(place)
    })
    this.#asking.set(key, { place, done })
    return done
  }
}
