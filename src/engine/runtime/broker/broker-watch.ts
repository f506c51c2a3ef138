/**
 * Looks at a broker every two seconds while somebody looks on: first whether the plugin answers at all, then only what is in view.
 *
 * Each part stands for itself: what cannot be read says why and keeps its last value. Without the plugin AMQP is asked for the queues of the
 * settings. Rounds never overlap: a slow broker is asked less often, not more at once.
 */
import type {
  ActingUser,
  BrokerPicture,
  BrokerQueues,
  BrokerRows,
  BrokerSnapshot,
  BrokerTab,
  QueueDetail,
  QueueKey,
  QueueRow,
  UserRow,
  WorkerRow
} from '../../../shared/model/broker.js'
import { toWireError } from '../../../shared/model/errors.js'
import type { Environment } from '../../../shared/model/settings.js'
import type { Seen } from '../../../shared/model/watch.js'
import { userSentence } from '../../domain/broker/user-sentence.js'
import type { BrokerAdmin, BrokerUser, RightsEntry } from '../../ports/broker-admin.js'
import type { DefinitionExports } from '../../ports/definition-exports.js'
import type { QueueGlance } from '../../ports/queue-glance.js'
import type { Clock } from '../../ports/system.js'
import { lastOf, notAsked, seen, unseenAfter } from '../seen.js'
import { glanceQueues } from './glance-queues.js'
import { settingsQueues, tasksByVhost, withClusters } from './settings-queues.js'

export interface Focus {
  readonly tab: BrokerTab
  readonly rows: readonly QueueKey[]
}

export interface BrokerListener {
  snapshot(snapshot: BrokerSnapshot): void
  queues(queues: BrokerQueues): void
  rows(rows: BrokerRows): void
}

export interface BrokerWatchOptions {
  readonly name: string
  readonly environment: Environment
  /** As whom the plugin is asked now; `null`: there is none. */
  readonly admin: () => BrokerAdmin | null
  /** The user somebody signed in with; `null`: nobody did. */
  readonly signedIn: () => string | null
  readonly glance: QueueGlance
  readonly exports: DefinitionExports
  readonly workers: () => readonly WorkerRow[]
  readonly clock: Clock
}

const EVERY_MS = 2_000
/** Between a slow round and the next. */
const PAUSE_MS = 500
const AT_ONCE = 4

export class BrokerWatch {
  readonly #options: BrokerWatchOptions
  #snapshot: BrokerSnapshot
  #queues: readonly QueueRow[] = []
  #rows: readonly QueueDetail[] = []
  /** Of the list that the rows were made from: the same one needs no new rows. */
  #listed: readonly QueueRow[] | null = null
  #version = 1
  #focus: Focus = { tab: 'queues', rows: [] }
  #listener: BrokerListener | null = null
  #stopTimer: () => void = () => undefined
  #round: Promise<void> | null = null
  /** Sentences cost regular expressions: made anew only for what changed. */
  #said: { readonly text: string; readonly users: readonly UserRow[] } | null = null
  readonly #exchanges = new Map<string, readonly string[]>()

  constructor(options: BrokerWatchOptions) {
    this.#options = options
    this.#snapshot = nothingSeen(options, 1)
  }

  start(listener: BrokerListener): {
    readonly picture: BrokerPicture
    readonly stop: () => void
  } {
    this.#listener = listener
    void this.refresh()
    return {
      picture: this.#picture(),
      stop: () => {
        if (this.#listener === listener) this.stop()
      }
    }
  }

  stop(): void {
    this.#listener = null
    this.#stopTimer()
    this.#options.glance.rest()
  }

  look(focus: Focus): void {
    const other = focus.tab !== this.#focus.tab
    const fresh = focus.rows.some((key) => !this.#rows.some((row) => same(row, key)))
    this.#focus = focus
    if (other || fresh) void this.refresh()
  }

  /** A whole round that begins after this call. */
  async refresh(): Promise<void> {
    await this.#round
    this.#round ??= this.#once().finally(() => {
      this.#round = null
    })
    await this.#round
  }

  /** Says again what is known. */
  tell(): void {
    this.#change({ workers: this.#options.workers() })
    this.#listener?.snapshot(this.#snapshot)
  }

  /** As if nothing had ever been seen. n.b. once more after the round that is on its way, which still asks as who is gone. */
  async forget(): Promise<void> {
    this.#seeNothing()
    if (this.#round === null) return
    await this.#round
    this.#seeNothing()
  }

  #seeNothing(): void {
    this.#listed = null
    this.#said = null
    this.#rows = []
    this.#version += 1
    this.#snapshot = nothingSeen(this.#options, this.#version)
    this.#setQueues([])
    this.#listener?.rows(this.#picture().rows)
    this.tell()
  }

  queuesOf(vhost: string): readonly string[] {
    return this.#queues.flatMap((row) => (row.vhost === vhost ? [row.name] : []))
  }

  rightsOf(user: string): UserRow['rights'] {
    return lastOf(this.#snapshot.users)?.find(({ name }) => name === user)?.rights ?? []
  }

  /** For previews while typing: asked once a vhost until the next change. */
  async exchangesOf(vhost: string): Promise<readonly string[]> {
    const known = this.#exchanges.get(vhost)
    if (known !== undefined) return known
    // A preview without them still knows all names that matter to Medusa.
    const names = await this.#options
      .admin()
      ?.exchanges(vhost)
      .catch(() => null)
    if (names === undefined || names === null) return []
    this.#exchanges.set(vhost, names)
    return names
  }

  async #once(): Promise<void> {
    this.#stopTimer()
    const began = this.#options.clock.now()
    await this.#ask()
    this.#change({ workers: this.#options.workers(), exports: await this.#exports() })
    this.#listener?.snapshot(this.#snapshot)
    if (this.#listener === null) {
      this.#options.glance.rest() // it may have looked since the last listener went
      return
    }
    const pause = Math.max(PAUSE_MS, EVERY_MS - (this.#options.clock.now() - began))
    this.#stopTimer = this.#options.clock.after(pause, () => void this.refresh())
  }

  async #ask(): Promise<void> {
    const admin = this.#options.admin()
    if (admin === null) {
      await this.#askAmqp()
      return
    }
    const sent = this.#options.clock.now()
    try {
      const { name, tags } = await admin.whoAmI()
      const at = this.#options.clock.now()
      const acting: ActingUser = {
        user: name,
        tags,
        administrator: tags.includes('administrator'),
        from: this.#options.signedIn() === null ? 'settings' : 'session'
      }
      this.#change({ acting: seen(acting, at), roundTripMs: seen(at - sent, at), problem: null })
    } catch (thrown) {
      this.#blind(thrown)
      await this.#askAmqp()
      return
    }
    this.#change({ source: 'management', amqpProblem: null })
    await Promise.all([
      this.#part('node', () => admin.node()),
      this.#askQueues(admin),
      this.#askRows(admin),
      ...this.#askTab(admin)
    ])
  }

  #askTab(admin: BrokerAdmin): readonly Promise<void>[] {
    const { tab } = this.#focus
    const { environment } = this.#options
    const tasks = tasksByVhost(environment)
    const vhosts = (): Promise<void> =>
      this.#part('vhosts', async () =>
        (await admin.vhosts()).map((vhost) => ({
          ...vhost,
          clusters: (tasks.get(vhost.name) ?? []).map(({ cluster }) => cluster)
        }))
      )
    switch (tab) {
      case 'connections':
        return [this.#part('connections', () => admin.connections())]
      case 'vhosts':
        return [vhosts()]
      case 'queues':
        return [vhosts(), this.#part('users', () => this.#users(admin))]
      case 'workers':
        return []
    }
  }

  async #users(admin: BrokerAdmin): Promise<readonly UserRow[]> {
    const [users, rights] = await Promise.all([admin.users(), admin.rights()])
    const text = JSON.stringify([users, rights])
    if (this.#said?.text !== text) this.#said = { text, users: this.#sayUsers(users, rights) }
    return this.#said.users
  }

  #sayUsers(users: readonly BrokerUser[], rights: readonly RightsEntry[]): readonly UserRow[] {
    const { environment } = this.#options
    const tasks = tasksByVhost(environment)
    return users.map((user) => {
      const own = user.name === environment.broker.user
      const entries = rights.flatMap(({ user: name, ...entry }) =>
        name === user.name ? [entry] : []
      )
      return {
        ...user,
        rights: entries,
        own,
        says: userSentence({ tags: user.tags, rights: entries, own }, tasks)
      }
    })
  }

  async #askQueues(admin: BrokerAdmin): Promise<void> {
    await this.#part('queues', async () => {
      const listed = await admin.queues()
      if (listed !== this.#listed) {
        this.#listed = listed
        this.#setQueues(withClusters(listed, settingsQueues(this.#options.environment)))
      }
      return listed.length
    })
  }

  /** What can't be seen keeps its last figures, which show their age. */
  async #askRows(admin: BrokerAdmin): Promise<void> {
    const wanted = this.#focus.tab === 'queues' ? [...this.#focus.rows] : []
    const found = new Map(this.#rows.map((row) => [`${row.vhost}\n${row.name}`, row]))
    const keys = [...wanted]
    const next = async (): Promise<void> => {
      for (let key = keys.shift(); key !== undefined; key = keys.shift()) {
        const detail = await admin.queue(key).catch(() => undefined)
        if (detail === null) found.delete(`${key.vhost}\n${key.name}`)
        else if (detail !== undefined) found.set(`${key.vhost}\n${key.name}`, detail)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, next))
    const rows = wanted.flatMap(({ vhost, name }) => found.get(`${vhost}\n${name}`) ?? [])
    if (rows.length === 0 && this.#rows.length === 0) return
    this.#rows = rows
    this.#listener?.rows(this.#picture().rows)
  }

  async #askAmqp(): Promise<void> {
    const { environment, glance, clock } = this.#options
    const { rows, problem } = await glanceQueues(settingsQueues(environment), glance)
    this.#listed = null
    if (problem === null) {
      this.#setQueues(rows)
      this.#change({ queues: seen(rows.length, clock.now()), source: 'amqp', amqpProblem: null })
      return
    }
    this.#change({
      source: 'nothing',
      amqpProblem: toWireError(problem),
      queues: unseenAfter(this.#snapshot.queues, problem)
    })
    if (this.#queues.length === 0) this.#setQueues(rows)
  }

  /** The plugin does not answer, so nothing of it is known now. */
  #blind(thrown: unknown): void {
    const { acting, node, roundTripMs, queues, vhosts, connections, users } = this.#snapshot
    this.#change({
      problem: toWireError(thrown),
      acting: unseenAfter(acting, thrown),
      node: unseenAfter(node, thrown),
      roundTripMs: unseenAfter(roundTripMs, thrown),
      queues: unseenAfter(queues, thrown),
      vhosts: unseenAfter(vhosts, thrown),
      connections: unseenAfter(connections, thrown),
      users: unseenAfter(users, thrown)
    })
  }

  async #part<K extends 'node' | 'queues' | 'vhosts' | 'connections' | 'users'>(
    name: K,
    ask: () => Promise<BrokerSnapshot[K] extends Seen<infer T> ? T : never>
  ): Promise<void> {
    try {
      this.#change({ [name]: seen(await ask(), this.#options.clock.now()) })
    } catch (thrown) {
      this.#change({ [name]: unseenAfter(this.#snapshot[name] as Seen<unknown>, thrown) })
    }
  }

  async #exports(): Promise<BrokerSnapshot['exports']> {
    // A list of files is not worth a blind page; keeping one says what is wrong.
    return this.#options.exports.list().catch(() => [])
  }

  #setQueues(rows: readonly QueueRow[]): void {
    this.#queues = rows
    this.#exchanges.clear()
    this.#version += 1
    this.#listener?.queues(this.#picture().queues)
  }

  #change(change: Partial<BrokerSnapshot>): void {
    this.#version += 1
    this.#snapshot = {
      ...this.#snapshot,
      ...change,
      version: this.#version,
      at: this.#options.clock.now()
    }
  }

  #picture(): BrokerPicture {
    const { name: environment } = this.#options
    return {
      snapshot: this.#snapshot,
      queues: { environment, version: this.#version, rows: this.#queues },
      rows: { environment, version: this.#version, rows: this.#rows }
    }
  }
}

const nothingSeen = (
  { name, environment, clock }: BrokerWatchOptions,
  version: number
): BrokerSnapshot => ({
  environment: name,
  version,
  at: clock.now(),
  management: environment.broker.management ?? null,
  source: 'nothing',
  problem: null,
  amqpProblem: null,
  acting: notAsked,
  node: notAsked,
  roundTripMs: notAsked,
  queues: notAsked,
  vhosts: notAsked,
  connections: notAsked,
  users: notAsked,
  workers: [],
  exports: []
})

const same = (a: QueueKey, b: QueueKey): boolean => a.vhost === b.vhost && a.name === b.name
