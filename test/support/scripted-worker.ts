/**
 * A worker on a real broker that answers as it is told, also wrongly: the counterpart of {@link FakeWorkers} on the wire.
 *
 * It speaks AMQP by itself, so that a mistake in the adapter under test cannot hide in it.
 */
import { createHmac, randomUUID } from 'node:crypto'
import { connect, type Channel, type ChannelModel, type ConsumeMessage } from 'amqplib'
import type { TaskId } from '../../src/shared/model/ids.js'
import type { ClusterSettings, Environment } from '../../src/shared/model/settings.js'
import type { TaskName } from '../../src/engine/ports/workers.js'
import type { ReceivedTask, Respond, ScriptedReply } from './fake-workers.js'

export interface ScriptedWorkerOptions {
  readonly environment: Environment
  readonly password: string
  readonly cluster: ClusterSettings
  /** 64 hexadecimal digits. */
  readonly key: string
}

export class ScriptedWorker {
  /** Headers, properties and bodies as they came, for those who look at the wire. */
  readonly messages: ConsumeMessage[] = []
  readonly received: ReceivedTask[] = []
  #respond: Respond = () => []

  private constructor(
    private readonly model: ChannelModel,
    private readonly channel: Channel,
    private readonly options: ScriptedWorkerOptions
  ) {}

  static async start(options: ScriptedWorkerOptions): Promise<ScriptedWorker> {
    const { environment, password, cluster } = options
    const { host, port, user } = environment.broker
    const model = await connect(
      {
        hostname: host,
        port,
        username: user,
        password,
        vhost: encodeURIComponent(cluster.vhost)
      },
      { noDelay: true }
    )
    model.on('error', () => undefined) // tests may cut connections
    const channel = await model.createChannel()
    channel.on('error', () => undefined)
    const worker = new ScriptedWorker(model, channel, options)
    // As Celery declares it, docs/protocol/tasks.md; auto-delete only so that a test that dies leaves nothing behind.
    await channel.assertQueue(cluster.queue, { durable: true, expires: 120_000 })
    await channel.consume(cluster.queue, (message) => void worker.#take(message), { noAck: true })
    return worker
  }

  on(respond: Respond): void {
    this.#respond = respond
  }

  heartbeat(load: readonly number[]): void {
    const event = {
      type: 'worker-heartbeat',
      hostname: `medusa@${this.options.cluster.name}`,
      loadavg: load,
      active: 0,
      timestamp: 0
    }
    const body = Buffer.from(JSON.stringify(event))
    this.channel.publish('celeryev', 'worker.heartbeat', body, { contentType: 'application/json' })
  }

  /** Sends to any queue of the vhost, as any program with the right to write could. */
  send(queue: string, text: string, correlationId: string): void {
    this.channel.sendToQueue(queue, Buffer.from(text), { correlationId, persistent: true })
  }

  async removeQueue(): Promise<void> {
    await this.channel.deleteQueue(this.options.cluster.queue)
  }

  /** @returns messages that lie in a queue unread, or `null` when there is no such queue */
  async waitingIn(queue: string): Promise<number | null> {
    const channel = await this.model.createChannel()
    channel.on('error', () => undefined)
    try {
      return (await channel.checkQueue(queue)).messageCount
    } catch {
      return null
    }
  }

  async stop(): Promise<void> {
    await this.channel.deleteQueue(this.options.cluster.queue).catch(() => undefined)
    await this.model.close().catch(() => undefined)
  }

  async #take(message: ConsumeMessage | null): Promise<void> {
    if (message === null) return
    this.messages.push(message)
    const [, kwargs] = JSON.parse(message.content.toString('utf8')) as [
      unknown,
      { request: string }
    ]
    const headers = message.properties.headers as { id: TaskId; task: TaskName }
    const received: ReceivedTask = {
      id: headers.id,
      task: headers.task,
      cluster: this.options.cluster.name,
      request: JSON.parse(kwargs.request) as Record<string, unknown>,
      run: null
    }
    this.received.push(received)
    const replyTo = String(message.properties.replyTo)
    for (const reply of await this.#respond(received))
      this.send(replyTo, replyText(reply, received, this.options.key), received.id)
  }
}

/** The body of a message on a reply queue. */
export function replyText(reply: ScriptedReply, task: ReceivedTask, key: string): string {
  switch (reply.type) {
    case 'value':
      return success(task.id, sealed({ ok: true, value: reply.value }, task, key))
    case 'error': {
      const error = { code: reply.code, message: reply.message, remedy: null }
      return success(task.id, sealed({ ok: false, error }, task, key))
    }
    case 'forged':
      return success(task.id, sealed({ ok: true, value: reply.value }, task, 'f'.repeat(64)))
    case 'garbage':
      return reply.text
    case 'stray': {
      const stranger = { ...task, id: randomUUID() as TaskId }
      return success(
        stranger.id,
        sealed({ ok: true, value: reply.value }, stranger, 'f'.repeat(64))
      )
    }
    case 'failure': {
      const result = { exc_type: reply.exception, exc_message: ['x'], exc_module: 'm' }
      return JSON.stringify({
        task_id: task.id,
        status: 'FAILURE',
        result,
        traceback: null,
        children: []
      })
    }
  }
}

const success = (id: string, result: object): string =>
  JSON.stringify({ task_id: id, status: 'SUCCESS', result, traceback: null, children: [] })

function sealed(reply: object, task: ReceivedTask, key: string): object {
  const text = JSON.stringify(reply)
  const mac = createHmac('sha256', Buffer.from(key, 'hex'))
    .update(`medusa-reply-1\n${task.task}\n${task.id}\n${text}`)
    .digest('hex')
  return { text, mac }
}
