/** {@link BrokerAdmin} over RabbitMQ's management API. */
import type {
  BrokerNode,
  ConnectionRow,
  QueueDetail,
  QueueKey,
  QueueRow
} from '../../../shared/model/broker.js'
import type { BrokerChange } from '../../../shared/model/broker-change.js'
import { ConsoleError } from '../../../shared/model/errors.js'
import type { BrokerAdmin, BrokerUser, BrokerVhost, RightsEntry } from '../../ports/broker-admin.js'
import type { Clock } from '../../ports/system.js'
import {
  connectionRows,
  identity,
  nameOf,
  node,
  queueDetail,
  queueRow,
  rightsRow,
  rows,
  userFacts,
  vhostFacts,
  type Identity
} from '../../protocol/management/answers.js'
import {
  callText,
  changesUser,
  restCall,
  type KeptOfUser
} from '../../protocol/management/changes.js'
import { paths, queries } from '../../protocol/management/urls.js'
import { ManagementClient, parsed, type ManagementAccess } from './management-client.js'

export class RabbitAdmin implements BrokerAdmin {
  readonly #client: ManagementClient
  readonly #clock: Clock
  /** The last list of queues as text: unchanged, it is not read again. */
  #queues: { readonly text: string; readonly rows: readonly QueueRow[] } | null = null

  constructor(access: ManagementAccess, clock: Clock) {
    this.#client = new ManagementClient(access, clock)
    this.#clock = clock
  }

  async whoAmI(): Promise<Identity> {
    return identity(
      await this.#client.json({ what: 'asking the broker who we are', path: paths.whoAmI() })
    )
  }

  async node(): Promise<BrokerNode> {
    const overview = await this.#client.json({
      what: 'reading the broker’s overview',
      path: paths.overview()
    })
    const nodes = await this.#client
      .json({ what: 'reading memory and disk', path: paths.nodes(), query: queries.nodes })
      .catch((thrown: unknown) => {
        // Without the tag "monitoring" there is an overview, and no node.
        if (thrown instanceof ConsoleError && thrown.code === 'NOT_PERMITTED') return []
        throw thrown
      })
    return node(overview, nodes)
  }

  async queues(): Promise<readonly QueueRow[]> {
    const what = 'listing the queues'
    const call = { what, path: paths.queues(), query: queries.queues }
    const text = (await this.#client.text(call)) ?? '[]'
    if (this.#queues?.text !== text)
      this.#queues = { text, rows: rows(what, parsed(what, text)).map(queueRow) }
    return this.#queues.rows
  }

  async queue(key: QueueKey): Promise<QueueDetail | null> {
    const what = `looking at queue "${key.name}"`
    const text = await this.#client.text({ what, path: paths.queue(key), query: queries.queue })
    return text === null ? null : queueDetail(parsed(what, text), this.#clock.now())
  }

  async queueNow(key: QueueKey): Promise<QueueRow | null> {
    const what = `looking at queue "${key.name}"`
    const text = await this.#client.text({ what, path: paths.queue(key) })
    return text === null ? null : queueRow(parsed(what, text) as Readonly<Record<string, unknown>>)
  }

  async exchanges(vhost: string): Promise<readonly string[]> {
    const what = `listing the exchanges of vhost "${vhost}"`
    const path = paths.exchanges(vhost)
    return rows(what, await this.#client.json({ what, path, query: queries.exchanges })).map(nameOf)
  }

  async vhosts(): Promise<readonly BrokerVhost[]> {
    const what = 'listing the vhosts'
    return rows(
      what,
      await this.#client.json({ what, path: paths.vhosts(), query: queries.vhosts })
    ).map(vhostFacts)
  }

  async connections(): Promise<readonly ConnectionRow[]> {
    const what = 'listing the connections'
    const [connections, channels, consumers] = await Promise.all([
      this.#client.json({ what, path: paths.connections(), query: queries.connections }),
      this.#client.json({ what, path: paths.channels(), query: queries.channels }),
      this.#client.json({ what, path: paths.consumers(), query: queries.consumers })
    ])
    return connectionRows(connections, channels, consumers)
  }

  async users(): Promise<readonly BrokerUser[]> {
    const what = 'listing the users'
    return rows(what, await this.#client.json({ what, path: paths.users() })).map((row) => {
      const { name, tags, passwordHash } = userFacts(row)
      return { name, tags, hasPassword: passwordHash !== '' }
    })
  }

  async rights(): Promise<readonly RightsEntry[]> {
    const what = 'listing the permissions'
    return rows(what, await this.#client.json({ what, path: paths.permissions() })).map(rightsRow)
  }

  async definitions(): Promise<string> {
    const what = 'exporting the definitions'
    const text = await this.#client.text({ what, path: paths.definitions() })
    return JSON.stringify(parsed(what, text ?? 'null'), null, 2)
  }

  async change(change: BrokerChange): Promise<void> {
    await this.#refuseOverwriting(change)
    const user = changesUser(change)
    const { method, path, body } = restCall(change, user === null ? null : await this.#kept(user))
    await this.#client.text({ what: callText(change), method, path, body })
  }

  close(): void {
    this.#client.close()
  }

  /** PUT makes and overwrites alike: a new user must not take an old one's password away. */
  async #refuseOverwriting(change: BrokerChange): Promise<void> {
    if (change.type !== 'create-user' && change.type !== 'create-vhost') return
    const [kind, name] =
      change.type === 'create-user' ? ['user', change.user] : ['vhost', change.vhost]
    const path = [`${kind}s`, name]
    if ((await this.#client.text({ what: `looking for ${kind} "${name}"`, path })) === null) return
    throw new ConsoleError('BAD_INPUT', `there is a ${kind} "${name}" already`, {
      hint: `choose another name, or change the ${kind} that is there`
    })
  }

  async #kept(user: string): Promise<KeptOfUser> {
    return userFacts(
      await this.#client.json({ what: `looking at user "${user}"`, path: paths.user(user) })
    )
  }
}
