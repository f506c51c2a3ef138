/** The fake, and RabbitMQ's management plugin on the lab. */
import { describe, expect, test } from 'vitest'
import { RabbitAdmin } from '../../src/engine/adapters/http/rabbit-admin.js'
import { AmqplibQueueGlance } from '../../src/engine/adapters/amqp/amqplib-queue-glance.js'
import { SystemClock } from '../../src/engine/adapters/system/clock.js'
import { FakeBroker } from '../support/fake-broker-admin.js'
import { labBroker } from '../support/lab-broker.js'
import { testLab } from '../support/test-lab.js'
import { brokerAdminContract } from './broker-admin-contract.js'

describe('FakeBroker', () => {
  brokerAdminContract(() => {
    const broker = new FakeBroker()
    broker.users.set('admin', { password: 'a', tags: ['administrator'] })
    broker.users.set('console', { password: 'c', tags: ['monitoring'] })
    return Promise.resolve({
      admin: broker.as('admin', 'a'),
      monitor: broker.as('console', 'c'),
      as: (user, password) => broker.as(user, password),
      fill: (vhost, name, ready) => {
        const row = { vhost, name, cluster: null, ready, unacknowledged: 0, consumers: 0 }
        const kind = { durable: true, exclusive: false, state: 'running', exists: true }
        broker.queues.push({ ...row, ...kind })
        return Promise.resolve()
      }
    })
  })
})

const lab = testLab()

describe.runIf(lab !== null)('RabbitAdmin on the lab', () => {
  brokerAdminContract(() => {
    const { admin, as, fill } = labBroker(lab!)
    const { broker } = lab!.environment
    const monitor = as(broker.user, lab!.secrets.brokerPassword)
    return Promise.resolve({ admin, monitor, as, fill })
  })

  test('says that nobody answers where no plugin listens, with the remedy', async () => {
    const base = `http://${lab!.environment.broker.host}:1`
    const access = { base, user: 'console', password: 'x' }
    await expect(new RabbitAdmin(access, new SystemClock()).whoAmI()).rejects.toMatchObject({
      code: 'MANAGEMENT_UNREACHABLE',
      hint: expect.stringContaining('rabbitmq-plugins enable rabbitmq_management') as string
    })
  })

  test('says that what answers is no RabbitMQ', async () => {
    const base = lab!.environment.clusters[0]!.yarn
    const access = { base, user: 'console', password: 'x' }
    await expect(new RabbitAdmin(access, new SystemClock()).whoAmI()).rejects.toMatchObject({
      code: 'BROKER_REFUSED'
    })
  })

  test('gives the same list of queues while nothing changed, so that nobody reads it again', async () => {
    const { admin } = labBroker(lab!)
    // n.b. what other tests sent may still be on its way through a queue
    await expect.poll(async () => (await admin.queues()) === (await admin.queues())).toBe(true)
  })

  test('sees over AMQP alone what waits in a queue and who takes it', async () => {
    const { broker, clusters } = lab!.environment
    const glance = new AmqplibQueueGlance(broker, {
      user: broker.user,
      password: lab!.secrets.brokerPassword
    })
    const { vhost, queue } = clusters[0]!
    expect(await glance.look({ vhost, name: queue })).toEqual({ ready: 0, consumers: 1 })
    expect(await glance.look({ vhost, name: 'broker-not-there' })).toBeNull()
    await expect(glance.look({ vhost: 'broker-not-there', name: queue })).rejects.toMatchObject({
      code: 'VHOST_REFUSED'
    })
    glance.rest()
    expect(await glance.look({ vhost, name: queue })).toEqual({ ready: 0, consumers: 1 })
    glance.close()
  })
})
