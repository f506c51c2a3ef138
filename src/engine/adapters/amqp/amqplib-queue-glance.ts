/**
 * {@link QueueGlance} with one connection a vhost, opened when first asked and kept while it works.
 *
 * n.b. a passive declare of a queue that is not there closes its channel (404), so each look has a channel of its own.
 */
import type { ChannelModel, SocketOptions } from 'amqplib'
import type { QueueKey } from '../../../shared/model/broker.js'
import type { BrokerSettings } from '../../../shared/model/settings.js'
import type { Glance, QueueGlance } from '../../ports/queue-glance.js'
import { brokerError } from './errors.js'

const CONNECT_TIMEOUT_MS = 3_000
const HEARTBEAT_SECONDS = 10

export class AmqplibQueueGlance implements QueueGlance {
  readonly #links = new Map<string, Promise<ChannelModel>>()
  #closed = false

  constructor(
    private readonly broker: Pick<BrokerSettings, 'host' | 'port' | 'tls'>,
    private readonly login: { readonly user: string; readonly password: string }
  ) {}

  async look(key: QueueKey): Promise<Glance | null> {
    try {
      const model = await this.#link(key.vhost)
      const channel = await model.createChannel()
      channel.on('error', () => undefined) // the rejected call says it
      channel.on('handler-error', () => undefined)
      try {
        const { messageCount, consumerCount } = await channel.checkQueue(key.name)
        return { ready: messageCount, consumers: consumerCount }
      } catch (thrown) {
        if (thrown instanceof Error && thrown.message.includes('NOT_FOUND')) return null
        throw thrown
      } finally {
        await channel.close().catch(() => undefined) // a refused look has closed it already
      }
    } catch (thrown) {
      const { host, port } = this.broker
      throw brokerError(thrown, { host, port, user: this.login.user, vhost: key.vhost })
    }
  }

  rest(): void {
    for (const link of this.#links.values())
      link.then((model) => model.close()).catch(() => undefined) // it never was open, or is gone
    this.#links.clear()
  }

  close(): void {
    this.#closed = true
    this.rest()
  }

  #link(vhost: string): Promise<ChannelModel> {
    const known = this.#links.get(vhost)
    if (known !== undefined) return known
    const opening = this.#open(vhost)
    this.#links.set(vhost, opening)
    // n.b. this one, not the vhost's: another may have been opened since this one was let go
    const forget = (): void => {
      if (this.#links.get(vhost) === opening) this.#links.delete(vhost)
    }
    opening.then((model) => model.on('close', forget), forget)
    return opening
  }

  async #open(vhost: string): Promise<ChannelModel> {
    const { host, port, tls } = this.broker
    const socket: SocketOptions = {
      noDelay: true,
      timeout: CONNECT_TIMEOUT_MS,
      clientProperties: { connection_name: 'medusa console, looking at queues' }
    }
    const { connect } = await import('amqplib')
    const model = await connect(
      {
        protocol: tls ? 'amqps' : 'amqp',
        hostname: host,
        port,
        username: this.login.user,
        password: this.login.password,
        // amqplib unescapes it, as if it came from a URL.
        vhost: encodeURIComponent(vhost),
        heartbeat: HEARTBEAT_SECONDS
      },
      socket
    )
    model.on('error', () => undefined) // `close` follows
    if (this.#closed) model.close().catch(() => undefined)
    return model
  }
}
