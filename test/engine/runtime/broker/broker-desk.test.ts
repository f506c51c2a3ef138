import { describe, expect, test } from 'vitest'
import { brokerChangeSchema, type BrokerChange } from '@shared/model/broker-change.js'
import type { BrokerQueues, BrokerSnapshot } from '@shared/model/broker.js'
import { ConsoleError } from '@shared/model/errors.js'
import { environmentSchema, type Environment } from '@shared/model/settings.js'
import type { BrokerDesk } from '../../../../src/engine/runtime/broker/broker-desk.js'
import type { ActionWords } from '../../../../src/engine/runtime/record-actions.js'
import { fakeBrokerDesk } from '../../../main/harness/fake-broker-desk.js'
import { FakeBroker } from '../../../support/fake-broker-admin.js'

const cluster = (name: string): object => ({
  name,
  address: '127.0.0.1',
  vhost: `medusa-${name}`,
  queue: `medusa.${name}`,
  webhdfs: 'http://127.0.0.1:1/webhdfs/v1',
  yarn: 'http://127.0.0.1:1',
  workFolder: '/w',
  user: 'u'
})

const environmentOf = (broker: object): Environment =>
  environmentSchema.parse({
    broker: { host: '127.0.0.1', user: 'console', ...broker },
    clusters: [cluster('porto'), cluster('faro')],
    secretsFile: '/s'
  })

interface Scene {
  readonly broker: FakeBroker
  readonly desk: BrokerDesk
  readonly recorded: ActionWords[]
  readonly kept: string[]
  /** How often it let its connections go. */
  readonly resting: () => number
  readonly change: (change: BrokerChange) => ReturnType<BrokerDesk['change']>
  readonly seen: { snapshot: BrokerSnapshot | null; queues: BrokerQueues | null }
  readonly follow: () => Promise<() => void>
}

function scene(settings: object = { management: 'http://127.0.0.1:1' }): Scene {
  const broker = new FakeBroker()
  broker.users.set('console', { password: 'console', tags: ['monitoring'] })
  broker.users.set('admin', { password: 'a', tags: ['administrator'] })
  broker.vhosts.set('medusa-porto', '')
  const exports = { kept: [] as string[] }
  const glance = (): Promise<{ ready: number; consumers: number }> =>
    Promise.resolve({ ready: 2, consumers: 1 })
  let rested = 0
  const rest = (): void => void (rested += 1)
  const desk = fakeBrokerDesk(
    'lab',
    environmentOf(settings),
    broker,
    glance,
    undefined,
    exports,
    rest
  )
  const recorded: ActionWords[] = []
  const seen: Scene['seen'] = { snapshot: null, queues: null }
  return {
    broker,
    desk,
    recorded,
    seen,
    kept: exports.kept,
    resting: () => rested,
    change: (change) =>
      desk.change(change, (words, work) => {
        recorded.push(words)
        return work()
      }),
    follow: async () => {
      const { stop } = desk.follow({
        snapshot: (snapshot) => (seen.snapshot = snapshot),
        queues: (queues) => (seen.queues = queues),
        rows: () => undefined
      })
      await desk.refresh()
      return stop
    }
  }
}

const aUser = { type: 'create-user', user: 'x', password: 'S3cret', tags: [] } as BrokerChange

describe('the broker’s desk', () => {
  test('keeps the definitions before a change, writes it down without the password, and reads again', async () => {
    const { desk, change, recorded, kept, seen, follow } = scene()
    const stop = await follow()
    await desk.signIn({ user: 'admin', password: 'a' })
    const { exported } = await change(aUser)
    stop()
    expect(kept).toHaveLength(1)
    expect(exported).toContain('definitions-0')
    expect(recorded.map(({ what, call }) => [what, call])).toEqual([
      ['created user x', 'PUT /api/users/x {"password":"…","tags":""}']
    ])
    expect(JSON.stringify(recorded)).not.toContain('S3cret')
    expect(seen.snapshot?.users).toMatchObject({ known: true })
    expect(JSON.stringify(seen.snapshot)).not.toContain('S3cret')
  })

  test('names the count of what was purged, and needs no export for it', async () => {
    const { broker, change, recorded, kept } = scene()
    broker.queues.push({
      vhost: 'medusa-porto',
      name: 'medusa.porto',
      cluster: null,
      ready: 9,
      unacknowledged: 0,
      consumers: 0,
      durable: true,
      exclusive: false,
      state: 'running',
      exists: true
    })
    await change({ type: 'purge-queue', vhost: 'medusa-porto', queue: 'medusa.porto' })
    expect(recorded[0]?.what).toBe('purged queue medusa.porto in vhost medusa-porto, 2 messages')
    expect(kept).toEqual([])
  })

  test('lets a user without the tag delete a queue, without an export', async () => {
    const { broker, change } = scene()
    broker.queues.push({ ...rowOf('q'), vhost: 'medusa-porto' })
    const { exported } = await change({ type: 'delete-queue', vhost: 'medusa-porto', queue: 'q' })
    expect(exported).toBeNull()
  })

  test.each<BrokerChange>([
    { type: 'delete-user', user: 'console', own: 'refuse' },
    { type: 'set-tags', user: 'console', tags: [], own: 'refuse' },
    { type: 'clear-rights', user: 'console', vhost: 'medusa-porto', own: 'refuse' },
    { type: 'delete-user', user: 'admin', own: 'refuse' },
    { type: 'delete-vhost', vhost: 'medusa-porto', own: 'refuse' }
  ])('does not saw off its own branch unless it was said plainly: $type', async (next) => {
    const { broker, desk, change } = scene()
    await desk.signIn({ user: 'admin', password: 'a' })
    await expect(change(next)).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
    expect(broker.changes).toEqual([])
    if (next.type === 'delete-vhost') {
      await change({ ...next, own: 'accept' })
      expect(broker.changes).toEqual(['delete-vhost'])
    }
  })

  test('signs nobody in who is no administrator, and forgets at signing out what only they see', async () => {
    const { desk, seen, follow } = scene()
    const stop = await follow()
    expect(seen.snapshot?.users).toMatchObject({ known: false, code: 'NOT_PERMITTED' })
    await expect(desk.signIn({ user: 'console', password: 'console' })).rejects.toMatchObject({
      code: 'NOT_PERMITTED'
    })
    await expect(desk.signIn({ user: 'admin', password: 'no' })).rejects.toMatchObject({
      code: 'AUTH_REFUSED'
    })
    await desk.signIn({ user: 'admin', password: 'a' })
    expect(seen.snapshot?.users).toMatchObject({ known: true })
    await desk.signOut()
    stop()
    expect(seen.snapshot?.users).toMatchObject({ known: false, last: null })
  })

  test('forgets at signing out all that was seen as the administrator, also what a late answer brings', async () => {
    const { broker, desk, seen, follow } = scene()
    const stop = await follow()
    await desk.signIn({ user: 'admin', password: 'a' })
    for (const tab of ['connections', 'vhosts'] as const) {
      desk.look({ tab, rows: [] })
      await desk.refresh()
    }
    desk.look({ tab: 'workers', rows: [] })
    expect(seen.snapshot).toMatchObject({ connections: { known: true }, vhosts: { known: true } })
    broker.queues.push({ ...rowOf('secret'), vhost: 'medusa-porto' })
    const late = desk.refresh()
    await desk.signOut()
    await late
    stop()
    expect(seen.snapshot).toMatchObject({
      connections: { known: false, last: null },
      vhosts: { known: false, last: null },
      acting: { value: { user: 'console' } }
    })
  })

  test('lets its connections go when nobody looks, and looks again afterwards', async () => {
    const { broker, desk, seen, follow, resting } = scene()
    broker.down = new ConsoleError('MANAGEMENT_UNREACHABLE', 'away')
    const stop = await follow()
    expect(resting()).toBe(0)
    stop()
    expect(resting()).toBe(1)
    await desk.refresh()
    expect([resting(), seen.queues?.rows.length]).toEqual([2, 2])
    await follow()
    expect(seen.snapshot).toMatchObject({ source: 'amqp' })
    desk.close()
  })

  test('falls back to AMQP when the plugin is away, keeps old figures as old, and comes back', async () => {
    const { broker, desk, seen, follow } = scene()
    const stop = await follow()
    expect(seen.snapshot).toMatchObject({ source: 'management', node: { known: true } })
    broker.down = new ConsoleError('MANAGEMENT_UNREACHABLE', 'away')
    await desk.refresh()
    expect(seen.snapshot).toMatchObject({
      source: 'amqp',
      problem: { code: 'MANAGEMENT_UNREACHABLE' },
      node: { known: false, last: { value: { version: '3.10.8' } } }
    })
    expect(seen.queues?.rows.map(({ name, ready }) => [name, ready])).toEqual([
      ['medusa.porto', 2],
      ['medusa.faro', 2]
    ])
    broker.down = null
    await desk.refresh()
    stop()
    expect(seen.snapshot).toMatchObject({ source: 'management', problem: null })
  })

  test('says of a task queue of the settings that it is not there', async () => {
    const { seen, follow } = scene()
    const stop = await follow()
    stop()
    expect(seen.queues?.rows.map(({ name, exists }) => [name, exists])).toEqual([
      ['medusa.porto', false],
      ['medusa.faro', false]
    ])
  })

  test('changes nothing where no plugin is set up, and says how to get one', async () => {
    const { change } = scene({})
    await expect(change(aUser)).rejects.toMatchObject({ code: 'NOT_AVAILABLE' })
  })
})

test.each([
  { type: 'create-user', user: 'x'.repeat(256), password: 'p', tags: [] },
  { type: 'create-user', user: 'x', password: '', tags: [] },
  { type: 'create-user', user: 'x', password: 'p', tags: ['root'] },
  { type: 'create-vhost', vhost: 'a\u0000', description: '' },
  {
    type: 'set-rights',
    user: 'x',
    vhost: 'v',
    configure: 'a'.repeat(2_001),
    write: '',
    read: '',
    own: 'refuse'
  },
  { type: 'format-disk' }
])('a page cannot ask for %o', (change) => {
  expect(brokerChangeSchema.safeParse(change).success).toBe(false)
})

function rowOf(name: string): FakeBroker['queues'][number] {
  return {
    vhost: 'v',
    name,
    cluster: null,
    ready: 0,
    unacknowledged: 0,
    consumers: 0,
    durable: true,
    exclusive: false,
    state: 'running',
    exists: true
  }
}
