/**
 * {@link Workers} over RabbitMQ. One link a vhost, opened by the first call that needs it; a broken one never blocks another.
 */
import { ConsoleError } from '../../../shared/model/errors.js'
import type { ClusterName, RunId, TaskId } from '../../../shared/model/ids.js'
import type { ClusterSettings, Environment, Secrets } from '../../../shared/model/settings.js'
import type { Clock, Log, Rng } from '../../ports/system.js'
import type {
  Answer,
  BrokerState,
  CallOptions,
  Heartbeat,
  QueueLook,
  Refusal,
  TaskName,
  Workers
} from '../../ports/workers.js'
import { onlyReads } from '../../protocol/tasks/names.js'
import { sealKey, sealRequest, type SealKey } from '../../protocol/tasks/seal.js'
import { CallLimit, interrupted, lookTimedOut, timedOut } from './call-limit.js'
import { Listeners } from './listeners.js'
import { RefusalFilter } from './refusal-filter.js'
import { VhostLink } from './vhost-link.js'

export interface AmqplibWorkersOptions {
  readonly environment: Environment
  readonly secrets: Secrets
  readonly clock: Clock
  readonly rng: Rng
  readonly log: Log
}

export class AmqplibWorkers implements Workers {
  readonly #options: AmqplibWorkersOptions
  readonly #clusters: ReadonlyMap<ClusterName, ClusterSettings>
  readonly #links = new Map<string, Promise<VhostLink>>()
  readonly #runs = new Set<RunId>()
  readonly #refusals: Listeners<Refusal>
  readonly #heartbeats: Listeners<Heartbeat>
  readonly #states: Listeners<{ readonly cluster: ClusterName; readonly state: BrokerState }>
  readonly #lastStates = new Map<ClusterName, BrokerState['type']>()
  readonly #filter = new RefusalFilter()
  readonly #ownQueue: string
  readonly #closing = new AbortController()

  constructor(options: AmqplibWorkersOptions) {
    this.#options = options
    this.#clusters = new Map(options.environment.clusters.map((cluster) => [cluster.name, cluster]))
    this.#refusals = new Listeners('refusals', options.log)
    this.#heartbeats = new Listeners('heartbeats', options.log)
    this.#states = new Listeners('broker states', options.log)
    this.#ownQueue = `medusa.replies.console.${options.rng.id(16)}`
  }

  async call(
    cluster: ClusterName,
    task: TaskName,
    request: object,
    options: CallOptions
  ): Promise<Answer> {
    const settings = this.#settings(cluster)
    const key = this.#key(cluster)
    const id = this.#options.rng.id(24) as TaskId
    const text = JSON.stringify(request)
    let link: VhostLink | null = null
    const limit = new CallLimit(this.#options.clock, options, (why) =>
      why === 'aborted'
        ? interrupted(cluster, task)
        : timedOut(
            settings,
            task,
            options.deadlineMs,
            link === null ? 'no link' : link.progressOf(id)
          )
    )
    try {
      link = await Promise.race([this.#link(settings.vhost), limit.reached])
      const answer = link.send(
        { id, cluster, task, run: options.run, key },
        {
          id,
          cluster,
          task,
          queue: settings.queue,
          run: options.run,
          kwargs: { request: text, auth: sealRequest(key, task, id, text) },
          // What only reads is worth nothing when its caller has gone, and would pile up while a worker is down.
          expiresMs: onlyReads(task) ? Math.max(1, Math.ceil(options.deadlineMs)) : null
        }
      )
      return await Promise.race([answer, limit.reached])
    } catch (thrown) {
      if (thrown instanceof ConsoleError) link?.abandon(id, thrown)
      throw thrown
    } finally {
      limit.dispose()
    }
  }

  async queue(cluster: ClusterName, deadlineMs: number): Promise<QueueLook> {
    const settings = this.#settings(cluster)
    const limit = new CallLimit(this.#options.clock, { deadlineMs }, () =>
      lookTimedOut(settings, deadlineMs)
    )
    try {
      const link = await Promise.race([this.#link(settings.vhost), limit.reached])
      return await Promise.race([link.look(settings.queue), limit.reached])
    } finally {
      limit.dispose()
    }
  }

  async openRun(run: RunId): Promise<void> {
    this.#runs.add(run)
    // A link that opens later reads the queue of every open run; so does one that comes back.
    await this.#everywhere(async (vhost) => {
      const link = await this.#link(vhost)
      await link.openRun(run)
    }, `the reply queue of run "${run}" is not open yet`)
  }

  async closeRun(run: RunId): Promise<void> {
    this.#runs.delete(run)
    await this.#everywhere(async (vhost) => {
      const link = await this.#links.get(vhost)
      await link?.closeRun(run)
    }, `the reply queue of run "${run}" stays`)
  }

  onRefusal(listener: (refusal: Refusal) => void): () => void {
    return this.#refusals.add(listener)
  }

  onHeartbeat(listener: (heartbeat: Heartbeat) => void): () => void {
    return this.#heartbeats.add(listener)
  }

  onBrokerState(listener: (cluster: ClusterName, state: BrokerState) => void): () => void {
    return this.#states.add(({ cluster, state }) => listener(cluster, state))
  }

  async close(): Promise<void> {
    this.#closing.abort()
    const links = await Promise.allSettled(this.#links.values())
    this.#links.clear()
    await Promise.all(
      links.map((link) => (link.status === 'fulfilled' ? link.value.close() : Promise.resolve()))
    )
  }

  #settings(cluster: ClusterName): ClusterSettings {
    const settings = this.#clusters.get(cluster)
    if (settings !== undefined) return settings
    throw new ConsoleError('CLUSTER_UNKNOWN', `there is no cluster "${cluster}" in the settings`, {
      hint: `known are: ${[...this.#clusters.keys()].join(', ')}`
    })
  }

  #key(cluster: ClusterName): SealKey {
    const hex = this.#options.secrets.keys[cluster]
    if (hex !== undefined) return sealKey(hex)
    const { secretsFile } = this.#options.environment
    throw new ConsoleError('SECRET_MISSING', `there is no HMAC key for cluster "${cluster}"`, {
      hint: `deploy the worker of "${cluster}", which makes the key, then ${secretsFile === undefined ? 'give it under Settings, Secrets' : `put it into ${secretsFile}`}`
    })
  }

  #link(vhost: string): Promise<VhostLink> {
    const known = this.#links.get(vhost)
    if (known !== undefined) return known
    if (this.#closing.signal.aborted)
      return Promise.reject(new ConsoleError('INTERRUPTED', 'the connections are closed'))
    const forget = (): void => {
      if (this.#links.get(vhost) === opening) this.#links.delete(vhost)
    }
    const opening = this.#open(vhost, forget)
    this.#links.set(vhost, opening)
    // Whoever calls next tries again, with the settings as they are then.
    opening.catch(forget)
    return opening
  }

  async #open(vhost: string, onEnded: () => void): Promise<VhostLink> {
    const { environment, secrets, clock, log } = this.#options
    const { broker } = environment
    const clusters = environment.clusters.filter((cluster) => cluster.vhost === vhost)
    const link = await VhostLink.open({
      address: { host: broker.host, port: broker.port, user: broker.user, vhost },
      password: secrets.brokerPassword,
      tls: broker.tls,
      clusters: clusters.map(({ name }) => name),
      keys: new Map(
        clusters.flatMap(({ name }) =>
          secrets.keys[name] === undefined ? [] : [[name, this.#key(name)]]
        )
      ),
      ownQueue: this.#ownQueue,
      runs: this.#runs,
      clock,
      log,
      signal: this.#closing.signal,
      onRefusal: (refusal) => {
        if (this.#filter.isNews(refusal)) this.#refusals.tell(refusal)
      },
      onHeartbeat: (heartbeat) => this.#heartbeats.tell(heartbeat),
      onState: (cluster, state) => this.#tell(cluster, state),
      onEnded
    }).catch((thrown: unknown) => {
      const reason = thrown instanceof Error ? thrown.message : String(thrown)
      for (const { name } of clusters)
        this.#tell(name, { type: 'disconnected', at: clock.now(), reason })
      throw thrown
    })
    if (!this.#closing.signal.aborted) return link
    await link.close()
    throw new ConsoleError('INTERRUPTED', 'the connections are closed')
  }

  /** Only what is new: every call to a broker that is away finds that out again. */
  #tell(cluster: ClusterName, state: BrokerState): void {
    const before = this.#lastStates.get(cluster)
    this.#lastStates.set(cluster, state.type)
    if (state.type !== before) this.#states.tell({ cluster, state })
  }

  /** All vhosts at once; what fails is the business of the calls that follow, here it is only logged. */
  async #everywhere(action: (vhost: string) => Promise<void>, problem: string): Promise<void> {
    const vhosts = [...new Set([...this.#clusters.values()].map(({ vhost }) => vhost))]
    await Promise.all(
      vhosts.map((vhost) =>
        action(vhost).catch((thrown: unknown) => {
          this.#options.log.write('warning', problem, { vhost, error: thrown })
        })
      )
    )
  }
}
