/**
 * Follows everything of one run on one cluster: a long poll of `medusa.progress`, for as long as somebody waits for an item.
 *
 * The worker answers when something changed or after 20 s; a poll that fails is repeated, because the worker's own state lives on disk and loses
 * nothing. Whether the cluster is still there is the liveness watch's question, not this one's.
 */
import { ConsoleError } from '../../shared/model/errors.js'
import type { ClusterName } from '../../shared/model/ids.js'
import type { ProgressItem } from '../protocol/tasks/values.js'
import { ask, reasonOf, type EndedItem, type RunContext, type Watch } from './context.js'

/** The worker's 20 s, and some for the way. */
const POLL_DEADLINE_MS = 28_000
const RETRY_MS = 1_000
/** So many answers in a row that mean nothing, and the cluster is taken for faulty in this run. */
const SENSELESS_LIMIT = 3

export class ProgressWatch implements Watch {
  readonly #waiting = new Map<string, (ended: EndedItem) => void>()
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

  ended(id: string): Promise<EndedItem> {
    const known = this.#ended.get(id)
    if (known !== undefined) return Promise.resolve({ item: known, settle: () => undefined })
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      void this.#poll()
    })
  }

  forget(id: string): void {
    this.#waiting.delete(id)
  }

  async #poll(): Promise<void> {
    if (this.#polling) return
    this.#polling = true
    while (this.#waiting.size > 0 && !this.signal.aborted) await this.#pollOnce()
    this.#polling = false
  }

  async #pollOnce(): Promise<void> {
    const { plan, ports } = this.context
    try {
      const request = { run: plan.run, since: this.#since }
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
    } catch (thrown) {
      if (this.signal.aborted) return
      this.#countSenseless(thrown)
      ports.log.write('warning', `progress of ${this.cluster}: ${reasonOf(thrown)}`)
      await new Promise<void>((resolve) => ports.clock.after(RETRY_MS, resolve))
    }
  }

  /** An authentic answer that breaks the protocol (a manifest that is not that of its files, say) does not get better by asking again. */
  #countSenseless(thrown: unknown): void {
    if (!(thrown instanceof ConsoleError && thrown.code === 'REPLY_REFUSED')) return
    this.#senseless += 1
    if (this.#senseless < SENSELESS_LIMIT) return
    for (const [id, resolve] of this.#waiting)
      resolve({ item: senselessItem(id, thrown.message), settle: () => undefined })
    this.#waiting.clear()
  }

  #take(item: ProgressItem, settle: () => void): void {
    this.onItem(item)
    if (item.state === 'running') return
    this.#ended.set(item.id, item)
    const resolve = this.#waiting.get(item.id)
    if (resolve === undefined) return
    this.#waiting.delete(item.id)
    resolve({ item, settle })
  }
}

const senselessItem = (id: string, cause: string): ProgressItem => ({
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
    code: 'SENSELESS_ANSWER',
    cause,
    log: []
  }
})
