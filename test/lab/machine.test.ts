import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { lookAtMachine, programNeeds } from '../../src/lab/machine.js'
import { missingPackages, type ProgramsHere } from '../../src/lab/prerequisites.js'

const jars = [
  'hadoop-common-3.4.2.jar',
  'hadoop-hdfs-httpfs-3.4.2.jar',
  'hadoop-mapreduce-examples-3.4.2.jar',
  'hadoop-streaming-3.4.2.jar',
  'hadoop-yarn-server-timelineservice-3.4.2.jar'
]
const all: ProgramsHere = {
  java: { home: '/usr/lib/jvm/java-17', version: '17.0.15' },
  rabbitmq: '/usr/lib/rabbitmq/bin/rabbitmq-server',
  sshd: '/usr/sbin/sshd',
  sshKeygen: '/usr/bin/ssh-keygen',
  python: '/usr/bin/python3',
  celery: '/usr/lib/python3/dist-packages/celery/__init__.py',
  jars
}
const missingIn = (here: ProgramsHere): readonly string[] =>
  programNeeds(here, '/cache/hadoop')
    .filter(({ state }) => state === 'missing')
    .map(({ id, seen }) => `${id}: ${seen}`)

test('a machine with everything misses nothing', () => {
  expect([missingIn(all), missingPackages(all)]).toEqual([[], []])
})

test('names what is missing, and the packages that bring it', () => {
  const here = { ...all, rabbitmq: null, celery: null, java: null }
  expect([missingIn(here), missingPackages(here)]).toEqual([
    ['java: not installed', 'rabbitmq: not installed', 'celery: not installed'],
    ['openjdk-17-jre-headless', 'rabbitmq-server', 'python3-celery']
  ])
})

test('a Hadoop that lacks a part is missing, and the part is named', () => {
  const here = { ...all, jars: jars.filter((name) => !name.includes('httpfs')) }
  expect(missingIn(here)).toEqual(['hadoop: no hadoop-hdfs-httpfs-*.jar in /cache/hadoop/lib'])
})

test('a port that somebody holds is told with the place, what for, and what to do', async () => {
  const server = createServer()
  await new Promise<void>((done) => server.listen(5682, '127.0.233.1', done))
  try {
    const question = {
      folder: '/tmp/no/such/lab',
      hadoop: '/none',
      clouds: 3,
      base: 233,
      up: false
    }
    const { needs } = await lookAtMachine(question)
    const ports = needs.find(({ id }) => id === 'ports')
    expect(ports).toMatchObject({
      state: 'missing',
      seen: expect.stringContaining('port 5682 at 127.0.233.1 is in use') as string,
      remedy: expect.stringMatching(/^Stop /) as string
    })
  } finally {
    server.close()
  }
})

test('of a lab that is up the ports are not asked for: it holds them itself', async () => {
  const question = { folder: '/tmp', hadoop: '/none', clouds: 3, base: 0, up: true }
  const { needs } = await lookAtMachine(question)
  expect(needs.map(({ id }) => id)).not.toContain('ports')
})
