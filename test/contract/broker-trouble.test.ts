/** What the adapter does when broker or network fail, on the lab's RabbitMQ behind a relay that breaks on request. */
import { randomBytes, randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AmqplibWorkers } from '../../src/engine/adapters/amqp/amqplib-workers.js'
import { SystemClock } from '../../src/engine/adapters/system/clock.js'
import { CryptoRng } from '../../src/engine/adapters/system/rng.js'
import type { ClusterName, RunId } from '../../src/shared/model/ids.js'
import type { ClusterSettings, Environment, Secrets } from '../../src/shared/model/settings.js'
import { MemoryLog } from '../support/memory-log.js'
import { ScriptedWorker } from '../support/scripted-worker.js'
import { TcpProxy } from '../support/tcp-proxy.js'
import { testLab } from '../support/test-lab.js'

const lab = testLab()

describe.runIf(lab !== null)('AmqplibWorkers in trouble', () => {
  const run = `r-${randomUUID()}` as RunId
  let proxy: TcpProxy
  let worker: ScriptedWorker
  let environment: Environment
  let secrets: Secrets
  let cluster: ClusterSettings
  const opened: AmqplibWorkers[] = []

  beforeEach(async () => {
    const key = randomBytes(32).toString('hex')
    cluster = { ...lab!.environment.clusters[0]!, queue: `medusa.test-${randomUUID()}` }
    secrets = { ...lab!.secrets, keys: { [cluster.name]: key, nowhere: key } }
    proxy = await TcpProxy.to(lab!.environment.broker)
    environment = {
      ...lab!.environment,
      broker: { ...lab!.environment.broker, host: '127.0.0.1', port: proxy.port },
      clusters: [cluster, { ...cluster, name: 'nowhere' as ClusterName, vhost: 'medusa-nowhere' }]
    }
    // Not through the relay: the worker's own connection is fine.
    worker = await ScriptedWorker.start({
      environment: lab!.environment,
      password: secrets.brokerPassword,
      cluster,
      key
    })
    worker.on(({ id }) => [{ type: 'value', value: id }])
  })

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((workers) => workers.close()))
    await worker.stop()
    await proxy.close()
  })

  const open = (changed: Partial<Secrets> = {}, port = proxy.port): AmqplibWorkers => {
    const workers = new AmqplibWorkers({
      environment: { ...environment, broker: { ...environment.broker, port } },
      secrets: { ...secrets, ...changed },
      clock: new SystemClock(),
      rng: new CryptoRng(),
      log: new MemoryLog()
    })
    opened.push(workers)
    return workers
  }
  const hello = (workers: AmqplibWorkers, through: RunId | null = null, deadlineMs = 20_000) =>
    workers.call(cluster.name, 'medusa.hello', {}, { deadlineMs, run: through })
  const stateOf = (workers: AmqplibWorkers, type: string): Promise<void> =>
    new Promise((resolve) => {
      const stop = workers.onBrokerState((_, state) => {
        if (state.type !== type) return
        stop()
        resolve()
      })
    })

  test('names a refused password at once, and does not try it again', async () => {
    const started = performance.now()
    await expect(hello(open({ brokerPassword: 'wrong' }))).rejects.toMatchObject({
      code: 'AUTH_REFUSED'
    })
    expect(performance.now() - started).toBeLessThan(3_000)
  })

  test('names a missing vhost, while another cluster works on', async () => {
    const workers = open()
    const refused = workers.call(
      'nowhere' as ClusterName,
      'medusa.hello',
      {},
      { deadlineMs: 10_000, run: null }
    )
    await Promise.all([
      expect(refused).rejects.toMatchObject({ code: 'VHOST_REFUSED' }),
      expect(hello(workers)).resolves.toMatchObject({ cluster: cluster.name })
    ])
  })

  test('gives up on a broker that is not there after a few seconds', async () => {
    proxy.refuse()
    const started = performance.now()
    await expect(hello(open())).rejects.toMatchObject({ code: 'BROKER_UNREACHABLE' })
    expect(performance.now() - started).toBeLessThan(7_000)
  })

  test('gives up on a broker that accepts connections and says nothing', async () => {
    proxy.silence()
    const started = performance.now()
    await expect(hello(open())).rejects.toMatchObject({ code: 'BROKER_UNREACHABLE' })
    expect(performance.now() - started).toBeLessThan(7_000)
  })

  test('tries again at the next call after it gave up', async () => {
    const workers = open()
    proxy.refuse()
    await expect(hello(workers)).rejects.toMatchObject({ code: 'BROKER_UNREACHABLE' })
    proxy.relay()
    await expect(hello(workers)).resolves.toMatchObject({ outcome: { ok: true } })
  })

  test.each([
    ["the process's own queue", null],
    ['the queue of a run', run]
  ])(
    'gets the answer through %s when all connections are cut before it came',
    async (_, through) => {
      const workers = open()
      await workers.openRun(run)
      let cuts = 0
      worker.on(({ id }) => {
        cuts += 1
        if (cuts === 1) proxy.cut()
        return [{ type: 'value', value: id }]
      })
      const answer = await hello(workers, through)
      answer.settle()
      expect(answer.outcome).toEqual({ ok: true, value: answer.task })
      await workers.closeRun(run)
    }
  )

  test('sends a task after the broker came back, always with the same id', async () => {
    const workers = open()
    await hello(workers)
    const lost = stateOf(workers, 'disconnected')
    proxy.refuse()
    await lost
    const calling = hello(workers)
    proxy.relay()
    const answer = await calling
    expect(new Set(worker.received.slice(1).map(({ id }) => id))).toEqual(new Set([answer.task]))
  })

  test('keeps what is not settled at the broker, and removes what is', async () => {
    const queue = `medusa.replies.${run}`
    const workers = open()
    await workers.openRun(run)
    const [first, second] = await Promise.all([hello(workers, run), hello(workers, run)])
    first.settle()
    // Acks go one after the other on one channel, so this answer's are behind the first's.
    ;(await hello(workers, run)).settle()
    await workers.close()
    expect({ left: await worker.waitingIn(queue), outcome: second.outcome.ok }).toEqual({
      left: 1,
      outcome: true
    })
    const next = open()
    await next.openRun(run)
    await next.closeRun(run)
    expect(await worker.waitingIn(queue)).toBe(null)
  })

  test('settles an answer over the connection that came after the one it came by', async () => {
    const workers = open()
    await workers.openRun(run)
    const answer = await hello(workers, run)
    const back = stateOf(workers, 'connected')
    proxy.cut()
    await back
    // Its copy from the broker is in front of this one's answer.
    const next = await hello(workers, run)
    answer.settle()
    next.settle()
    await workers.close()
    expect(await worker.waitingIn(`medusa.replies.${run}`)).toBe(0)
    const last = open()
    await last.openRun(run)
    await last.closeRun(run)
  })

  test('comes back wherever in the set-up of a new connection it is cut again', async () => {
    // A connection gets some 1100 bytes from the broker until it is set up; two of them come back.
    const places = Array.from({ length: 16 }, (_, index) => 1 + index * 80)
    const outcomes = await Promise.all(
      places.map(async (bytes) => {
        const relay = await TcpProxy.to(lab!.environment.broker)
        const workers = open({}, relay.port)
        await hello(workers)
        relay.cutAfterBytes.push(bytes, bytes)
        relay.cut()
        const { outcome } = await hello(workers, null, 30_000)
        await workers.close()
        await relay.close()
        return outcome.ok
      })
    )
    expect(outcomes).toEqual(places.map(() => true))
  })

  test('loses no call and repeats no answer while connections are cut again and again', async () => {
    const workers = open()
    await workers.openRun(run)
    await hello(workers)
    const seen: string[] = []
    const one = async (through: RunId | null): Promise<void> => {
      const answer = await hello(workers, through, 50_000)
      seen.push(answer.task)
      answer.settle()
      // Cut by count, not by time: the same places for a fast and a slow machine.
      if (seen.length % 60 === 0) proxy.cut()
    }
    const lanes = Array.from({ length: 10 }, async (_, lane) => {
      for (let call = 0; call < 60; call++) await one(lane % 2 === 0 ? run : null)
    })
    await Promise.all(lanes)
    expect({ answers: seen.length, different: new Set(seen).size }).toEqual({
      answers: 600,
      different: 600
    })
    await workers.closeRun(run)
  })

  test('tells when a broker goes and comes', async () => {
    const workers = open()
    const states: string[] = []
    workers.onBrokerState((name, { type }) => states.push(`${name} ${type}`))
    await hello(workers)
    const back = stateOf(workers, 'disconnected').then(() => stateOf(workers, 'connected'))
    proxy.cut()
    await back
    expect(states).toEqual([
      `${cluster.name} connected`,
      `${cluster.name} disconnected`,
      `${cluster.name} connected`
    ])
  })

  test('closes promptly although the broker hangs', async () => {
    const workers = open()
    await hello(workers)
    proxy.silence()
    const started = performance.now()
    await workers.close()
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  test('closes promptly while it is still connecting', async () => {
    proxy.silence()
    const workers = open()
    const calling = hello(workers)
    await Promise.all([
      expect(calling).rejects.toMatchObject({ code: 'INTERRUPTED' }),
      workers.close()
    ])
    await expect.poll(() => proxy.connections).toBe(0)
  })

  test('writes tasks as Celery reads them, persistent, signed, and without secrets in what workers log', async () => {
    await hello(open())
    const { properties, content } = worker.messages[0]!
    const [args, kwargs, embed] = JSON.parse(content.toString()) as [
      unknown,
      Record<string, string>,
      unknown
    ]
    expect({ ...properties, args, embed, kwargs: Object.keys(kwargs) }).toMatchObject({
      contentType: 'application/json',
      contentEncoding: 'utf-8',
      deliveryMode: 2,
      correlationId: worker.received[0]!.id,
      headers: { task: 'medusa.hello', id: worker.received[0]!.id, lang: 'py', retries: 0 },
      args: [],
      embed: { callbacks: null, errbacks: null, chain: null, chord: null },
      kwargs: ['request', 'auth']
    })
    expect(JSON.stringify(properties.headers)).not.toContain(kwargs['auth'])
  })
})
