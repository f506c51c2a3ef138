/**
 * The log that is followed: its last lines, which of them match, and whether they move.
 *
 * Bounded: the oldest lines go. Filtering a full buffer is done in slices, so that no pattern and no flood holds the page up; while it is
 * paused, lines are still taken in, but what is shown stays.
 */
import type { ConsoleApi } from '@shared/ipc/console-api.js'
import type { WireError } from '@shared/model/errors.js'
import type { LogFile, LogLine, LogListing } from '@shared/model/host-logs.js'
import type { ClusterName } from '@shared/model/ids.js'
import { compilePattern, type CompiledPattern } from '@shared/text/pattern.js'

/** Lines that are kept. */
export const KEPT_LINES = 20_000
/** Milliseconds of one slice of filtering. */
const SLICE_MS = 8
const SLICE_LINES = 200

export type LogPhase =
  | { readonly type: 'idle' }
  | { readonly type: 'opening' }
  | { readonly type: 'following' }
  | { readonly type: 'ended'; readonly why: string }
  | { readonly type: 'failed'; readonly error: WireError }

export class LogView {
  listing = $state.raw<LogListing | null>(null)
  listProblem = $state.raw<WireError | null>(null)
  file = $state.raw<LogFile | null>(null)
  phase = $state.raw<LogPhase>({ type: 'idle' })
  /** What is shown: all lines, or those that match. */
  shown = $state.raw<readonly LogLine[]>([])
  /** Lines of this log so far, and those that were let go. */
  count = $state(0)
  dropped = $state(0)
  paused = $state(false)
  /** Lines that came while it was paused. */
  waiting = $state(0)
  query = $state('')
  fault = $state<string | null>(null)
  filtering = $state(false)
  pattern = $state.raw<CompiledPattern | null>(null)
  /** From how many last lines on a log is followed. */
  tail = $state(1_000)
  problem = $state.raw<WireError | null>(null)

  readonly #cluster: ClusterName
  #lines: LogLine[] = []
  #follow = 0
  /** Lines that came before we knew the number they belong to. */
  #early: readonly { readonly follow: number; readonly lines: readonly LogLine[] }[] = []
  #filtered: LogLine[] = []
  #next = 0
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(
    private readonly api: ConsoleApi,
    cluster: string
  ) {
    this.#cluster = cluster as ClusterName
  }

  /** @returns a disposer */
  start(): () => void {
    const stops = [
      this.api.on('logs.lines', ({ follow, lines }) => this.#take(follow, lines)),
      this.api.on('logs.ended', ({ follow, why }) => {
        if (follow === this.#follow) this.phase = { type: 'ended', why }
      })
    ]
    void this.list()
    return () => {
      stops.forEach((stop) => stop())
      if (this.#timer !== null) clearTimeout(this.#timer)
      void this.api['logs.stop']({})
    }
  }

  async list(): Promise<void> {
    const answer = await this.api['logs.list']({ cluster: this.#cluster })
    this.listProblem = answer.ok ? null : answer.error
    if (answer.ok) this.listing = answer.value
  }

  async open(file: LogFile): Promise<void> {
    this.file = file
    this.phase = { type: 'opening' }
    this.problem = null
    this.#clear()
    const params = { cluster: this.#cluster, path: file.path, lines: this.tail }
    const answer = await this.api['logs.follow'](params)
    if (this.file !== file) return // another one was chosen meanwhile
    if (!answer.ok) {
      this.phase = { type: 'failed', error: answer.error }
      return
    }
    this.#follow = answer.value
    this.phase = { type: 'following' }
    const early = this.#early
    this.#early = []
    for (const { follow, lines } of early) this.#take(follow, lines)
  }

  async again(): Promise<void> {
    if (this.file !== null) await this.open(this.file)
  }

  /** Its way stands in the list of transfers. */
  async save(): Promise<void> {
    if (this.file === null) return
    const answer = await this.api['logs.save']({ cluster: this.#cluster, path: this.file.path })
    this.problem = answer.ok ? null : answer.error
  }

  filter(query: string): void {
    this.query = query
    const pattern = query === '' ? null : compilePattern(query, 'smart-case')
    if (pattern !== null && pattern.type !== 'ok') {
      this.fault = pattern.why
      return // what was shown stays until the pattern is whole
    }
    this.pattern = pattern
    this.fault = null
    this.#refilter()
  }

  pause(): void {
    this.paused = true
  }

  resume(): void {
    this.paused = false
    this.waiting = 0
    this.#publish()
  }

  #take(follow: number, lines: readonly LogLine[]): void {
    if (this.phase.type === 'opening') {
      this.#early = [...this.#early, { follow, lines }]
      return
    }
    if (follow !== this.#follow) return
    this.#lines.push(...lines)
    this.count += lines.length
    if (this.paused) this.waiting += lines.length
    const over = this.#lines.length - KEPT_LINES
    if (over > 0) {
      this.#lines = this.#lines.slice(over)
      this.#next = Math.max(0, this.#next - over)
      this.dropped += over
    }
    this.#work()
  }

  #clear(): void {
    this.#lines = []
    this.#follow = 0
    this.#early = []
    this.count = 0
    this.dropped = 0
    this.waiting = 0
    this.paused = false
    this.#refilter()
  }

  #refilter(): void {
    this.#filtered = []
    this.#next = 0
    this.#work()
  }

  /** Goes on filtering for a slice of time, and again until all is done. */
  #work(): void {
    if (this.#timer !== null) return
    const { pattern } = this
    const until = performance.now() + SLICE_MS
    while (this.#next < this.#lines.length) {
      const part = this.#lines.slice(this.#next, this.#next + SLICE_LINES)
      this.#filtered.push(
        ...(pattern === null ? part : part.filter(({ text }) => pattern.test(text)))
      )
      this.#next += part.length
      if (performance.now() > until) break
    }
    const first = this.#lines[0]?.number ?? 0
    const gone = this.#filtered.findIndex(({ number }) => number >= first)
    this.#filtered = gone < 0 ? [] : this.#filtered.slice(gone)
    this.filtering = this.#next < this.#lines.length
    if (!this.paused) this.#publish()
    if (!this.filtering) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#work()
    }, 0)
  }

  #publish(): void {
    this.shown = this.#filtered.slice()
  }
}
