import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { planLab } from '../../src/lab/plan.js'
import { readRecord, type LabRecord } from '../../src/lab/record.js'
import { removeRemains } from '../../src/lab/remains.js'
import { assertKind } from '../../src/lab/running-lab.js'
import { labSite } from '../../src/lab/site.js'
import { sshdConfig } from '../../src/lab/ssh-daemon.js'
import { brokerHost, cloudHost } from '../../src/lab/ssh-host.js'

const record: LabRecord = {
  version: 1,
  clouds: 1,
  base: 0,
  user: 'medusa-lab',
  javaHome: '/java',
  hadoop: '/hadoop'
}
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medusa-bare-'))
})
afterEach(() => rm(folder, { recursive: true }))

const plan = (bare: boolean) => planLab({ folder, clouds: 1, user: 'medusa-lab', bare })
const porto = (bare: boolean) => {
  const [cloud] = plan(bare).clouds
  if (cloud === undefined) throw new Error('a lab has a cloud')
  return cloudHost(plan(bare), cloud, '/java')
}

const setEnv = (config: string) => config.split('\n').filter((line) => line.startsWith('SetEnv'))

test('a session in a bare cloud finds Hadoop; in an ordinary one only the marks', () => {
  const cloud = join(folder, 'clouds/porto')
  const marks = `SetEnv MEDUSA_LAB=${folder} MEDUSA_CLOUD=porto HOME=${cloud}/home LANG=C.UTF-8`
  expect(setEnv(sshdConfig(porto(false), { name: 'x' }))).toEqual([marks])
  expect(setEnv(sshdConfig(porto(true), { name: 'x' }))).toEqual([
    `${marks} PATH=${cloud}/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin ` +
      `HADOOP_HOME=${cloud} HADOOP_CONF_DIR=${cloud}/conf JAVA_HOME=/java`
  ])
})

test("a session at the broker's host finds its node; what has blanks is quoted", () => {
  const [line = ''] = setEnv(sshdConfig(brokerHost(plan(true)), { name: 'x' }))
  expect(line).toContain(` PATH=${folder}/broker/bin:`)
  expect(line).toContain(' MEDUSA_CLOUD=broker ')
  expect(line).toContain(' RABBITMQ_NODENAME=medusa-lab-0@localhost ')
  expect(line).toContain(' "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=+sbwt none ')
})

test('the site tells the machines and how they are reached, and nothing that set-up makes', () => {
  const keys = new Map([
    ['broker', `SHA256:${'b'.repeat(43)}`],
    ['porto', `SHA256:${'p'.repeat(43)}`]
  ])
  const ssh = { port: 2222, user: 'medusa-lab', identityFile: join(folder, 'console-key') }
  expect(labSite(plan(true), 'medusa-lab', '/java', keys)).toEqual({
    version: 1,
    broker: {
      host: '127.0.0.1',
      port: 5682,
      managementPort: 15682,
      adminUser: 'medusa-admin',
      consoleUser: 'medusa-console',
      ssh: { ...ssh, host: '127.0.0.1', hostKey: `SHA256:${'b'.repeat(43)}` }
    },
    clusters: [
      {
        name: 'porto',
        ssh: { ...ssh, host: '127.0.1.1', hostKey: `SHA256:${'p'.repeat(43)}` },
        httpfsPort: 14000,
        peersPort: 14001
      }
    ],
    jarFolders: [join(folder, 'jars')]
  })
})

/** What is left of a lab that was there, bare or not. */
async function remainsAfter(bare: boolean, earlier: LabRecord | null) {
  for (const path of ['conf', 'home', 'data', 'worker'])
    await mkdir(join(folder, 'clouds/porto', path), { recursive: true })
  for (const path of ['data', 'conf'])
    await mkdir(join(folder, 'broker', path), { recursive: true })
  for (const name of ['environment.json', 'site.json']) await writeFile(join(folder, name), '{}')
  await removeRemains(plan(bare), earlier)
  const names = async (path: string) => (await readdir(join(folder, path))).sort()
  return { lab: await names(''), cloud: await names('clouds/porto'), broker: await names('broker') }
}

test('a bare lab inherits HDFS, and nothing else', async () => {
  expect(await remainsAfter(true, record)).toEqual({
    lab: ['broker', 'clouds', 'site.json'],
    cloud: ['data'],
    broker: []
  })
})

test('an ordinary lab inherits from an ordinary one, but not from a bare one', async () => {
  const lab = ['broker', 'clouds', 'environment.json']
  expect(await remainsAfter(false, { ...record, bare: true })).toEqual({
    lab,
    cloud: ['data'],
    broker: []
  })
  expect(await remainsAfter(false, record)).toEqual({
    lab,
    cloud: ['conf', 'data', 'home', 'worker'],
    broker: ['conf', 'data']
  })
})

test('an old record is that of an ordinary lab', async () => {
  await writeFile(join(folder, 'lab.json'), JSON.stringify(record))
  const read = await readRecord(folder)
  expect(read).toEqual(record)
  expect(() => assertKind(plan(false), record)).not.toThrow()
})

test('a lab of the other kind that is up is not taken for the one asked for', () => {
  expect(() => assertKind(plan(true), record)).toThrow(
    'an ordinary lab is up; asked for a bare lab'
  )
  expect(() => assertKind(plan(false), { ...record, bare: true })).toThrow('a bare lab is up')
})
