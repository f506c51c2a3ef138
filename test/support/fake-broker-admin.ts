/** A broker's administration in memory. Passes the same contract suite as RabbitMQ (test/contract/broker-admin.test.ts). */
import type {
  BrokerNode,
  ConnectionRow,
  QueueDetail,
  QueueKey,
  QueueRow
} from '@shared/model/broker.js'
import type { BrokerChange } from '@shared/model/broker-change.js'
import { assertNever, ConsoleError } from '@shared/model/errors.js'
import { millis } from '@shared/model/ids.js'
import { compilePattern } from '@shared/text/pattern.js'
import type {
  BrokerAdmin,
  BrokerUser,
  BrokerVhost,
  RightsEntry
} from '../../src/engine/ports/broker-admin.js'

interface FakeUser {
  password: string
  tags: readonly string[]
}

/** What all users of one broker see. */
export class FakeBroker {
  readonly users = new Map<string, FakeUser>()
  readonly vhosts = new Map<string, string>()
  readonly rights: RightsEntry[] = []
  queues: QueueRow[] = []
  connections: ConnectionRow[] = []
  /** What a broker that is away says. */
  down: ConsoleError | null = null
  /** Changes that were carried out. */
  readonly changes: BrokerChange['type'][] = []

  as(user: string, password: string): BrokerAdmin {
    return new FakeBrokerAdmin(this, user, password)
  }
}

class FakeBrokerAdmin implements BrokerAdmin {
  constructor(
    private readonly broker: FakeBroker,
    private readonly user: string,
    private readonly password: string
  ) {}

  async whoAmI(): Promise<{ readonly name: string; readonly tags: readonly string[] }> {
    return this.#asked(() => ({ name: this.user, tags: this.#tags() }))
  }

  async node(): Promise<BrokerNode> {
    return this.#asked(() => ({
      name: 'rabbit@fake',
      version: '3.10.8',
      erlang: '25.2.3',
      publishRate: 0,
      deliverRate: 0,
      connections: this.broker.connections.length,
      channels: 0,
      consumers: 0,
      queues: this.broker.queues.length,
      memory: { used: 137_000_000, limit: 1_000_000_000, alarm: false },
      disk: { free: 80_000_000_000, limit: 64_000_000, alarm: false },
      uptimeMs: 1_000
    }))
  }

  async queues(): Promise<readonly QueueRow[]> {
    return this.#asked(() => this.broker.queues)
  }

  async queue(key: QueueKey): Promise<QueueDetail | null> {
    return this.#asked(() => {
      const row = this.#find(key)
      return row === null
        ? null
        : {
            ...key,
            at: millis(Date.now()),
            consumers: row.consumers ?? 0,
            inRate: 0,
            outRate: 0,
            samples: [],
            sampleSeconds: 10
          }
    })
  }

  async queueNow(key: QueueKey): Promise<QueueRow | null> {
    return this.#asked(() => this.#find(key))
  }

  async exchanges(): Promise<readonly string[]> {
    return this.#asked(() => ['', 'amq.direct', 'amq.topic', 'celeryev'])
  }

  async vhosts(): Promise<readonly BrokerVhost[]> {
    return this.#asked(() =>
      [...this.broker.vhosts].map(([name, description]) => ({
        name,
        description,
        messages: 0,
        running: true
      }))
    )
  }

  async connections(): Promise<readonly ConnectionRow[]> {
    return this.#asked(() => this.broker.connections)
  }

  async users(): Promise<readonly BrokerUser[]> {
    return this.#administrator('listing the users', () =>
      [...this.broker.users].map(([name, { tags, password }]) => ({
        name,
        tags,
        hasPassword: password !== ''
      }))
    )
  }

  async rights(): Promise<readonly RightsEntry[]> {
    return this.#administrator('listing the permissions', () => this.broker.rights)
  }

  async definitions(): Promise<string> {
    return this.#administrator('exporting the definitions', () =>
      JSON.stringify({
        users: [...this.broker.users.keys()].map((name) => ({ name })),
        vhosts: [...this.broker.vhosts.keys()].map((name) => ({ name })),
        permissions: this.broker.rights
      })
    )
  }

  async change(change: BrokerChange): Promise<void> {
    const open = change.type === 'purge-queue' || change.type === 'delete-queue'
    const carryOut = (): void => {
      this.#carryOut(change)
      this.broker.changes.push(change.type)
    }
    return open ? this.#asked(carryOut) : this.#administrator(change.type, carryOut)
  }

  close(): void {
    // nothing is open
  }

  #carryOut(change: BrokerChange): void {
    const { users, vhosts, rights } = this.broker
    switch (change.type) {
      case 'create-user':
        this.#isNew('user', users.has(change.user), change.user)
        users.set(change.user, { password: change.password, tags: change.tags })
        return
      case 'set-password':
        this.#user(change.user).password = change.password
        return
      case 'set-tags':
        this.#user(change.user).tags = change.tags
        return
      case 'delete-user':
        this.#user(change.user)
        users.delete(change.user)
        this.#dropRights(({ user }) => user === change.user)
        return
      case 'create-vhost':
        this.#isNew('vhost', vhosts.has(change.vhost), change.vhost)
        vhosts.set(change.vhost, change.description)
        return
      case 'delete-vhost':
        if (!vhosts.delete(change.vhost)) throw refused('the vhost is not there')
        this.#dropRights(({ vhost }) => vhost === change.vhost)
        this.broker.queues = this.broker.queues.filter(({ vhost }) => vhost !== change.vhost)
        return
      case 'set-rights': {
        if (!vhosts.has(change.vhost) || !users.has(change.user))
          throw refused('the user or the vhost is not there')
        const { user, vhost, configure, write, read } = change
        for (const pattern of [configure, write, read])
          if (compilePattern(pattern).type === 'invalid') throw refused('invalid_regexp')
        this.#dropRights((entry) => entry.user === user && entry.vhost === vhost)
        rights.push({ user, vhost, configure, write, read })
        return
      }
      case 'clear-rights':
        this.#dropRights(({ user, vhost }) => user === change.user && vhost === change.vhost)
        return
      case 'purge-queue':
        this.#replace(change, (row) => [{ ...row, ready: 0 }])
        return
      case 'delete-queue':
        this.#replace(change, () => [])
        return
      case 'close-connection': {
        const left = this.broker.connections.filter(({ name }) => name !== change.connection)
        if (left.length === this.broker.connections.length)
          throw refused('the connection is not there')
        this.broker.connections = left
        return
      }
      default:
        assertNever(change, 'broker change')
    }
  }

  #replace(
    { vhost, queue }: { readonly vhost: string; readonly queue: string },
    by: (row: QueueRow) => QueueRow[]
  ): void {
    if (this.#find({ vhost, name: queue }) === null) throw refused('the queue is not there')
    this.broker.queues = this.broker.queues.flatMap((row) =>
      row.vhost === vhost && row.name === queue ? by(row) : [row]
    )
  }

  #find({ vhost, name }: QueueKey): QueueRow | null {
    return this.broker.queues.find((row) => row.vhost === vhost && row.name === name) ?? null
  }

  #dropRights(which: (entry: RightsEntry) => boolean): void {
    const { rights } = this.broker
    rights.splice(0, rights.length, ...rights.filter((entry) => !which(entry)))
  }

  #user(name: string): FakeUser {
    const found = this.broker.users.get(name)
    if (found === undefined) throw refused(`user "${name}" is not there`)
    return found
  }

  #isNew(kind: string, there: boolean, name: string): void {
    if (there) throw new ConsoleError('BAD_INPUT', `there is a ${kind} "${name}" already`)
  }

  #tags(): readonly string[] {
    return this.broker.users.get(this.user)?.tags ?? []
  }

  async #administrator<T>(what: string, work: () => T): Promise<T> {
    return this.#asked(() => {
      if (!this.#tags().includes('administrator'))
        throw new ConsoleError('NOT_PERMITTED', `${what} needs a user with the tag "administrator"`)
      return work()
    })
  }

  async #asked<T>(work: () => T): Promise<T> {
    await Promise.resolve()
    if (this.broker.down !== null) throw this.broker.down
    const user = this.broker.users.get(this.user)
    if (user?.password !== this.password)
      throw new ConsoleError('AUTH_REFUSED', `refused user "${this.user}"`)
    if (user.tags.length === 0)
      throw new ConsoleError('NOT_PERMITTED', `"${this.user}" lacks a tag: Not management user`)
    return work()
  }
}

const refused = (why: string): ConsoleError => new ConsoleError('BROKER_REFUSED', why)
