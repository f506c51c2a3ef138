/**
 * Everything between the console and one vhost: two connections, the open calls, the outbox.
 *
 * Publishing and consuming are apart because an alarm of the broker stops whole connections that publish, and answers have to come
 * through all the same. A vhost belongs to one cluster; older set-ups share one among several (Medusa's `celeryvhost`),
 * and then the HMAC alone tells who speaks.
 */
import type { ChannelModel } from 'amqplib'
import { ConsoleError } from '../../../shared/model/errors.js'
import type { ClusterName, RunId, TaskId } from '../../../shared/model/ids.js'
import type { Clock, Log } from '../../ports/system.js'
import type { Answer, BrokerState, Heartbeat, QueueLook, Refusal } from '../../ports/workers.js'
import type { WorkerEvent } from '../../protocol/celery/events.js'
import type { SealKey } from '../../protocol/tasks/seal.js'
import { CallDesk, type OpenCall } from './call-desk.js'
import type { CallProgress } from './call-limit.js'
import { BrokerConnection, type ConnectionOptions } from './connection.js'
import { brokerError, type BrokerAddress } from './errors.js'
import { readHeartbeats } from './heartbeats.js'
import { QueueLooks } from './queue-looks.js'
import { Outbox, type OutgoingTask } from './outbox.js'
import { ReplyReader, runQueue } from './reply-reader.js'

export interface VhostLinkOptions {
  readonly address: BrokerAddress
  readonly password: string
  readonly tls: boolean
  /** Of this vhost. */
  readonly clusters: readonly ClusterName[]
  readonly keys: ReadonlyMap<ClusterName, SealKey>
  /** Beginning of the name of the process's own reply queue. */
  readonly ownQueue: string
  /** Open runs; looked at again after each connect. */
  readonly runs: ReadonlySet<RunId>
  readonly clock: Clock
  readonly log: Log
  /** Gives up opening it. */
  readonly signal: AbortSignal
  readonly onRefusal: (refusal: Refusal) => void
  readonly onHeartbeat: (heartbeat: Heartbeat) => void
  readonly onState: (cluster: ClusterName, state: BrokerState) => void
  /** It will not come back by itself; the next call makes a new one. */
  readonly onEnded: () => void
}

const TIDY_UP_MS = 500

export class VhostLink {
  readonly #options: VhostLinkOptions
  readonly #desk: CallDesk
  readonly #outbox: Outbox
  readonly #connected = { publishing: false, consuming: false }
  #connections: readonly BrokerConnection[] = []
  #reader: ReplyReader | null = null
  #looks: QueueLooks | null = null
  #ownQueue: string | null = null
  #generation = 0
  #blocked = false
  #closing = false

  private constructor(options: VhostLinkOptions) {
    this.#options = options
    this.#desk = new CallDesk({
      clock: options.clock,
      keys: options.keys,
      refuse: options.onRefusal
    })
    this.#outbox = new Outbox({
      replyQueue: (run) => (run === null ? this.#ownQueue : runQueue(run)),
      onUndeliverable: (id, error) => this.#desk.fail(id, error)
    })
  }

  /** @throws ConsoleError `AUTH_REFUSED`, `VHOST_REFUSED`, `BROKER_UNREACHABLE` */
  static async open(options: VhostLinkOptions): Promise<VhostLink> {
    const link = new VhostLink(options)
    const opened = await Promise.allSettled([
      BrokerConnection.open(
        link.#connection('publishing', (model) => link.#setUpPublishing(model))
      ),
      BrokerConnection.open(link.#connection('consuming', (model) => link.#setUpConsuming(model)))
    ])
    link.#connections = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const refused = opened.find((one) => one.status === 'rejected')
    if (refused === undefined) return link
    await link.close()
    throw brokerError(refused.reason, options.address)
  }

  /** Sends a task and waits for its end, without a limit of time. */
  async send(call: Omit<OpenCall, 'resolve' | 'reject'>, task: OutgoingTask): Promise<Answer> {
    try {
      return await new Promise<Answer>((resolve, reject) => {
        this.#desk.add({ ...call, resolve, reject })
        this.#outbox.add(task)
      })
    } finally {
      this.#outbox.remove(call.id)
    }
  }

  /** Ends a call from this side. */
  abandon(id: TaskId, error: ConsoleError): void {
    this.#desk.fail(id, error)
  }

  progressOf(id: TaskId): CallProgress {
    if (this.#outbox.isConfirmed(id)) return 'confirmed'
    return this.#blocked ? 'blocked' : 'unsent'
  }

  isConnected(): boolean {
    return this.#connected.publishing && this.#connected.consuming
  }

  /**
   * How long a queue is. Over the connection that consumes: one that publishes is not read while an alarm blocks it.
   *
   * @throws ConsoleError `QUEUE_MISSING`, `BROKER_UNREACHABLE` while there is no connection
   */
  async look(queue: string): Promise<QueueLook> {
    const { address } = this.#options
    if (this.#looks === null)
      throw brokerError(new Error('the connection is being made again'), address)
    try {
      return await this.#looks.look(queue)
    } catch (thrown) {
      throw brokerError(thrown, address)
    }
  }

  /** While disconnected there is nothing to do: the next connect reads all open runs. */
  async openRun(run: RunId): Promise<void> {
    try {
      await this.#reader?.readRun(run)
    } catch (thrown) {
      throw brokerError(thrown, this.#options.address)
    }
  }

  /** Best effort: a broker that is away keeps an empty queue. */
  async closeRun(run: RunId): Promise<void> {
    this.#desk.failAll(ended(`the run "${run}" is over`), (call) => call.run === run)
    await this.#patiently(this.#reader?.deleteRun(run), `the queue ${runQueue(run)} may be left`)
  }

  async close(): Promise<void> {
    this.#closing = true
    this.#desk.failAll(ended('the console is closing its connections'))
    await this.#patiently(this.#reader?.close(), 'the acks of the last answers may be lost')
    await Promise.all(this.#connections.map((connection) => connection.close()))
  }

  #connection(
    purpose: 'publishing' | 'consuming',
    setup: (model: ChannelModel) => Promise<void>
  ): ConnectionOptions {
    const { address, password, tls, clock, signal } = this.#options
    return {
      address,
      password,
      tls,
      clock,
      signal,
      name: `medusa console, ${purpose}`,
      setup,
      onConnected: () => {
        this.#connected[purpose] = true
        if (this.isConnected()) this.#tell({ type: 'connected', at: clock.now() })
      },
      onLost: (reason) => {
        const before = this.isConnected()
        this.#connected[purpose] = false
        if (purpose === 'consuming') this.#looks = null
        if (purpose === 'publishing') this.#blocked = false
        if (before && !this.#closing) this.#tell({ type: 'disconnected', at: clock.now(), reason })
      },
      onBlocked: (reason) => {
        this.#blocked = reason !== null
        if (reason !== null) this.#tell({ type: 'blocked', at: clock.now(), reason })
        else if (this.isConnected()) this.#tell({ type: 'connected', at: clock.now() })
      },
      onEnded: (error) => {
        this.#desk.failAll(error)
        this.#options.onEnded()
        void this.close()
      }
    }
  }

  async #setUpPublishing(model: ChannelModel): Promise<void> {
    const channel = await model.createConfirmChannel()
    channel.on('handler-error', () => undefined)
    channel.on('error', (thrown: Error) => {
      // The broker objects to what was just sent (no right, too large): sending it again would not help.
      const error = brokerError(thrown, this.#options.address)
      for (const id of this.#outbox.sent()) this.#desk.fail(id, error)
    })
    channel.on('close', () => {
      this.#outbox.lose(channel)
      if (!this.#closing) this.#connections[0]?.reset()
    })
    this.#outbox.use(channel)
  }

  async #setUpConsuming(model: ChannelModel): Promise<void> {
    this.#ownQueue = null
    this.#generation += 1
    // n.b. a new name each time: the broker may still hold the old queue for a connection whose death it has not noticed.
    const own = `${this.#options.ownQueue}-${this.#generation}`
    const reader = await ReplyReader.open(model, own, this.#options.runs, {
      receive: (delivery) => this.#desk.receive(delivery),
      onBroken: () => {
        if (this.#reader === reader) this.#connections[1]?.reset()
      }
    })
    this.#reader = reader
    this.#ownQueue = own
    this.#looks = new QueueLooks(model)
    await readHeartbeats(model, (event) => this.#heartbeat(event)).catch((thrown: unknown) => {
      this.#options.log.write('warning', 'no heartbeats: the broker refused to let us listen', {
        vhost: this.#options.address.vhost,
        error: thrown
      })
    })
    this.#outbox.sendAgain((task) => task.run === null)
  }

  #heartbeat(event: WorkerEvent): void {
    if (event.type === 'worker-offline') return
    const cluster = this.#clusterOf(event.hostname)
    if (cluster === undefined) return
    this.#options.onHeartbeat({
      cluster,
      at: this.#options.clock.now(),
      worker: event.hostname,
      load: event.load
    })
  }

  /** In a vhost of its own everything is the cluster's; in a shared one the worker's name must tell. */
  #clusterOf(worker: string): ClusterName | undefined {
    const { clusters } = this.#options
    return clusters.length === 1
      ? clusters[0]
      : clusters.find((name) => worker.startsWith(`${name}@`) || worker.endsWith(`@${name}`))
  }

  #tell(state: BrokerState): void {
    for (const cluster of this.#options.clusters) this.#options.onState(cluster, state)
  }

  /** Tidying up: what does not work within the time is only logged. */
  async #patiently(work: Promise<void> | undefined, problem: string): Promise<void> {
    let stopTimer = (): void => undefined
    const patience = new Promise<never>((...functions) => {
      stopTimer = this.#options.clock.after(TIDY_UP_MS, () =>
        functions[1](new Error('the broker does not answer'))
      )
    })
    try {
      await Promise.race([work, patience])
    } catch (thrown) {
      const { vhost } = this.#options.address
      this.#options.log.write('warning', problem, { vhost, error: thrown })
    } finally {
      stopTimer()
    }
  }
}

const ended = (why: string): ConsoleError =>
  new ConsoleError('INTERRUPTED', `nobody waits for the answer any more: ${why}`)
