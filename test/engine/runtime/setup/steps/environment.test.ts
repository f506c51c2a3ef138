import { expect, test } from 'vitest'
import type { Bench } from '../../../../../src/engine/runtime/setup/bench.js'
import type { ClusterFacts } from '../../../../../src/engine/runtime/setup/facts.js'
import { environmentOf } from '../../../../../src/engine/runtime/setup/steps/environment-of.js'
import { consoleEnvironment } from '../../../../../src/engine/runtime/setup/steps/console/environment.js'
import { siteSchema } from '../../../../../src/shared/model/setup-site.js'
import type { Environment } from '../../../../../src/shared/model/settings.js'

const ssh = { user: 'anna', hostKey: `SHA256:${'k'.repeat(43)}`, identityFile: '/key' }
const site = siteSchema.parse({
  broker: { host: 'mq' },
  clusters: ['porto', 'lisbon'].map((name) => ({ name, ssh: { ...ssh, host: name } }))
})

const factsOf = (name: string): Partial<ClusterFacts> => ({
  host: { user: 'anna', hostname: name, home: '/home/anna', ownAddress: null },
  hadoop: {
    home: '/opt/hadoop',
    conf: '/opt/hadoop/etc/hadoop',
    javaHome: null,
    version: '3.4.2',
    namenode: `hdfs://${name}:9000`,
    webhdfs: `http://${name}:9870/webhdfs/v1`,
    yarn: `http://${name}:8088`,
    httpfs: null
  },
  httpfs: `http://${name}:14000/webhdfs/v1`,
  peers: `http://${name}:14001/webhdfs/v1`,
  greeted: true
})

interface Scene {
  readonly before: Environment | null
  readonly facts: Readonly<Record<string, Partial<ClusterFacts>>>
  readonly leftOut?: readonly string[]
}

const bench = ({ before, facts, leftOut = [] }: Scene): Bench =>
  ({
    environment: 'here',
    site,
    leftOut: new Set(leftOut),
    facts: { broker: {}, clusters: new Map(Object.entries(facts)) },
    ports: { store: { secretsFile: '/secrets', environment: () => Promise.resolve(before) } }
  }) as unknown as Bench

const all = { porto: factsOf('porto'), lisbon: factsOf('lisbon') }
const both = environmentOf(bench({ before: null, facts: all }), site.clusters)
const look = (scene: Scene) => consoleEnvironment.check(bench(scene))

test('with both in it and both answering all is well', async () => {
  expect(await look({ before: both, facts: all })).toMatchObject({ level: 'ok', remedy: [] })
})

test('a cluster that is left out stays in the environment, and is not missed', async () => {
  const scene = { before: both, facts: { porto: factsOf('porto') }, leftOut: ['lisbon'] }
  expect(await look(scene)).toMatchObject({ level: 'ok', remedy: [] })
})

test('a cluster that does not answer stays in the environment, and is missed', async () => {
  const scene = { before: both, facts: { porto: factsOf('porto'), lisbon: { greeted: false } } }
  expect(await look(scene)).toMatchObject({
    level: 'warning',
    error: { code: 'TOO_FEW_CLUSTERS', message: 'not ready: lisbon' },
    remedy: []
  })
})

test('one of a cluster’s doors that was not looked at stays, too', async () => {
  const porto = Object.fromEntries(
    Object.entries(factsOf('porto')).filter(([name]) => name !== 'peers')
  )
  expect(await look({ before: both, facts: { ...all, porto } })).toMatchObject({ level: 'ok' })
})

test('when none answers of those looked at, that is critical only where all were looked at', async () => {
  const facts = { porto: { greeted: false } }
  expect(await look({ before: both, facts })).toMatchObject({ level: 'critical' })
  expect(await look({ before: both, facts, leftOut: ['lisbon'] })).toMatchObject({
    level: 'warning',
    remedy: []
  })
})

test('what is new is added behind what is there', async () => {
  const [porto, lisbon] = both.clusters
  if (porto === undefined || lisbon === undefined) throw new Error('two are needed')
  const moved = { ...lisbon, yarn: 'http://elsewhere:8088' }
  expect(await look({ before: { ...both, clusters: [moved] }, facts: all })).toMatchObject({
    level: 'critical',
    remedy: [{ type: 'environment', after: { clusters: [lisbon, porto] } }]
  })
})
