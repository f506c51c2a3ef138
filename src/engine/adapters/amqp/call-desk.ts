/**
 * Which calls are open, and what a message on a reply queue means for them. Knows nothing of AMQP.
 *
 * Only an authentic answer ends a call well. Forged or broken replies are refused, reported and change nothing, for the
 * authentic one may still come; a Celery failure proves nothing either, but is believed after a grace period, since a
 * broken worker sends nothing else.
 */
import { TextDecoder } from 'node:util'
import { ConsoleError } from '../../../shared/model/errors.js'
import type { ClusterName, RunId, TaskId } from '../../../shared/model/ids.js'
import type { Clock } from '../../ports/system.js'
import type { Answer, Refusal, TaskName, TaskOutcome } from '../../ports/workers.js'
import { decodeResult, type CeleryFailure } from '../../protocol/celery/result.js'
import { taskNames } from '../../protocol/tasks/names.js'
import { openReply, type SealKey } from '../../protocol/tasks/seal.js'

/** A message as it came; `ack` may be called when its channel is gone. */
export interface Delivery {
  readonly content: Uint8Array
  readonly correlationId: string
  /** Whose reply queue it lay in; `null`: the process's own. */
  readonly run: RunId | null
  /** The same for all messages of one channel: one from another is a redelivery, one from the same a copy. */
  readonly channel: object
  readonly ack: () => void
}

type Receipt = Pick<Delivery, 'channel' | 'ack'>

export interface OpenCall {
  readonly id: TaskId
  readonly cluster: ClusterName
  readonly task: TaskName
  readonly run: RunId | null
  readonly key: SealKey
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: ConsoleError) => void
}

/** A call that is over: copies and late answers to it are no news. */
interface Past {
  readonly key: SealKey
  readonly task: TaskName
  /** The message that the broker still holds for us. Without its content, which may be large. */
  unsettled: Receipt | null
}

export interface CallDeskOptions {
  readonly clock: Clock
  /** Clusters of this vhost and their keys, for replies to tasks of an earlier process. */
  readonly keys: ReadonlyMap<ClusterName, SealKey>
  readonly refuse: (refusal: Refusal) => void
  /** @default 2000 */
  readonly graceMs?: number
}

const GRACE_MS = 2_000
/** Past calls that are remembered; older ones' late answers count as unknown. */
const REMEMBERED = 10_000
/** The worker's own limit is 16 MiB of text; quoting inside JSON may double it. */
const LARGEST_REPLY_BYTES = 40 * 1024 * 1024

export class CallDesk {
  readonly #options: CallDeskOptions
  readonly #open = new Map<string, { readonly call: OpenCall; stopGrace: () => void }>()
  readonly #past = new Map<string, Past>()

  constructor(options: CallDeskOptions) {
    this.#options = options
  }

  add(call: OpenCall): void {
    this.#open.set(call.id, { call, stopGrace: () => undefined })
  }

  /** Ends a call without an answer; does nothing when it is over already. */
  fail(id: TaskId, error: ConsoleError): void {
    const entry = this.#open.get(id)
    if (entry === undefined) return
    this.#finish(entry.call, null)
    entry.call.reject(error)
  }

  /** Ends all open calls that `concerns` selects. */
  failAll(error: ConsoleError, concerns: (call: OpenCall) => boolean = () => true): void {
    for (const { call } of [...this.#open.values()]) if (concerns(call)) this.fail(call.id, error)
  }

  receive(delivery: Delivery): void {
    const result = decodeResult(decodeText(delivery.content))
    switch (result.type) {
      case 'garbage':
        this.#refuse(delivery, delivery.correlationId, result.reason)
        return
      case 'interim':
        delivery.ack()
        return
      case 'failure':
        this.#refuse(delivery, result.task, unauthenticated(result.failure))
        this.#startGrace(result.task, result.failure)
        return
      case 'success':
        this.#succeeded(delivery, result.task, result.result)
        return
    }
  }

  #succeeded(delivery: Delivery, id: string, result: unknown): void {
    const open = this.#open.get(id)?.call
    if (open === undefined) {
      this.#unexpected(delivery, id, result)
      return
    }
    const reply = openReply(open.key, open.task, id, result)
    switch (reply.type) {
      case 'forged':
        this.#refuse(delivery, id, reply.reason)
        return
      case 'malformed':
        this.#refuse(delivery, id, reply.reason)
        this.fail(open.id, malformed(open, reply.reason))
        return
      case 'authentic':
        this.#answer(open, delivery, reply.outcome)
        return
    }
  }

  #answer(call: OpenCall, delivery: Delivery, outcome: TaskOutcome): void {
    const { channel, ack } = delivery
    // Through the process's own queue there is nothing to settle.
    const past = this.#finish(call, delivery.run === null ? null : { channel, ack })
    call.resolve({
      task: call.id,
      cluster: call.cluster,
      outcome,
      settle: () => {
        past.unsettled?.ack()
        past.unsettled = null
      }
    })
  }

  /** A success nobody waits for: a copy, a late one, one of an earlier process, or a forgery. */
  #unexpected(delivery: Delivery, id: string, result: unknown): void {
    const past = this.#past.get(id)
    if (past === undefined) {
      if (this.#isOfEarlierProcess(id, result)) delivery.ack()
      else this.#refuse(delivery, id, 'unknown task')
      return
    }
    const reply = openReply(past.key, past.task, id, result)
    if (reply.type === 'forged') this.#refuse(delivery, id, reply.reason)
    else if (past.unsettled !== null && past.unsettled.channel !== delivery.channel)
      // The connection was lost before the answer was settled, and the broker sent it again: this is the one to ack then.
      past.unsettled = { channel: delivery.channel, ack: delivery.ack }
    else delivery.ack()
  }

  /**
   * Answers that a process before this one did not settle. Who takes a run over asks for all of it anew (every task is
   * idempotent), so they are dropped; but they are no forgeries, and are not reported as such.
   */
  #isOfEarlierProcess(id: string, result: unknown): boolean {
    return [...this.#options.keys.values()].some((key) =>
      taskNames.some((task) => openReply(key, task, id, result).type !== 'forged')
    )
  }

  #startGrace(id: string, failure: CeleryFailure): void {
    const entry = this.#open.get(id)
    if (entry === undefined) return
    entry.stopGrace()
    entry.stopGrace = this.#options.clock.after(this.#options.graceMs ?? GRACE_MS, () => {
      this.fail(entry.call.id, failed(entry.call, failure))
    })
  }

  #finish(call: OpenCall, unsettled: Receipt | null): Past {
    this.#open.get(call.id)?.stopGrace()
    this.#open.delete(call.id)
    const past: Past = { key: call.key, task: call.task, unsettled }
    this.#past.set(call.id, past)
    const oldest = this.#past.size > REMEMBERED ? this.#past.keys().next().value : undefined
    if (oldest !== undefined) this.#past.delete(oldest)
    return past
  }

  #refuse(delivery: Delivery, task: string, reason: string): void {
    delivery.ack()
    const open = this.#open.get(task)?.call.cluster
    const [onlyOne] = this.#options.keys.keys()
    const cluster = open ?? onlyOne
    if (cluster !== undefined)
      this.#options.refuse({
        at: this.#options.clock.now(),
        cluster,
        run: delivery.run,
        task,
        reason
      })
  }
}

/** What is too large or no UTF-8 becomes a text that no JSON parser takes. */
function decodeText(content: Uint8Array): string {
  if (content.length > LARGEST_REPLY_BYTES) return ''
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    return ''
  }
}

const unauthenticated = ({ status, exception, message }: CeleryFailure): string =>
  `no mac (Celery ${status} ${exception}${message === '' ? '' : `: ${message}`})`

const failed = (call: OpenCall, failure: CeleryFailure): ConsoleError =>
  new ConsoleError(
    'TASK_FAILED',
    `the worker of cluster "${call.cluster}" failed at ${call.task} (unauthenticated): ${failure.exception}${failure.message === '' ? '' : `: ${failure.message}`}`,
    {
      hint: failureHint(failure.exception),
      facts: { cluster: call.cluster, task: call.task, id: call.id, exception: failure.exception }
    }
  )

function failureHint(exception: string): string {
  switch (exception) {
    case 'NotRegistered':
      return 'another Celery worker reads this queue, or an older version: deploy the worker again'
    case 'WorkerLostError':
      return 'the worker was killed, often for lack of memory: look into its worker.log'
    default:
      return 'look into the worker.log of that cluster'
  }
}

const malformed = (call: OpenCall, reason: string): ConsoleError =>
  new ConsoleError(
    'TASK_FAILED',
    `the worker of cluster "${call.cluster}" answered ${call.task} in a form that is not understood: ${reason}`,
    {
      hint: 'deploy the worker again: console and worker may be of different versions',
      facts: { cluster: call.cluster, task: call.task, id: call.id }
    }
  )
