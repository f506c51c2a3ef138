/**
 * Joins a screen (xterm) and the terminal of a cluster, which lives in main: what was written before is replayed, what comes is drawn in
 * order, and main is told how far the screen is, so that it never runs far ahead.
 */
import type { ConsoleApi } from '@shared/ipc/console-api.js'
import type { Result, WireError } from '@shared/model/errors.js'
import type { ClusterName } from '@shared/model/ids.js'
import type { TerminalOutput, TerminalView } from '@shared/model/terminal.js'

/** What is used of xterm. */
export interface Screen {
  readonly cols: number
  readonly rows: number
  write(bytes: Uint8Array, drawn: () => void): void
  reset(): void
}

/** Characters that go to main at once; main takes no more than 65 536. */
const PART = 16_000

export class TerminalLink {
  view = $state.raw<TerminalView | null>(null)
  /** A call that failed; why an opening failed stands in the view. */
  problem = $state.raw<WireError | null>(null)

  readonly #cluster: ClusterName
  #screen: Screen | null = null
  /** Bytes of the session that were given to the screen. */
  #position = 0
  #session = 0
  /** Output that came before the replay did. */
  #early: TerminalOutput[] | null = null
  #typing: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly api: ConsoleApi,
    cluster: string
  ) {
    this.#cluster = cluster as ClusterName
  }

  /** @returns a disposer: the terminal goes on without us */
  start(screen: Screen): () => void {
    this.#screen = screen
    const stops = [
      this.api.on('terminals.output', (output) => {
        if (output.cluster === this.#cluster) this.#take(output)
      }),
      this.api.on('terminals.changed', (view) => {
        if (view.cluster !== this.#cluster) return
        this.view = view
        if (view.state.type === 'open') void this.#attach()
      })
    ]
    void this.#attach()
    return () => {
      stops.forEach((stop) => stop())
      this.#screen = null
      void this.api['terminals.detach']({ cluster: this.#cluster })
    }
  }

  async open(): Promise<void> {
    const { cols = 80, rows = 24 } = this.#screen ?? {}
    this.problem = null
    await this.api['terminals.open']({ cluster: this.#cluster, cols, rows }) // it stands in the view
  }

  async close(): Promise<void> {
    this.#report(await this.api['terminals.close']({ cluster: this.#cluster }))
  }

  /** In order, whatever its length. */
  type(text: string): void {
    for (let at = 0; at < text.length; at += PART) {
      const part = text.slice(at, at + PART)
      this.#typing = this.#typing.then(async () => {
        this.#report(await this.api['terminals.write']({ cluster: this.#cluster, text: part }))
      })
    }
  }

  resize(cols: number, rows: number): void {
    if (this.view?.state.type !== 'open' || cols < 1 || rows < 1) return
    void this.api['terminals.resize']({
      cluster: this.#cluster,
      cols: Math.min(cols, 1_000),
      rows: Math.min(rows, 1_000)
    })
  }

  /** @returns the text; `null` when it could not be read */
  async clipboard(): Promise<string | null> {
    const answer = await this.api['terminals.clipboard']({})
    this.#report(answer)
    return answer.ok ? answer.value : null
  }

  async #attach(): Promise<void> {
    if (this.#early !== null) return
    this.#early = []
    const answer = await this.api['terminals.attach']({ cluster: this.#cluster })
    const early = this.#early
    this.#early = null
    if (!answer.ok || this.#screen === null) {
      this.#report(answer)
      return
    }
    const { view, bytes, position } = answer.value
    this.view = view
    if (view.session !== this.#session || position > this.#position) {
      this.#session = view.session
      this.#screen.reset()
      this.#draw(bytes, position)
    }
    early.forEach((output) => this.#take(output))
    if (view.state.type === 'open') this.resize(this.#screen.cols, this.#screen.rows)
  }

  #take(output: TerminalOutput): void {
    if (this.#early !== null) {
      this.#early.push(output)
      return
    }
    if (output.session !== this.#session || output.position <= this.#position) return
    this.#draw(output.bytes, output.position)
  }

  #draw(bytes: Uint8Array, position: number): void {
    this.#position = position
    const session = this.#session
    this.#screen?.write(bytes, () => {
      void this.api['terminals.drawn']({ cluster: this.#cluster, session, position })
    })
  }

  #report(answer: Result<unknown>): void {
    if (!answer.ok) this.problem = answer.error
  }
}
