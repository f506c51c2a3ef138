/**
 * The broker of one environment as the page works with it: followed while somebody looks, changed on demand.
 *
 * One user asks the plugin: the settings' own, or one that signed in for this session, whose password stays in this object. Every change goes
 * through the action log, definitions are kept before, and the broker is asked again after it: what the page shows is what the broker says.
 */
import type {
  BrokerChanged,
  BrokerCount,
  BrokerExport,
  BrokerPicture,
  QueueKey,
  Rights,
  RightsPreview
} from '../../../shared/model/broker.js'
import type { BrokerChange } from '../../../shared/model/broker-change.js'
import { ConsoleError } from '../../../shared/model/errors.js'
import type { ClusterName } from '../../../shared/model/ids.js'
import type { Environment } from '../../../shared/model/settings.js'
import { previewRights, type VhostNames } from '../../domain/broker/rights.js'
import type { BrokerAdmin } from '../../ports/broker-admin.js'
import type { DefinitionExports } from '../../ports/definition-exports.js'
import type { Glance, QueueGlance } from '../../ports/queue-glance.js'
import type { Clock } from '../../ports/system.js'
import type { Heartbeat } from '../../ports/workers.js'
import { callText, changesDefinitions, changeSentence } from '../../protocol/management/changes.js'
import type { ActionRecorder } from '../record-actions.js'
import { BrokerWatch, type BrokerListener, type Focus } from './broker-watch.js'
import { refuseOwn } from './own-things.js'
import { tasksByVhost } from './settings-queues.js'
import { WorkerList } from './worker-list.js'

export interface Credentials {
  readonly user: string
  readonly password: string
}

interface Session {
  readonly user: string
  readonly admin: BrokerAdmin
  readonly glance: QueueGlance
}

export interface BrokerDeskOptions {
  readonly name: string
  readonly environment: Environment
  /** Opens the plugin as somebody; `null` credentials: the settings' own user. The whole: `null` when the settings name no plugin. */
  readonly openAdmin: ((credentials: Credentials | null) => BrokerAdmin) | null
  /** Looks over AMQP as somebody; `null`: the settings' own user. */
  readonly openGlance: (credentials: Credentials | null) => QueueGlance
  readonly exports: DefinitionExports
  readonly clock: Clock
  readonly onHeartbeat: (listener: (heartbeat: Heartbeat) => void) => () => void
  /** Opens the links on which heartbeats come: called once somebody looks. */
  readonly greet: () => Promise<unknown>
}

export class BrokerDesk {
  readonly #options: BrokerDeskOptions
  readonly #watch: BrokerWatch
  readonly #workers: WorkerList
  readonly #stopHearing: () => void
  /** Of the settings. */
  readonly #own: BrokerAdmin | null
  /** Of somebody who signed in. */
  #session: Session | null = null
  readonly #glance: QueueGlance
  #greeted = false

  constructor(options: BrokerDeskOptions) {
    this.#options = options
    const { environment } = options
    this.#workers = new WorkerList(
      new Map(environment.clusters.map(({ name, vhost }) => [name, vhost]))
    )
    this.#stopHearing = options.onHeartbeat((heartbeat) => this.#workers.hear(heartbeat))
    this.#own = options.openAdmin?.(null) ?? null
    this.#glance = options.openGlance(null)
    this.#watch = new BrokerWatch({
      name: options.name,
      environment,
      admin: () => this.#session?.admin ?? this.#own,
      signedIn: () => this.#session?.user ?? null,
      glance: this.#glance,
      exports: options.exports,
      workers: () => this.#workers.rows(),
      clock: options.clock
    })
  }

  /** Asks every two seconds until stopped. @returns what is known so far, and a disposer */
  follow(listener: BrokerListener): { readonly picture: BrokerPicture; readonly stop: () => void } {
    if (!this.#greeted) {
      this.#greeted = true
      this.#options.greet().catch(() => undefined) // clusters that do not answer show no heartbeat, which says it
    }
    const { picture, stop } = this.#watch.start(listener)
    return {
      picture,
      stop: () => {
        stop()
        this.#session?.glance.rest()
      }
    }
  }

  look(focus: Focus): void {
    this.#watch.look(focus)
  }

  refresh(): Promise<void> {
    return this.#watch.refresh()
  }

  /** @throws ConsoleError `AUTH_REFUSED`; `NOT_PERMITTED` when the user is no administrator; `NOT_AVAILABLE` without the plugin */
  async signIn(credentials: Credentials): Promise<void> {
    const { openAdmin } = this.#options
    if (openAdmin === null) throw noPlugin()
    const admin = openAdmin(credentials)
    try {
      const { tags } = await admin.whoAmI()
      if (!tags.includes('administrator'))
        throw new ConsoleError(
          'NOT_PERMITTED',
          `user "${credentials.user}" has no tag "administrator", but ${tags.length === 0 ? 'none' : tags.join(', ')}`,
          {
            hint: `sign in as another user, or on the broker: sudo rabbitmqctl set_user_tags ${credentials.user} administrator`
          }
        )
    } catch (thrown) {
      admin.close()
      throw thrown
    }
    await this.#leaveSession()
    const glance = this.#options.openGlance(credentials)
    this.#session = { admin, glance, user: credentials.user }
    await this.#watch.refresh()
  }

  async signOut(): Promise<void> {
    await this.#leaveSession()
    await this.#watch.refresh()
  }

  /** @throws ConsoleError of the broker; `NOT_PERMITTED` for the console's own user or vhost, unless it was said plainly */
  async change(change: BrokerChange, record: ActionRecorder): Promise<BrokerChanged> {
    const admin = this.#admin()
    const { environment, name } = this.#options
    refuseOwn(change, environment, this.#session?.user ?? null)
    const exported = changesDefinitions(change) ? await this.#exportBefore(change) : null
    const what = `${changeSentence(change)}${await this.#messages(change)}`
    const words = {
      environment: name,
      target: { kind: 'broker', name: environment.broker.host },
      what,
      call: callText(change)
    } as const
    await record(words, () => admin.change(change))
    await this.#watch.refresh()
    return { what, exported: exported?.file ?? null }
  }

  async export(): Promise<BrokerExport> {
    const kept = await this.#options.exports.keep(await this.#admin().definitions())
    await this.#watch.refresh()
    return kept
  }

  async preview(user: string, vhost: string, next: Rights): Promise<RightsPreview> {
    const names: VhostNames = {
      tasks: tasksByVhost(this.#options.environment).get(vhost) ?? [],
      queues: this.#watch.queuesOf(vhost),
      exchanges: await this.#watch.exchangesOf(vhost)
    }
    const all = this.#watch.rightsOf(user)
    const before = all.find((entry) => entry.vhost === vhost) ?? null
    const elsewhere = all.flatMap((entry) => (entry.vhost === vhost ? [] : [entry.vhost]))
    return previewRights(next, before, names, elsewhere)
  }

  /** @throws ConsoleError `BROKER_REFUSED` when it is not there any more */
  async count(vhost: string, queue: string | null): Promise<BrokerCount> {
    if (queue === null) return this.#countVhost(vhost)
    const counted = await this.#countQueue({ vhost, name: queue })
    if (counted !== null) return counted
    throw new ConsoleError(
      'BROKER_REFUSED',
      `there is no queue "${queue}" in vhost "${vhost}" any more`,
      {
        hint: 'look at the list again'
      }
    )
  }

  forgetWorker(cluster: ClusterName, worker: string): void {
    this.#workers.forget(cluster, worker)
    this.#watch.tell()
  }

  close(): void {
    this.#watch.stop()
    this.#stopHearing()
    this.#closeSession()
    this.#own?.close()
    this.#glance.close()
  }

  /** Nobody who signed out leaves behind what only he could see. */
  async #leaveSession(): Promise<void> {
    if (this.#session === null) return
    this.#closeSession()
    await this.#watch.forget()
  }

  #closeSession(): void {
    this.#session?.admin.close()
    this.#session?.glance.close()
    this.#session = null
  }

  #admin(): BrokerAdmin {
    const admin = this.#session?.admin ?? this.#own
    if (admin === null) throw noPlugin()
    return admin
  }

  /** Who may not read the definitions may still delete a queue; everything else needs an administrator anyway. */
  async #exportBefore(change: BrokerChange): Promise<BrokerExport | null> {
    try {
      return await this.#options.exports.keep(await this.#admin().definitions())
    } catch (thrown) {
      const forbidden = thrown instanceof ConsoleError && thrown.code === 'NOT_PERMITTED'
      if (forbidden && change.type === 'delete-queue') return null
      throw thrown
    }
  }

  async #messages(change: BrokerChange): Promise<string> {
    if (change.type !== 'purge-queue' && change.type !== 'delete-queue') return ''
    const counted = await this.#countQueue({ vhost: change.vhost, name: change.queue })
    return counted === null
      ? ''
      : `, ${counted.ready} ${counted.ready === 1 ? 'message' : 'messages'}`
  }

  /** The plugin's figures are up to five seconds old, AMQP's are of now; but AMQP may be refused to our users there. */
  async #countQueue(key: QueueKey): Promise<BrokerCount | null> {
    const row = await this.#admin().queueNow(key)
    if (row === null) return null
    const now = await this.#glanceAt(key)
    return {
      queues: 1,
      ready: now?.ready ?? row.ready ?? 0,
      unacknowledged: row.unacknowledged ?? 0,
      consumers: now?.consumers ?? row.consumers ?? 0,
      counted: now === null ? 'recent' : 'exact'
    }
  }

  /** `null`: none of our users may look there. */
  async #glanceAt(key: QueueKey): Promise<Glance | null> {
    for (const glance of [this.#session?.glance, this.#glance]) {
      const found = await glance?.look(key).catch(() => null)
      if (found !== undefined && found !== null) return found
    }
    return null
  }

  async #countVhost(vhost: string): Promise<BrokerCount> {
    const rows = (await this.#admin().queues()).filter((row) => row.vhost === vhost)
    const sum = (of: (row: (typeof rows)[number]) => number | null): number =>
      rows.reduce((total, row) => total + (of(row) ?? 0), 0)
    return {
      queues: rows.length,
      ready: sum((row) => row.ready),
      unacknowledged: sum((row) => row.unacknowledged),
      consumers: sum((row) => row.consumers),
      counted: 'recent'
    }
  }
}

const noPlugin = (): ConsoleError =>
  new ConsoleError('NOT_AVAILABLE', 'the settings name no management plugin for this broker', {
    hint: 'enable it in the set-up, and put its address into "broker.management" of the settings'
  })
