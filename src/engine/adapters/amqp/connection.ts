/**
 * One connection to one vhost that comes back by itself.
 *
 * amqplib's own recovery does the work (exponential, with jitter). Around it: the first connection must stand within a few
 * seconds or fail with a reason, a refused password ends it for good, and closing never waits for a broker that is gone.
 *
 * n.b. every emitter of amqplib gets an `error` listener at once: one without would end the process.
 */
import type { ChannelModel, Options, RecoveringChannelModel, SocketOptions } from 'amqplib'
import { ConsoleError } from '../../../shared/model/errors.js'
import type { Clock } from '../../ports/system.js'
import { SocketSwitch } from './socket-switch.js'
import {
  brokerError,
  isLoginRefusal,
  isPasswordRefusal,
  reason,
  type BrokerAddress
} from './errors.js'

export interface ConnectionOptions {
  readonly address: BrokerAddress
  readonly password: string
  readonly tls: boolean
  /** Shown by the management page, for example `medusa console, consuming`. */
  readonly name: string
  readonly clock: Clock
  /** Makes channels and consumers after each connect; when it fails, the connection is tried again. */
  readonly setup: (model: ChannelModel) => Promise<void>
  readonly onConnected: () => void
  readonly onLost: (why: string) => void
  /** `null`: not blocked any more. */
  readonly onBlocked: (why: string | null) => void
  /** Gives up opening it. */
  readonly signal: AbortSignal
  /** It will not come back. */
  readonly onEnded: (error: ConsoleError) => void
}

/** Silence on the way to an open connection, TCP and handshake alike. */
const CONNECT_TIMEOUT_MS = 3_000
/** The first connection stands by then, or fails. */
const FIRST_CONNECTION_MS = 5_000
const FIRST_RETRIES = 3
/** RabbitMQ closes a connection after two missed beats; so do we. */
const HEARTBEAT_SECONDS = 10
const POLITE_CLOSE_MS = 500

export class BrokerConnection {
  readonly #options: ConnectionOptions
  /** Destroys whatever socket is open or opening. */
  readonly #sockets = new SocketSwitch()
  #recovering: RecoveringChannelModel | null = null
  #model: ChannelModel | null = null
  #state: 'opening' | 'open' | 'ended' = 'opening'

  private constructor(options: ConnectionOptions) {
    this.#options = options
  }

  /** @throws ConsoleError `AUTH_REFUSED`, `VHOST_REFUSED`, `BROKER_UNREACHABLE`, `INTERRUPTED` */
  static async open(options: ConnectionOptions): Promise<BrokerConnection> {
    const connection = new BrokerConnection(options)
    try {
      const recovering = await connection.#connect()
      connection.#recovering = recovering
      // n.b. amqplib makes its first attempt in a later turn of the event loop, so nothing is missed.
      connection.#listen(recovering)
      await connection.#firstConnection(recovering)
      connection.#state = 'open'
      options.onConnected()
      return connection
    } catch (thrown) {
      await connection.close()
      throw brokerError(thrown, options.address)
    }
  }

  /** Drops the connection; recovery brings another, with `setup` run anew. For a channel that the broker closed. */
  reset(): void {
    const model = this.#model
    this.#model = null
    model?.close().catch(() => undefined) // closed already is what was wanted
  }

  /** Resolves within half a second, also when the broker is gone or hangs. */
  async close(): Promise<void> {
    this.#state = 'ended'
    await this.#leave()
  }

  async #connect(): Promise<RecoveringChannelModel> {
    const { connect } = await import('amqplib') // not before there is a broker to talk to
    const options = this.#options
    const socket: SocketOptions = {
      // Without it a round trip takes 44 ms instead of 2: Nagle's algorithm waits for the broker's delayed ack.
      noDelay: true,
      keepAlive: true,
      timeout: CONNECT_TIMEOUT_MS,
      clientProperties: { connection_name: options.name }
    }
    // Given to net.connect or tls.connect, which know it; the types of amqplib name only what tls.connect adds.
    const abortable: SocketOptions & { signal: AbortSignal } = {
      ...socket,
      signal: this.#sockets.signal
    }
    return connect(url(options), {
      ...abortable,
      recovery: {
        waitForConnect: false,
        initialDelay: 200,
        maxDelay: 5_000,
        factor: 2,
        jitter: 0.3,
        initialMaxRetries: FIRST_RETRIES,
        setup: async (model: ChannelModel) => {
          model.on('error', () => undefined) // the `close` that follows carries the same error
          let lost = false
          model.on('close', () => {
            lost = true
          })
          await options.setup(model)
          // n.b. amqplib listens for `close` only after this: a connection lost by then would never be noticed. (TypeScript does
          // not see that the listener changes the flag meanwhile.)
          if (lost as boolean) throw new Error('the connection was lost while it was set up')
          this.#model = model
        }
      }
    })
  }

  #listen(recovering: RecoveringChannelModel): void {
    recovering.on('error', () => undefined) // told again by `disconnect`
    recovering.on('handler-error', () => undefined) // our handlers do not throw; amqplib must not die if one does
    recovering.on('connect', () => {
      if (this.#state === 'open') this.#options.onConnected()
    })
    recovering.on('disconnect', (error: Error) => {
      this.#model = null
      this.#sockets.forget()
      if (this.#state !== 'ended') this.#options.onLost(reason(error))
    })
    recovering.on('blocked', (why: string) => this.#options.onBlocked(why))
    recovering.on('unblocked', () => this.#options.onBlocked(null))
    recovering.on('connect-failed', (error: Error) => {
      this.#sockets.forget()
      if (this.#state === 'open' && isPasswordRefusal(error)) this.#end(error)
    })
    recovering.on('reconnect-failed', (error: Error) => {
      if (this.#state === 'open') this.#end(error)
    })
  }

  async #firstConnection(recovering: RecoveringChannelModel): Promise<void> {
    const { clock, signal } = this.#options
    let stopTimer = (): void => undefined
    let stopListening = (): void => undefined
    try {
      await new Promise<void>((resolve, reject) => {
        let last = new Error('it does not answer')
        recovering.on('connect-failed', (error: Error) => {
          last = error
          if (isLoginRefusal(error)) reject(error)
        })
        stopTimer = clock.after(FIRST_CONNECTION_MS, () => reject(last))
        const abort = (): void =>
          reject(new ConsoleError('INTERRUPTED', 'the connections are being closed'))
        signal.addEventListener('abort', abort)
        if (signal.aborted) abort()
        stopListening = () => signal.removeEventListener('abort', abort)
        recovering.waitForConnect().then(() => resolve(), reject)
      })
    } finally {
      stopTimer()
      stopListening()
    }
  }

  #end(error: Error): void {
    this.#state = 'ended'
    void this.#leave()
    this.#options.onEnded(brokerError(error, this.#options.address))
  }

  /** n.b. `close()` of amqplib waits for the broker's answer, for ever if need be (amqplib#557). */
  async #leave(): Promise<void> {
    let stopTimer = (): void => undefined
    const patience = new Promise<void>((resolve) => {
      stopTimer = this.#options.clock.after(POLITE_CLOSE_MS, resolve)
    })
    await Promise.race([this.#recovering?.close().catch(() => undefined), patience])
    stopTimer()
    this.#sockets.abort()
  }
}

const url = ({ address, password, tls }: ConnectionOptions): Options.Connect => ({
  protocol: tls ? 'amqps' : 'amqp',
  hostname: address.host,
  port: address.port,
  username: address.user,
  password,
  // amqplib unescapes it, as if it came from a URL.
  vhost: encodeURIComponent(address.vhost),
  heartbeat: HEARTBEAT_SECONDS
})
