/**
 * The one time line of an environment: what was seen of broker and clusters (kept in a log that all processes share) and what the journals
 * say of runs (derived when read, so that it is never written twice and is there for runs of every process).
 */
import type { Millis } from '../../../shared/model/ids.js'
import type { TimelineEvent } from '../../../shared/model/timeline.js'
import type { EnvironmentSnapshot } from '../../../shared/model/watch.js'
import { newsOf, noMemory, remembered, type NewsMemory } from '../../domain/watch/news.js'
import type { LineLog } from '../../ports/line-log.js'
import type { RunHistory } from './run-history.js'

export interface TimelineOptions {
  readonly environment: string
  readonly log: LineLog<TimelineEvent>
  readonly history: Pick<RunHistory, 'traces'>
  /** Told of new events, oldest first. */
  readonly onAdded: (events: readonly TimelineEvent[]) => void
}

const MOST_EVENTS = 5_000

export class EnvironmentTimeline {
  readonly #logged = new Map<string, TimelineEvent>()
  #memory: NewsMemory = noMemory
  #runEvents: ReadonlySet<string> | null = null
  #opened: Promise<void> | null = null
  #ready = false
  #stop: () => void = () => undefined

  constructor(private readonly options: TimelineOptions) {}

  /** Reads the log, and follows it from now on. */
  open(): Promise<void> {
    this.#opened ??= this.#open()
    return this.#opened
  }

  close(): void {
    this.#stop()
    this.#stop = () => undefined
    this.#opened = null
    this.#ready = false
  }

  /** @returns newest first */
  async read(limit: number): Promise<readonly TimelineEvent[]> {
    await this.open()
    const events = [...this.#logged.values(), ...this.#ofRuns()]
    return events.sort((one, other) => other.at - one.at).slice(0, limit)
  }

  /** Writes down what is new in a snapshot. n.b. not before the log was read: its last events say what is news. */
  observe(snapshot: EnvironmentSnapshot, now: Millis): void {
    if (!this.#ready) return
    const { events, memory } = newsOf(this.#memory, snapshot, now)
    this.#memory = memory
    for (const event of events) {
      this.#take([event])
      void this.options.log.append(event)
    }
  }

  /** Tells what the runs have new since the last time; the first time nothing is. */
  runsChanged(): void {
    const events = this.#ofRuns()
    const before = this.#runEvents
    this.#runEvents = new Set(events.map(({ id }) => id))
    const added = before === null ? [] : events.filter(({ id }) => !before.has(id))
    if (added.length > 0) this.options.onAdded(added.sort((one, other) => one.at - other.at))
  }

  async #open(): Promise<void> {
    const { log } = this.options
    this.#stop = log.watch((added) => this.#take(added))
    this.#take([...(await log.recent(MOST_EVENTS))].reverse())
    this.#ready = true
  }

  #take(events: readonly TimelineEvent[]): void {
    const fresh = events.filter(
      ({ id, environment }) => environment === this.options.environment && !this.#logged.has(id)
    )
    for (const event of fresh) {
      this.#logged.set(event.id, event)
      this.#memory = remembered(this.#memory, event)
    }
    for (const id of [...this.#logged.keys()].slice(0, -MOST_EVENTS)) this.#logged.delete(id)
    if (this.#ready && fresh.length > 0) this.options.onAdded(fresh)
  }

  readonly #ofRuns = (): TimelineEvent[] =>
    this.options.history.traces.flatMap(({ events }) => events)
}
