/**
 * What the broker page knows: the pictures main sends while the page is open and seen, and the last call that failed.
 *
 * Asked only while somebody can see it: a hidden window lets go, and takes up again when it is shown.
 */
import type {
  BrokerPicture,
  BrokerSnapshot,
  BrokerTab,
  QueueDetail,
  QueueKey,
  QueueRow
} from '@shared/model/broker.js'
import type { BrokerChange } from '@shared/model/broker-change.js'
import type { Result, WireError } from '@shared/model/errors.js'
import type { ConsoleContext } from '../../lib/console-context.js'
import { sentence } from '../../lib/error-copy.js'
import { brokerText } from '../../text/broker.js'
import { callOf, type CountedQuestion } from './questions.js'
import { withDetails } from './queue-list.js'

export class BrokerView {
  snapshot = $state.raw<BrokerSnapshot | null>(null)
  queues = $state.raw<readonly QueueRow[]>([])
  details = $state.raw(withDetails([]))
  /** The last change that was refused, or the page that could not be opened. */
  problem = $state.raw<WireError | null>(null)
  /** A change is on its way. */
  busy = $state(false)

  #versions = { snapshot: 0, queues: 0, rows: 0 }
  #focus: { readonly tab: BrokerTab; readonly rows: readonly QueueKey[] } = {
    tab: 'queues',
    rows: []
  }
  #following = false

  constructor(private readonly context: ConsoleContext) {}

  /** @returns a disposer */
  start(): () => void {
    const { api } = this.context
    // An environment that was opened anew counts from the beginning.
    this.#versions = { snapshot: 0, queues: 0, rows: 0 }
    const stops = [
      api.on('broker.snapshot', (snapshot) => {
        if (this.#isNews('snapshot', snapshot)) this.snapshot = snapshot
      }),
      api.on('broker.queues', (queues) => {
        if (this.#isNews('queues', queues)) this.queues = queues.rows
      }),
      api.on('broker.rows', (rows) => {
        if (this.#isNews('rows', rows)) this.#takeDetails(rows.rows)
      })
    ]
    const onVisibility = (): void => {
      if (document.visibilityState === 'hidden') this.#leave()
      else void this.#follow()
    }
    document.addEventListener('visibilitychange', onVisibility)
    void this.#follow()
    return () => {
      stops.forEach((stop) => stop())
      document.removeEventListener('visibilitychange', onVisibility)
      this.#leave()
    }
  }

  /** What is in view now. */
  look(tab: BrokerTab, rows: readonly QueueKey[]): void {
    this.#focus = { tab, rows: rows.map(({ vhost, name }) => ({ vhost, name })) }
    if (this.#following) void this.context.api['broker.look']({ tab, rows: [...this.#focus.rows] })
  }

  refresh(): void {
    void this.context.api['broker.refresh']({})
  }

  dismiss(): void {
    this.problem = null
  }

  /** @returns why it was refused; `null`: it was done */
  async change(change: BrokerChange): Promise<WireError | null> {
    this.busy = true
    const answer = await this.context.api['broker.change']({ change })
    this.busy = false
    if (!answer.ok) return answer.error
    this.problem = null
    this.context.toast(sentence(answer.value.what))
    return null
  }

  /** Asks first, with what is there at this moment; what is refused stands on the page. */
  async ask(change: BrokerChange, question: CountedQuestion): Promise<void> {
    const counted =
      question.count === null ? null : await this.context.api['broker.count'](question.count)
    if (counted !== null && !counted.ok) {
      this.problem = counted.error
      return
    }
    const text = question.text(counted === null ? null : counted.value)
    if (await this.context.confirm({ ...text, call: callOf(change) }))
      this.problem = await this.change(change)
  }

  async export(): Promise<void> {
    const answer = await this.context.api['broker.export']({})
    this.problem = answer.ok ? null : answer.error
    if (answer.ok) this.context.toast(brokerText.exports.kept(answer.value.file))
  }

  /** @returns why not */
  async signIn(user: string, password: string): Promise<WireError | null> {
    const answer = await this.context.api['broker.signIn']({ user, password })
    return answer.ok ? null : answer.error
  }

  async signOut(): Promise<void> {
    this.#report(await this.context.api['broker.signOut']({}))
  }

  forgetWorker(cluster: Parameters<ConsoleContext['api']['broker.forgetWorker']>[0]): void {
    void this.context.api['broker.forgetWorker'](cluster)
  }

  async #follow(): Promise<void> {
    const answer = await this.context.api['broker.follow']({})
    this.#following = answer.ok
    this.#report(answer)
    if (!answer.ok) return
    this.#takePicture(answer.value)
    this.look(this.#focus.tab, this.#focus.rows)
  }

  #leave(): void {
    this.#following = false
    void this.context.api['broker.unfollow']({})
  }

  #takePicture({ snapshot, queues, rows }: BrokerPicture): void {
    if (this.#isNews('snapshot', snapshot)) this.snapshot = snapshot
    if (this.#isNews('queues', queues)) this.queues = queues.rows
    if (this.#isNews('rows', rows)) this.#takeDetails(rows.rows)
  }

  #takeDetails(rows: readonly QueueDetail[]): void {
    this.details = withDetails(rows, this.details)
  }

  #isNews(
    what: 'snapshot' | 'queues' | 'rows',
    { environment, version }: { readonly environment: string; readonly version: number }
  ): boolean {
    if (environment !== this.context.console?.environment || version < this.#versions[what])
      return false
    this.#versions[what] = version
    return true
  }

  #report(answer: Result<unknown>): void {
    this.problem = answer.ok ? null : answer.error
  }
}
