/** Listens to the workers' heartbeats: exchange `celeryev`, one event every 2 s and worker. */
import type { ChannelModel } from 'amqplib'
import { decodeEvents, type WorkerEvent } from '../../protocol/celery/events.js'

const EXCHANGE = 'celeryev'
/** A backlog of heartbeats would tell of the past. */
const KEPT_MS = 5_000

/**
 * n.b. on a channel of its own: when the broker refuses something here (403, 406), it closes the channel, and no answer may
 * be lost by that.
 *
 * @throws what amqplib throws when the exchange or the queue is refused
 */
export async function readHeartbeats(
  model: ChannelModel,
  onEvent: (event: WorkerEvent) => void
): Promise<void> {
  const channel = await model.createChannel()
  channel.on('error', () => undefined) // the rejected call says it
  channel.on('handler-error', () => undefined)
  // As Celery declares it (celery/events/event.py), for the console may be here before any worker.
  await channel.assertExchange(EXCHANGE, 'topic', { durable: true })
  const { queue } = await channel.assertQueue('', {
    exclusive: true,
    autoDelete: true,
    durable: false,
    messageTtl: KEPT_MS
  })
  await channel.bindQueue(queue, EXCHANGE, 'worker.#')
  await channel.consume(
    queue,
    (message) => {
      if (message === null) return
      for (const event of decodeEvents(message.content.toString('utf8'))) onEvent(event)
    },
    { noAck: true }
  )
}
