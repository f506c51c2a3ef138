import { describe, expect, test } from 'vitest'
import { millis } from '@shared/model/ids.js'
import type { EnvironmentSnapshot } from '@shared/model/watch.js'
import type { SetupView } from '@shared/ipc/areas/lab.js'
import {
  byTrouble,
  levelCounts,
  readiness,
  summary,
  worst,
  type Check
} from '../../../../src/renderer/src/features/setup/readiness.js'
import { aCluster, anEnvironment, aSetup, name } from './views.js'

const check = (
  group: string,
  id: string,
  watch: EnvironmentSnapshot,
  setup: SetupView = aSetup()
): Check =>
  readiness(watch, setup)
    .find((each) => each.name === group)!
    .checks.find((each) => each.id === id)!
const said = (watch: EnvironmentSnapshot) => summary(watch, readiness(watch, aSetup()))

test('a lab where everything answers is ready, and every check is right', () => {
  const watch = anEnvironment()
  expect([said(watch), readiness(watch, aSetup()).map(({ checks }) => worst(checks))]).toEqual([
    { level: 'right', text: 'Ready: 3 clusters count, f = 1 needs 3' },
    ['right', 'right', 'right', 'right']
  ])
})

test('without a broker no run can start, whatever the clusters look like', () => {
  const { broker } = anEnvironment()
  const watch = anEnvironment({
    broker: { ...broker, state: 'disconnected', reason: 'connection refused' }
  })
  expect([said(watch).level, check('Broker', 'link', watch)]).toMatchObject([
    'wrong',
    { level: 'wrong', seen: '127.0.0.1:5682: connection refused', page: { text: 'Settings' } }
  ])
})

test('a broker that nobody asks, for want of clusters, is neither right nor wrong', () => {
  const broker = {
    ...anEnvironment().broker,
    state: 'unasked',
    reason: 'no cluster yet',
    vhosts: { up: 0, all: 0 }
  } as const
  expect(check('Broker', 'link', anEnvironment({ broker, clusters: [] }))).toMatchObject({
    level: 'unasked',
    seen: '127.0.0.1:5682: no cluster yet',
    remedy: null
  })
})

test('without a broker what comes only through it is unknown, and the broker alone has a remedy', () => {
  const { broker } = anEnvironment()
  const cut = { known: false, why: 'cut', code: 'BROKER_UNREACHABLE', last: null } as const
  const watch = anEnvironment({
    broker: { ...broker, state: 'disconnected', vhosts: { up: 0, all: 1 } },
    clusters: [aCluster('porto', { heartbeat: cut, storage: cut, facts: cut })]
  })
  const checks = readiness(watch, aSetup()).flatMap((group) => group.checks)
  expect([
    checks.map(({ id, level }) => `${id} ${level}`),
    checks.filter(({ remedy }) => remedy !== null).map(({ id }) => id)
  ]).toEqual([
    [
      'link wrong',
      'vhosts unknown',
      'management unasked',
      'heartbeat unknown',
      'hdfs unknown',
      'yarn right',
      'ssh unasked',
      'facts unknown',
      'clock unknown',
      'root unknown'
    ],
    ['link']
  ])
})

test('no vhost of no cluster is not asked, which is not right', () => {
  const { broker } = anEnvironment()
  const watch = anEnvironment({ broker: { ...broker, vhosts: { up: 0, all: 0 } }, clusters: [] })
  expect(check('Broker', 'vhosts', watch)).toMatchObject({
    level: 'unasked',
    seen: 'no cluster in the settings needs one',
    remedy: null
  })
})

test('what is right is counted beside what was not asked', () => {
  const [, porto] = readiness(anEnvironment(), aSetup())
  expect(levelCounts(porto!.checks)).toEqual([
    { level: 'right', count: 6 },
    { level: 'unasked', count: 1 }
  ])
})

test('too few clusters for f is told with both numbers', () => {
  const [porto, lisbon, faro] = anEnvironment().clusters
  const watch = anEnvironment({ clusters: [porto!, lisbon!, { ...faro!, counts: false }] })
  expect(said(watch)).toEqual({
    level: 'wrong',
    text: '2 of 3 clusters that f = 1 needs are there'
  })
})

describe('what was not seen', () => {
  const unseen = (code: 'HDFS_ERROR' | null) =>
    anEnvironment({
      clusters: [
        aCluster('porto', { storage: { known: false, why: 'not asked yet', code, last: null } })
      ]
    })

  test('is unknown while nobody asked, and asks for nothing', () => {
    expect(check('porto', 'hdfs', unseen(null))).toMatchObject({
      level: 'unknown',
      seen: 'not asked yet',
      remedy: null
    })
  })

  test('is wrong when it was asked and failed, with a remedy', () => {
    expect(check('porto', 'hdfs', unseen('HDFS_ERROR'))).toMatchObject({
      level: 'wrong',
      remedy: expect.stringContaining('NameNode') as string
    })
  })
})

test.each([
  [
    'a clock that is 5 s off',
    { clock: { known: true, value: { aheadMs: -5_000, errorMs: 20 }, at: millis(1) } },
    'clock',
    '−5.0'
  ],
  [
    'a full HDFS',
    { storage: { known: true, value: { capacityBytes: 1e12, freeBytes: 1e9 }, at: millis(1) } },
    'hdfs',
    'only 954'
  ],
  ['a worker of root', { facts: rooted() }, 'root', 'runs as root']
] as const)('%s wants attention', (_what, change, id, text) => {
  const found = check('porto', id, anEnvironment({ clusters: [aCluster('porto', change)] }))
  expect([found.level, found.seen]).toEqual(['attention', expect.stringContaining(text)])
  expect(found.remedy).not.toBeNull()
})

function rooted() {
  const { facts } = aCluster('porto')
  if (!facts.known) throw new Error('the fixture has facts')
  return { ...facts, value: { ...facts.value, root: true } }
}

test('a ResourceManager without a node takes no work', () => {
  const { yarn } = aCluster('porto')
  if (!yarn.known) throw new Error('the fixture has yarn')
  const porto = aCluster('porto', { yarn: { ...yarn, value: { ...yarn.value, nodes: 0 } } })
  expect(check('porto', 'yarn', anEnvironment({ clusters: [porto] })).level).toBe('wrong')
})

test('what only stands in the settings is not called right', () => {
  const watch = anEnvironment()
  expect([check('Broker', 'management', watch), check('porto', 'ssh', watch)]).toMatchObject([
    { level: 'unasked', seen: 'http://127.0.0.1:15682: in the settings, not asked here' },
    { level: 'unasked', seen: 'medusa-lab@127.0.1.1:2222: in the settings, not asked here' }
  ])
})

test('of many clusters those with the most trouble come first, after the broker', () => {
  const silent = {
    known: false,
    why: 'no answer',
    code: 'CLUSTER_UNREACHABLE',
    last: null
  } as const
  const watch = anEnvironment({
    clusters: [aCluster('porto'), aCluster('lisbon', { heartbeat: silent }), aCluster('faro')]
  })
  expect(byTrouble(readiness(watch, aSetup())).map((group) => group.name)).toEqual([
    'Broker',
    'lisbon',
    'porto',
    'faro'
  ])
})

test('no ssh and no management plugin do not stop a run, and say what is missed', () => {
  const setup = aSetup({
    management: null,
    clusters: [{ name: name('porto'), ssh: null, httpfs: false }]
  })
  const watch = anEnvironment()
  expect([
    check('Broker', 'management', watch, setup),
    check('porto', 'ssh', watch, setup)
  ]).toMatchObject([
    { level: 'attention', command: 'rabbitmq-plugins enable rabbitmq_management' },
    { level: 'attention', page: { href: '#/clusters/porto/edit' } }
  ])
})
