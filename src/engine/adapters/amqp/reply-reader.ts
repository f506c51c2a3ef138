/** Reads the reply queues of one connection: the process's own, and one of each open run. */
import type { Channel, ChannelModel, ConsumeMessage, Message } from 'amqplib'
import type { RunId } from '../../../shared/model/ids.js'
import type { Delivery } from './call-desk.js'

/** Unsettled answers that may be with us at a time, for each queue. */
const PREFETCH = 256

export const runQueue = (run: RunId): string => `medusa.replies.${run}`

export interface ReplyReaderOptions {
  readonly receive: (delivery: Delivery) => void
  /** A queue that we read was deleted, or the channel was closed by the broker. */
  readonly onBroken: () => void
}

export class ReplyReader {
  readonly #channel: Channel
  readonly #options: ReplyReaderOptions
  readonly #tags = new Map<RunId, Promise<string>>()
  #open = true
  #leaving = false

  private constructor(channel: Channel, options: ReplyReaderOptions) {
    this.#channel = channel
    this.#options = options
  }

  /** @param own - name of the process's queue; exclusive, so it dies with the connection */
  static async open(
    model: ChannelModel,
    own: string,
    runs: Iterable<RunId>,
    options: ReplyReaderOptions
  ): Promise<ReplyReader> {
    const channel = await model.createChannel()
    const reader = new ReplyReader(channel, options)
    channel.on('error', () => undefined) // told by `close`
    channel.on('handler-error', () => undefined)
    channel.on('close', () => {
      reader.#open = false
      if (!reader.#leaving) options.onBroken()
    })
    await channel.prefetch(PREFETCH)
    await channel.assertQueue(own, { exclusive: true, autoDelete: true, durable: false })
    await channel.consume(own, (message) => reader.#take(message, null), { noAck: true })
    for (const run of runs) await reader.readRun(run)
    return reader
  }

  /** Declares the durable queue of a run as docs/protocol/tasks.md says, and reads it. Idempotent. */
  async readRun(run: RunId): Promise<void> {
    const known = this.#tags.get(run)
    const reading = known ?? this.#startReading(run)
    this.#tags.set(run, reading)
    await reading
  }

  /** Stops reading and deletes the queue with whatever is in it. */
  async deleteRun(run: RunId): Promise<void> {
    const tag = await this.#tags.get(run)
    this.#tags.delete(run)
    if (tag !== undefined) await this.#channel.cancel(tag)
    await this.#channel.deleteQueue(runQueue(run))
  }

  /** n.b. the channel before its connection: closing the connection overtakes acks that are still on their way out. */
  async close(): Promise<void> {
    this.#leaving = true
    if (this.#open) await this.#channel.close()
  }

  async #startReading(run: RunId): Promise<string> {
    const queue = runQueue(run)
    await this.#channel.assertQueue(queue, { durable: true })
    const { consumerTag } = await this.#channel.consume(queue, (message) =>
      this.#take(message, run)
    )
    return consumerTag
  }

  #take(message: ConsumeMessage | null, run: RunId | null): void {
    if (message === null) {
      // basic.cancel: somebody deleted the queue under us. Declare it again, with a new connection.
      if (!this.#leaving) this.#options.onBroken()
      return
    }
    const correlationId: unknown = message.properties.correlationId
    // What an ack needs, without the content: answers may wait long to be settled.
    const receipt: Message = { ...message, content: Buffer.alloc(0) }
    this.#options.receive({
      content: message.content,
      correlationId: typeof correlationId === 'string' ? correlationId : '',
      run,
      channel: this.#channel,
      ack: () => {
        // n.b. on a closed channel the broker has taken the message back already, and sends it again.
        if (run !== null && this.#open) this.#channel.ack(receipt)
      }
    })
  }
}
