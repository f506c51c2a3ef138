/** Files on their way between this computer and clusters: progress, a digest while they go, cancelled whenever one likes. */
import { ConsoleError, toWireError } from '../../../shared/model/errors.js'
import type { Sha256 } from '../../../shared/model/ids.js'
import type { TransferView } from '../../../shared/model/transfer.js'
import type { Clock, Rng } from '../../ports/system.js'

export interface TransferSteps {
  readonly signal: AbortSignal
  readonly onBytes: (bytes: number) => void
}

export type TransferHead = Pick<TransferView, 'kind' | 'cluster' | 'path' | 'local' | 'total'>

interface Kept {
  view: TransferView
  readonly abort: AbortController
}

/** Those that are over and still shown. */
const MOST_OVER = 50

export class Transfers {
  #kept: readonly Kept[] = []
  #closed = false
  #onChange: (transfers: readonly TransferView[]) => void = () => undefined

  constructor(
    private readonly clock: Clock,
    private readonly rng: Rng
  ) {}

  listen(onChange: (transfers: readonly TransferView[]) => void): void {
    this.#onChange = onChange
  }

  /** Newest first. */
  all(): readonly TransferView[] {
    return this.#kept.map(({ view }) => view)
  }

  /**
   * Carries a transfer out.
   *
   * @param work - the transfer itself; resolves with the digest of what went through
   * @throws what the work throws, which also stands in the view; ConsoleError `INTERRUPTED` after {@link close}: then nothing is done
   */
  async run(head: TransferHead, work: (steps: TransferSteps) => Promise<Sha256>): Promise<Sha256> {
    if (this.#closed)
      throw new ConsoleError(
        'INTERRUPTED',
        `${head.path} was not sent or fetched: its environment was left`
      )
    const kept: Kept = {
      view: {
        ...head,
        id: this.rng.id(8),
        bytes: 0,
        startedAt: this.clock.now(),
        endedAt: null,
        state: { type: 'running' }
      },
      abort: new AbortController()
    }
    const over = this.#kept.filter(({ view }) => view.endedAt !== null)
    this.#kept = [kept, ...this.#kept.filter((each) => !over.slice(MOST_OVER - 1).includes(each))]
    const change = (part: Partial<TransferView>): void => {
      kept.view = { ...kept.view, ...part }
      this.#onChange(this.all())
    }
    change({})
    try {
      const steps = { signal: kept.abort.signal, onBytes: (bytes: number) => change({ bytes }) }
      const sha256 = await work(steps)
      change({ endedAt: this.clock.now(), state: { type: 'done', sha256 } })
      return sha256
    } catch (thrown) {
      const state = kept.abort.signal.aborted
        ? ({ type: 'cancelled' } as const)
        : ({ type: 'failed', error: toWireError(thrown) } as const)
      change({ endedAt: this.clock.now(), state })
      throw thrown
    }
  }

  /** @throws ConsoleError `BAD_INPUT` */
  cancel(id: string): void {
    const kept = this.#kept.find(({ view }) => view.id === id)
    if (kept === undefined) throw new ConsoleError('BAD_INPUT', `there is no transfer "${id}"`)
    kept.abort.abort()
  }

  /** Takes those that are over out of the list. */
  dismiss(): void {
    this.#kept = this.#kept.filter(({ view }) => view.endedAt === null)
    this.#onChange(this.all())
  }

  /** Ends those that run; others are refused from now on. */
  close(): void {
    this.#closed = true
    for (const { abort } of this.#kept) abort.abort()
  }
}
