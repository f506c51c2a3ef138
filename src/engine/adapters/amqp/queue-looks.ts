/**
 * How long queues are, by passive declaration: what any user may ask of a queue it knows, without the management plugin.
 *
 * A channel for each queue: the broker closes the channel over which a queue was asked for that does not exist (404), and that must not
 * take another queue's answer along.
 */
import type { Channel, ChannelModel } from 'amqplib'
import { ConsoleError } from '../../../shared/model/errors.js'
import type { QueueLook } from '../../ports/workers.js'

export class QueueLooks {
  readonly #channels = new Map<string, Promise<Channel>>()

  constructor(private readonly model: ChannelModel) {}

  /** @throws ConsoleError `QUEUE_MISSING`, or what amqplib throws when the connection is lost */
  async look(queue: string): Promise<QueueLook> {
    const channel = await this.#channel(queue)
    const asked = performance.now()
    try {
      const { messageCount, consumerCount } = await channel.checkQueue(queue)
      const roundTripMs = performance.now() - asked
      return { ready: messageCount, consumers: consumerCount, roundTripMs }
    } catch (thrown) {
      this.#channels.delete(queue)
      throw isMissing(thrown) ? missing(queue, thrown) : thrown
    }
  }

  #channel(queue: string): Promise<Channel> {
    const known = this.#channels.get(queue)
    if (known !== undefined) return known
    const opening = this.#open(queue)
    this.#channels.set(queue, opening)
    opening.catch(() => this.#channels.delete(queue))
    return opening
  }

  async #open(queue: string): Promise<Channel> {
    const channel = await this.model.createChannel()
    channel.on('error', () => undefined) // the rejected question says it
    channel.on('handler-error', () => undefined)
    channel.on('close', () => this.#channels.delete(queue))
    return channel
  }
}

/** `Operation failed: QueueDeclare; 404 (NOT-FOUND) with message "NOT_FOUND - no queue 'x' in vhost 'y'"` */
const isMissing = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 404

const missing = (queue: string, cause: unknown): ConsoleError =>
  new ConsoleError('QUEUE_MISSING', `the queue "${queue}" does not exist`, {
    cause,
    hint: 'it is there as soon as the worker has once run: deploy or start it',
    facts: { queue }
  })
