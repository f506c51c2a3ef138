/** What every {@link BrokerAdmin} does, the one in memory and RabbitMQ alike. */
import type { BrokerChange } from '@shared/model/broker-change.js'
import { toWireError, type ErrorCode } from '@shared/model/errors.js'
import { afterAll, expect, test } from 'vitest'
import type { BrokerAdmin } from '../../src/engine/ports/broker-admin.js'

export interface BrokerAdminSubject {
  /** Asks as an administrator. */
  readonly admin: BrokerAdmin
  /** Asks as a user with the tag `monitoring`. */
  readonly monitor: BrokerAdmin
  readonly as: (user: string, password: string) => BrokerAdmin
  /** A queue with this many messages. */
  readonly fill: (vhost: string, queue: string, messages: number) => Promise<void>
}

/** Names that break whoever forgets to encode. */
const VHOST = "broker contract/ü '1?#%"
const USER = 'broker contract/ü 2&+'
const QUEUE = 'q/ü "3" %2F'
const PASSWORD = 'p"ä/:@ 4'

export function brokerAdminContract(open: () => Promise<BrokerAdminSubject>): void {
  let opened: BrokerAdminSubject | null = null
  let subject: BrokerAdminSubject
  const change = (next: BrokerChange): Promise<void> => subject.admin.change(next)
  const ready = async (): Promise<BrokerAdminSubject> => {
    opened ??= await open()
    subject = opened
    return opened
  }

  afterAll(async () => {
    await change({ type: 'delete-vhost', vhost: VHOST, own: 'refuse' }).catch(() => undefined)
    await change({ type: 'delete-user', user: USER, own: 'refuse' }).catch(() => undefined)
  })

  test('says who asks', async () => {
    const { admin, monitor } = await ready()
    expect((await admin.whoAmI()).tags).toEqual(['administrator'])
    expect((await monitor.whoAmI()).tags).toEqual(['monitoring'])
  })

  test('shows node, memory and disk to a monitoring user', async () => {
    const node = await subject.monitor.node()
    expect(node.version).toMatch(/^\d+\.\d+/)
    expect(node.memory?.limit).toBeGreaterThan(0)
    expect(node.disk?.free).toBeGreaterThan(0)
  })

  test('makes a vhost with any name, once', async () => {
    await change({ type: 'create-vhost', vhost: VHOST, description: 'for a test' })
    const made = (await subject.admin.vhosts()).find(({ name }) => name === VHOST)
    expect(made).toMatchObject({ description: 'for a test', messages: 0, running: true })
    await expect(
      change({ type: 'create-vhost', vhost: VHOST, description: '' })
    ).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })

  test('makes a user who can log in, and never overwrites one', async () => {
    await change({ type: 'create-user', user: USER, password: PASSWORD, tags: ['management'] })
    expect(await subject.as(USER, PASSWORD).whoAmI()).toEqual({ name: USER, tags: ['management'] })
    await expect(
      change({ type: 'create-user', user: USER, password: 'other', tags: [] })
    ).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })

  test('keeps the password when tags change, and the tags when the password does', async () => {
    await change({ type: 'set-tags', user: USER, tags: ['monitoring'], own: 'refuse' })
    expect((await subject.as(USER, PASSWORD).whoAmI()).tags).toEqual(['monitoring'])
    await change({ type: 'set-password', user: USER, password: 'another' })
    expect((await subject.as(USER, 'another').whoAmI()).tags).toEqual(['monitoring'])
  })

  test('sets rights, refuses what is no regular expression, clears them', async () => {
    const rights = { configure: '^$', write: '^amq\\.default$', read: '' }
    const target = { vhost: VHOST, user: USER, own: 'refuse' } as const
    await change({ type: 'set-rights', ...target, ...rights })
    const mine = async (): Promise<unknown> =>
      (await subject.admin.rights()).filter(({ user }) => user === USER)
    expect(await mine()).toEqual([{ vhost: VHOST, user: USER, ...rights }])
    await expect(
      change({ type: 'set-rights', ...target, ...rights, read: '*' })
    ).rejects.toMatchObject({ code: 'BROKER_REFUSED' })
    await change({ type: 'clear-rights', ...target })
    expect(await mine()).toEqual([])
  })

  test('refuses rights of somebody or somewhere that is not there', async () => {
    const rights = { configure: '', write: '', read: '', own: 'refuse' } as const
    await expect(
      change({ type: 'set-rights', vhost: VHOST, user: 'broker-nobody', ...rights })
    ).rejects.toMatchObject({ code: 'BROKER_REFUSED' })
  })

  test('purges a queue, deletes it, and misses it afterwards', async () => {
    const key = { vhost: VHOST, name: QUEUE }
    await subject.fill(VHOST, QUEUE, 3)
    expect(await subject.admin.queue(key)).toMatchObject({ ...key, consumers: 0 })
    expect((await subject.admin.queues()).some(({ name }) => name === QUEUE)).toBe(true)
    await change({ type: 'purge-queue', vhost: VHOST, queue: QUEUE })
    await change({ type: 'delete-queue', vhost: VHOST, queue: QUEUE })
    expect(await subject.admin.queue(key)).toBeNull()
    expect(await subject.admin.queueNow(key)).toBeNull()
    await expect(change({ type: 'purge-queue', vhost: VHOST, queue: QUEUE })).rejects.toMatchObject(
      { code: 'BROKER_REFUSED' }
    )
  })

  test('exports users and vhosts by name', async () => {
    const definitions = JSON.parse(await subject.admin.definitions()) as {
      readonly users: readonly { readonly name: string }[]
      readonly vhosts: readonly { readonly name: string }[]
    }
    expect(definitions.users.map(({ name }) => name)).toContain(USER)
    expect(definitions.vhosts.map(({ name }) => name)).toContain(VHOST)
  })

  test.each<[string, ErrorCode, (subject: BrokerAdminSubject) => Promise<unknown>]>([
    ['a wrong password', 'AUTH_REFUSED', ({ as }) => as(USER, 'wrong').whoAmI()],
    ['users asked for by a monitor', 'NOT_PERMITTED', ({ monitor }) => monitor.users()],
    ['rights asked for by a monitor', 'NOT_PERMITTED', ({ monitor }) => monitor.rights()],
    ['definitions asked for by a monitor', 'NOT_PERMITTED', ({ monitor }) => monitor.definitions()],
    [
      'a connection that is not there',
      'BROKER_REFUSED',
      ({ admin }) => admin.change({ type: 'close-connection', connection: 'nobody -> nowhere' })
    ]
  ])('refuses %s as %s', async (_what, code, ask) => {
    const error: unknown = await ask(await ready()).catch((thrown: unknown) => thrown)
    expect(toWireError(error).code).toBe(code)
  })

  test('refuses a user without any tag as one who lacks a tag', async () => {
    await change({ type: 'set-tags', user: USER, tags: [], own: 'refuse' })
    await expect(subject.as(USER, 'another').whoAmI()).rejects.toMatchObject({
      code: 'NOT_PERMITTED'
    })
  })

  test('deletes user and vhost, with what was in it', async () => {
    await change({ type: 'delete-user', user: USER, own: 'refuse' })
    await change({ type: 'delete-vhost', vhost: VHOST, own: 'refuse' })
    expect((await subject.admin.users()).some(({ name }) => name === USER)).toBe(false)
    expect((await subject.admin.vhosts()).some(({ name }) => name === VHOST)).toBe(false)
    await expect(
      change({ type: 'delete-vhost', vhost: VHOST, own: 'refuse' })
    ).rejects.toMatchObject({ code: 'BROKER_REFUSED' })
  })
}
