import { expect, test } from 'vitest'
import {
  brokerDefinitions,
  brokerEnvironment,
  clientRights,
  rabbitmqConf,
  workerRights
} from '../../src/lab/broker-configuration.js'
import { planLab } from '../../src/lab/plan.js'
import { rabbitHash, randomText, type LabSecrets } from '../../src/lab/secrets.js'

const plan = planLab({ folder: '/lab', clouds: 2, user: 'medusa-lab' })
const secrets: LabSecrets = {
  console: { brokerPassword: 'console-secret', keys: {} },
  passwords: {
    admin: 'admin-secret',
    workers: { porto: 'worker-secret', lisbon: 'worker-secret' },
    clients: { porto: 'client-secret', lisbon: 'client-secret' }
  }
}
const allows = (pattern: string, name: string) => new RegExp(pattern).test(name)

test('a worker may touch its own queue and its heartbeats, nothing else', () => {
  const rights = workerRights('medusa.porto')
  const names = [
    'medusa.porto',
    'celeryev',
    'amq.default',
    'celery.pidbox',
    'celeryev.1f',
    'medusa.lisbon',
    'medusaxporto',
    'medusa.replies.r-1',
    'amq.topic'
  ]
  expect(names.filter((name) => allows(rights.configure, name))).toEqual(names.slice(0, 2))
  expect(names.filter((name) => allows(rights.write, name))).toEqual(names.slice(0, 3))
  expect(names.filter((name) => allows(rights.read, name))).toEqual(names.slice(0, 1))
})

test("a client may have queues of its own, but has no hand in the console's replies", () => {
  for (const right of Object.values<string>({ ...clientRights })) {
    expect(allows(right, 'medusa.porto')).toBe(true)
    expect(allows(right, '4f3a-reply')).toBe(true)
    expect(allows(right, 'medusa.replies.r-1')).toBe(false)
  }
})

test('the definitions give each cloud its vhost, queue and users, and hold no password', () => {
  const text = brokerDefinitions(plan.clouds, secrets)
  const definitions = JSON.parse(text) as Record<string, { name?: string; user?: string }[]>
  expect(definitions['users']?.map(({ name }) => name)).toEqual([
    'admin',
    'console',
    'worker-porto',
    'client-porto',
    'worker-lisbon',
    'client-lisbon'
  ])
  expect(definitions['vhosts']).toEqual([{ name: 'medusa-porto' }, { name: 'medusa-lisbon' }])
  expect(definitions['permissions']).toHaveLength(8)
  expect(definitions['queues']?.map(({ name }) => name)).toEqual(['medusa.porto', 'medusa.lisbon'])
  expect(text).not.toContain('secret')
})

test("no secret is in RabbitMQ's environment or configuration", () => {
  const all = JSON.stringify(brokerEnvironment(plan.broker)) + rabbitmqConf(plan.broker, '/d.json')
  expect(all).not.toContain('secret')
})

test('a broker nobody has set up imports no definitions, and listens where the others do', () => {
  const lines = rabbitmqConf(plan.broker, null).split('\n')
  expect(lines.filter((line) => line.startsWith('load_definitions'))).toEqual([])
  expect(lines).toEqual(
    expect.arrayContaining(['listeners.tcp.1 = 127.0.0.1:5682', 'management.tcp.port = 15682'])
  )
})

test('hashes a password as RabbitMQ documents it', () => {
  // The example of https://www.rabbitmq.com/docs/passwords#computing-password-hash
  const salt = Buffer.from('908dc60a', 'hex')
  expect(rabbitHash('test12', salt)).toBe('kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR')
})

test('passwords are letters and digits, and never the same', () => {
  const made = Array.from({ length: 100 }, () => randomText(43))
  expect(made.every((text) => /^[A-Za-z0-9]{43}$/.test(text))).toBe(true)
  expect(new Set(made).size).toBe(100)
})
