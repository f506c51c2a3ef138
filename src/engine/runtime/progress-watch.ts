/**
 * Follows everything of one run on one cluster: a long poll of `medusa.progress`, for as long as somebody waits for an item.
 *
 * The worker answers when something changed or after 20 s; a poll that fails is repeated, because the worker's own state lives on disk and loses
 * nothing. Whether the cluster is still there is the liveness watch's question, not this one's.
 */
import { ConsoleError } from '../../shared/model/errors.js'
import type { ClusterName, Millis } from '../../shared/model/ids.js'
import { STALLED } from '../domain/run/copies.js'
import type { ProgressItem } from '../protocol/tasks/values.js'
import { ask, reasonOf, type EndedItem, type RunContext, type Watch } from './context.js'

/** The worker's 20 s, and some for the way. */
const POLL_DEADLINE_MS = 28_000
const RETRY_MS = 1_000
/** So many answers in a row that mean nothing, and the cluster is taken for faulty in this run. */
const SENSELESS_LIMIT = 3

export class ProgressWatch implements Watch {
  readonly #waiting = new Map<string, Waiting>()
  readonly #ended = new Map<string, ProgressItem>()
  #polling = false
  #since = 0
  #senseless = 0

  constructor(
    private readonly context: Pick<RunContext, 'plan' | 'ports'>,
    private readonly cluster: ClusterName,
    private readonly onItem: (item: ProgressItem) => void,
    private readonly signal: AbortSignal
  ) {}

  ended(id: string, patienceMs = Infinity): Promise<EndedItem> {
    const known = this.#ended.get(id)
    if (known !== undefined) return Promise.resolve({ item: known, settle: () => undefined })
    const since = this.context.ports.clock.now()
    return new Promise((resolve) => {
      this.#waiting.set(id, { resolve, patienceMs, picture: '', since })
      void this.#poll()
    })
  }

  forget(id: string): void {
    this.#waiting.delete(id)
  }

  async #poll(): Promise<void> {
    if (this.#polling) return
    this.#polling = true
    while (this.#waiting.size > 0 && !this.signal.aborted) {
      await this.#pollOnce()
      this.#giveUpStill()
    }
    this.#polling = false
  }

  async #pollOnce(): Promise<void> {
    const { plan, ports } = this.context
    const since = this.#since
    const asked = ports.clock.now()
    try {
      const request = { run: plan.run, since }
      const { value, settle } = await ask(
        this.context,
        this.cluster,
        'medusa.progress',
        request,
        POLL_DEADLINE_MS,
        this.signal
      )
      this.#senseless = 0
      this.#since = value.version
      for (const item of value.items) this.#take(item, settle)
      settle()
      // A worker waits until it has news; one that says at once that it has none must not keep this machine busy.
      if (value.version <= since && ports.clock.now() - asked < RETRY_MS) await this.#pause()
    } catch (thrown) {
      if (this.signal.aborted) return
      this.#countSenseless(thrown)
      ports.log.write('warning', `progress of ${this.cluster}: ${reasonOf(thrown)}`)
      await this.#pause()
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => this.context.ports.clock.after(RETRY_MS, resolve))
  }

  /** An authentic answer that breaks the protocol (a manifest that is not that of its files, say) does not get better by asking again. */
  #countSenseless(thrown: unknown): void {
    if (!(thrown instanceof ConsoleError && thrown.code === 'REPLY_REFUSED')) return
    this.#senseless += 1
    if (this.#senseless < SENSELESS_LIMIT) return
    for (const id of [...this.#waiting.keys()])
      this.#resolve(failedItem(id, 'SENSELESS_ANSWER', thrown.message), () => undefined)
  }

  /** Every poll is over within {@link POLL_DEADLINE_MS}, so this looks often enough without a timer of its own. */
  #giveUpStill(): void {
    const now = this.context.ports.clock.now()
    for (const [id, { patienceMs, since }] of [...this.#waiting]) {
      if (now - since < patienceMs) continue
      const cause = `no progress for ${String(Math.round((now - since) / 1000))} s`
      this.#resolve(failedItem(id, STALLED, cause), () => undefined)
    }
  }

  #take(item: ProgressItem, settle: () => void): void {
    this.onItem(item)
    if (item.state === 'running') {
      this.#notice(item)
      return
    }
    this.#ended.set(item.id, item)
    this.#resolve(item, settle)
  }

  #notice({ id, phase, bytes }: ProgressItem): void {
    const waiting = this.#waiting.get(id)
    const picture = `${phase ?? ''} ${String(bytes)}`
    if (waiting === undefined || waiting.picture === picture) return
    this.#waiting.set(id, { ...waiting, picture, since: this.context.ports.clock.now() })
  }

  #resolve(item: ProgressItem, settle: () => void): void {
    const waiting = this.#waiting.get(item.id)
    this.#waiting.delete(item.id)
    waiting?.resolve({ item, settle })
  }
}

interface Waiting {
  readonly resolve: (ended: EndedItem) => void
  readonly patienceMs: number
  /** What was last seen of it, and since when it has looked so. */
  readonly picture: string
  readonly since: Millis
}

const failedItem = (id: string, code: string, cause: string): ProgressItem => ({
  id,
  kind: 'attempt',
  state: 'ended',
  phase: null,
  applicationId: null,
  map: 0,
  reduce: 0,
  bytes: 0,
  startedAt: null,
  finishedAt: null,
  phases: {},
  end: {
    outcome: 'failed',
    files: [],
    manifest: null,
    inputs: [],
    lines: null,
    blocks: null,
    jobFinishedAt: null,
    counters: {},
    exitCode: null,
    code,
    cause,
    log: []
  }
})
