/**
 * The one time line of an environment: what was seen of broker and clusters (kept in a log that all processes share) and what the journals
 * say of runs (derived when read, so that it is never written twice and is there for runs of every process).
 */
import { toWireError } from '../../../shared/model/errors.js'
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
  readonly now: () => Millis
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
  /** Says why what was kept can't be shown; `null`: it can. */
  #unreadable: TimelineEvent | null = null
  #stop: () => void = () => undefined

  constructor(private readonly options: TimelineOptions) {}

  /** Reads the log, and follows it from now on. Never rejects: what can't be read stands on the time line as an event. */
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
    const own = this.#unreadable === null ? [] : [this.#unreadable]
    const events = [...own, ...this.#logged.values(), ...this.#ofRuns()]
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
    try {
      this.#take([...(await log.recent(MOST_EVENTS))].reverse())
      this.#unreadable = null
    } catch (thrown) {
      this.#unreadable = unreadable(this.options.environment, this.options.now(), thrown)
      this.options.onAdded([this.#unreadable])
    }
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

/** n.b. never written down: it is of this reading alone. */
function unreadable(environment: string, at: Millis, thrown: unknown): TimelineEvent {
  const { message, hint } = toWireError(thrown)
  return {
    id: `${environment}/console/${String(at)}/timeline-unreadable`,
    at,
    environment,
    source: 'console',
    subject: 'time line',
    look: 'attention',
    code: 'timeline-unreadable',
    text: `earlier events are missing: ${message}${hint === undefined ? '' : `; ${hint}`}`,
    run: null
  }
}
