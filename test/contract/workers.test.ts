/** The fake, and the real thing on the lab's RabbitMQ with a scripted worker. */
import { randomBytes, randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { AmqplibWorkers } from '../../src/engine/adapters/amqp/amqplib-workers.js'
import { SystemClock } from '../../src/engine/adapters/system/clock.js'
import { CryptoRng } from '../../src/engine/adapters/system/rng.js'
import { PROTOCOL_VERSION } from '../../src/engine/protocol/tasks/names.js'
import { ConsoleError } from '../../src/shared/model/errors.js'
import type { ClusterName } from '../../src/shared/model/ids.js'
import type { Environment } from '../../src/shared/model/settings.js'
import { FakeWorkers } from '../support/fake-workers.js'
import { MemoryLog } from '../support/memory-log.js'
import { ScriptedWorker } from '../support/scripted-worker.js'
import { testLab, type TestLab } from '../support/test-lab.js'
import { describeWorkers, type WorkersSubject } from './workers-contract.js'

const cluster = 'porto' as ClusterName

describeWorkers('FakeWorkers', () => {
  const clock = new SystemClock()
  const options = { clusters: [cluster], clock, graceMs: 50 }
  const workers = new FakeWorkers(options)
  return Promise.resolve({
    workers,
    cluster,
    received: workers.received,
    respond: (respond) => {
      workers.on(cluster, null, respond)
    },
    heartbeat: (load) => {
      workers.heartbeat(cluster, load)
    },
    removeQueue: () => {
      workers.fault(cluster, new ConsoleError('QUEUE_MISSING', 'no queue'))
      return Promise.resolve()
    },
    restarted: () => {
      const restarted = new FakeWorkers(options)
      restarted.on(cluster, null, () => [{ type: 'value', value: 'after' }])
      return Promise.resolve(restarted)
    },
    dispose: () => workers.close()
  } satisfies WorkersSubject)
})

const lab = testLab()

describe.runIf(lab !== null)('AmqplibWorkers on the lab', () => {
  describeWorkers('AmqplibWorkers', () => realSubject(lab!))

  test('gets an authentic hello from the real worker of every cluster', async () => {
    const { environment, secrets } = lab!
    const workers = workersOn(environment, secrets)
    const answers = await Promise.all(
      environment.clusters.map(({ name }) =>
        workers.call(name, 'medusa.hello', {}, { deadlineMs: 10_000, run: null })
      )
    )
    await workers.close()
    expect(answers.map(({ outcome }) => outcome)).toEqual(
      environment.clusters.map(({ name }) => ({
        ok: true,
        value: expect.objectContaining({ cluster: name, protocol: PROTOCOL_VERSION }) as unknown
      }))
    )
  })
})

async function realSubject({ environment, secrets }: TestLab): Promise<WorkersSubject> {
  const settings = environment.clusters[0]!
  // A queue of our own in a real vhost: the real worker is not disturbed.
  const own = { ...settings, queue: `medusa.test-${randomUUID()}` }
  const key = randomBytes(32).toString('hex')
  const changed = { ...environment, clusters: [own] }
  const keys = { ...secrets, keys: { [own.name]: key } }
  const workers = workersOn(changed, keys)
  const worker = await ScriptedWorker.start({
    environment: changed,
    password: secrets.brokerPassword,
    cluster: own,
    key
  })
  return {
    workers,
    cluster: own.name,
    received: worker.received,
    respond: (respond) => {
      worker.on(respond)
    },
    heartbeat: (load) => {
      worker.heartbeat(load)
    },
    removeQueue: () => worker.removeQueue(),
    restarted: async () => {
      await workers.close()
      return workersOn(changed, keys)
    },
    dispose: async () => {
      await workers.close()
      await worker.stop()
    }
  }
}

const workersOn = (environment: Environment, secrets: TestLab['secrets']): AmqplibWorkers =>
  new AmqplibWorkers({
    environment,
    secrets,
    clock: new SystemClock(),
    rng: new CryptoRng(),
    log: new MemoryLog()
  })
