import { expect, test } from 'vitest'
import { importSettings } from '../../../../../src/engine/protocol/settings/import/import-settings.js'
import { readSettingsText } from '../../../../../src/engine/protocol/settings/settings-text.js'

/** As Medusa 1.0 has it. */
const SETTINGS = JSON.stringify({
  blocksize: 64_000_000,
  clusters: ['s8', 'Node_9', 's11'],
  digests_fault: false,
  execution_mode: 'process',
  faults: 1,
  faults_left: 0,
  hdfs_port: 9000,
  httpfs_port: 14_000,
  httpfs_used: true,
  namenode_address: '172.16.100.5',
  ranking_scheduler: 'prediction',
  relaunch_job_same_cluster: false
})
const CELERY = 'BROKER_URL = "amqp://celeryuser:celery@medusa-rabbitmq/celeryvhost"\n'
const EMPTY = '{}\n'

const environmentsOf = (text: string): Record<string, never> =>
  (JSON.parse(text) as { environments: Record<string, never> }).environments

test('makes one environment of settings.json and celeryconfig.py, which can be saved at once', () => {
  const imported = importSettings(
    [
      { name: 'settings.json', text: SETTINGS },
      { name: 'celeryconfig.py', text: CELERY }
    ],
    EMPTY
  )
  expect(imported.kinds).toEqual(['medusa-settings', 'celeryconfig'])
  expect(readSettingsText(imported.text).issues).toEqual([])
  expect(environmentsOf(imported.text)['medusa']).toMatchObject({
    broker: { host: 'medusa-rabbitmq', port: 5672, user: 'celeryuser' },
    defaults: { faults: 1 },
    clusters: [
      {
        name: 's8',
        address: 's8',
        vhost: 'medusa-s8',
        queue: 's8',
        httpfs: 'http://s8:14000/webhdfs/v1',
        webhdfs: 'http://s8:9870/webhdfs/v1',
        namenode: 'hdfs://s8:9000'
      },
      { name: 'node-9', address: 'Node_9', queue: 'Node_9' },
      { name: 's11' }
    ]
  })
  expect(JSON.parse(imported.text)).toHaveProperty('current', 'medusa')
  expect(imported.secrets).toEqual([{ environment: 'medusa', name: 'broker', value: 'celery' }])
  expect(imported.text + imported.notes.join()).not.toContain('celery@')
  expect(imported.notes).toContain('The cluster "Node_9" is called "node-9".')
})

test('leaves empty what nobody says, so that the form asks for it', () => {
  const { text, notes } = importSettings([{ name: 'settings.json', text: SETTINGS }], EMPTY)
  expect(readSettingsText(text).issues.map(({ path }) => path.join('.'))).toEqual([
    'environments.medusa.broker.host',
    'environments.medusa.broker.user'
  ])
  expect(notes).toContain('The broker is to be filled in: host and user.')
})

test('takes clusters with Medusa 2.0’s own names', () => {
  const text = JSON.stringify({
    faults: 1,
    clusters: [
      {
        name: 'porto',
        address: '10.0.0.1',
        javahome: '/j',
        hadoophome: '/h',
        localhome: '/l',
        namenode: 'hdfs://10.0.0.1:9000',
        queue: 'q'
      }
    ]
  })
  const imported = importSettings([{ name: 'settings.json', text }], EMPTY)
  expect(environmentsOf(imported.text)['medusa']).toMatchObject({
    clusters: [
      {
        name: 'porto',
        javahome: '/j',
        hadoophome: '/h',
        localhome: '/l',
        namenode: 'hdfs://10.0.0.1:9000',
        queue: 'q'
      }
    ]
  })
})

test('keeps what there is, and finds a free name', () => {
  const current = '{\n  "environments": { "medusa": {"kept": 1} }\n}\n'
  const { text } = importSettings([{ name: 'clusters.json', text: '["Node1", "Node2"]' }], current)
  expect(Object.keys(environmentsOf(text))).toEqual(['medusa', 'medusa 2'])
  expect(text).toContain('"medusa": {"kept": 1}')
})

test('brings the environments of an export, and says which it replaces', () => {
  const exported = '{"version": 1, "environments": {"a": {"x": 2}, "b": {}}}'
  const { text, notes, kinds } = importSettings(
    [{ name: 'export.json', text: exported }],
    '{"environments": {"a": {"x": 1}}}'
  )
  expect(kinds).toEqual(['settings'])
  expect(environmentsOf(text)).toEqual({ a: { x: 2 }, b: {} })
  expect(notes).toEqual(['The environment "a" is replaced.'])
})

test.each(['', 'hello', '[1, 2]', '{"a": 1}', '{"clusters": [{}], "faults": 1}', '<xml/>'])(
  'says that %j is nothing it knows',
  (text) => {
    const imported = importSettings([{ name: 'x', text }], EMPTY)
    expect(imported).toMatchObject({ kinds: [null], text: EMPTY, secrets: [] })
    expect(imported.notes).toEqual(['x is no settings file that can be read here.'])
  }
)
