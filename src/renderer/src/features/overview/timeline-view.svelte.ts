/** The time line of the shown environment: events as they come, attempts read again when they may have changed. */
import type { WireError } from '@shared/model/errors.js'
import type { LaneBar, TimelineEvent } from '@shared/model/timeline.js'
import type { ConsoleApi } from '@shared/ipc/console-api.js'
import { kept } from '../../lib/kept.js'
import { textFilter } from '../../lib/text-filter.js'
import { filtered, withAdded, type EventFilter } from './event-filter.js'
import { viewOf, type RememberedView } from './remembered.js'

type Api = Pick<ConsoleApi, 'timeline.read' | 'timeline.lanes' | 'on'>

const LIMIT = 2_000
const LANES_EVERY_MS = 10_000
const MINUTE = 60_000

export class TimelineView {
  /** Newest first; `null`: not read yet. */
  events = $state.raw<readonly TimelineEvent[] | null>(null)
  bars = $state.raw<readonly LaneBar[]>([])
  /** Why the events could not be read the last time. */
  error = $state.raw<WireError | null>(null)
  /** Why the attempts could not; the bars are then old ones. */
  lanesError = $state.raw<WireError | null>(null)
  readonly #kept = kept('overview', (raw): raw is unknown => raw !== null)
  readonly #before: RememberedView = viewOf(this.#kept.read())
  filter = $state.raw<EventFilter>(this.#before.filter)
  span = $state(this.#before.span)

  /** An answer of an earlier question, perhaps of another span, never replaces a later one's. */
  #asked = 0

  readonly shown = $derived(filtered(this.events ?? [], this.filter))
  readonly filterError = $derived(textFilter(this.filter.text).error)

  constructor(
    private readonly api: Api,
    private readonly now: () => number
  ) {}

  /** @returns a disposer */
  start(): () => void {
    const stop = this.api.on('timeline.added', (added) => {
      this.#add(added)
      void this.readLanes()
    })
    const timer = setInterval(() => void this.readLanes(), LANES_EVERY_MS)
    void this.read()
    void this.readLanes()
    return () => {
      stop()
      clearInterval(timer)
    }
  }

  choose(change: Partial<EventFilter>): void {
    this.filter = { ...this.filter, ...change }
    this.#remember()
  }

  chooseSpan(span: number): void {
    this.span = span
    this.#remember()
    void this.readLanes()
  }

  async read(): Promise<void> {
    const answer = await this.api['timeline.read']({ limit: LIMIT })
    if (answer.ok) {
      const early = this.events ?? []
      this.events = answer.value
      this.#add([...early].reverse())
      this.error = null
    } else this.error = answer.error
  }

  async readLanes(): Promise<void> {
    const from = Math.max(0, Math.floor(this.now() - this.span * MINUTE))
    const asked = ++this.#asked
    const answer = await this.api['timeline.lanes']({ from })
    if (asked !== this.#asked) return
    if (answer.ok) this.bars = answer.value
    this.lanesError = answer.ok ? null : answer.error
  }

  #add(added: readonly TimelineEvent[]): void {
    const known = this.events ?? []
    const all = withAdded(known, added)
    if (all !== known) this.events = all.slice(0, LIMIT)
  }

  #remember(): void {
    this.#kept.write({ filter: this.filter, span: this.span } satisfies RememberedView)
  }
}
