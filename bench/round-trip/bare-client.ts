/** amqplib with nothing around it: one connection, no confirms, no HMAC. What our guarantees cost shows against it. */
import { randomUUID } from 'node:crypto'
import { connect } from 'amqplib'
import { encodeTask } from '../../src/engine/protocol/celery/task-message.js'
import { timed, type Client } from './client.js'

export async function bareClient(amqp: string, queue: string): Promise<Client> {
  const connection = await connect(amqp, { noDelay: true })
  const channel = await connection.createChannel()
  const own = await channel.assertQueue('', { exclusive: true, autoDelete: true, durable: false })
  const waiting = new Map<string, () => void>()
  await channel.consume(
    own.queue,
    (message) => {
      const id: unknown = message?.properties.correlationId
      if (typeof id === 'string') waiting.get(id)?.()
    },
    { noAck: true }
  )
  const call = (): Promise<void> =>
    new Promise((resolve) => {
      const id = randomUUID()
      waiting.set(id, () => {
        waiting.delete(id)
        resolve()
      })
      const message = encodeTask({
        id,
        task: 'medusa.hello',
        kwargs: {},
        replyTo: own.queue,
        origin: 'medusa-bench'
      })
      channel.publish('', queue, Buffer.from(message.body), {
        ...message.properties,
        headers: message.headers
      })
    })
  return {
    name: 'amqplib alone',
    calls: (count) => timed(count, call),
    close: () => connection.close()
  }
}
