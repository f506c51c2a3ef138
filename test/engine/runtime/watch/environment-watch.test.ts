import { describe, expect, test } from 'vitest'
import { ConsoleError } from '../../../../src/shared/model/errors.js'
import { aRunSnapshot, runId } from '../../../main/a-run-snapshot.js'
import { FakeLineLog } from '../../../main/harness/fake-line-log.js'
import { aWatchScene, cluster, type WatchScene } from './scene.js'
import type { TimelineEvent } from '../../../../src/shared/model/timeline.js'

const states = (scene: WatchScene): readonly string[] =>
  scene.watch.snapshot().clusters.map(({ state }) => state)
const codes = async ({ watch }: WatchScene): Promise<readonly string[]> =>
  (await watch.timeline(99)).map(({ code }) => code)

describe('clusters that are well', () => {
  test('are active within a few seconds, with every figure and its time', async () => {
    const scene = aWatchScene()
    scene.workers.queueLooks(cluster('porto'), { ready: 3, roundTripMs: 1.5 })
    await scene.seconds(4)
    const { heartbeat, queue, yarn, storage, facts, clock, counts, reason } = scene.see('porto')
    expect(states(scene)).toEqual(['active', 'active', 'active'])
    expect([counts, reason]).toEqual([true, null])
    expect([heartbeat, queue, yarn, storage, facts, clock].map(({ known }) => known)).toEqual(
      Array.from({ length: 6 }, () => true)
    )
    expect(queue).toMatchObject({ value: { ready: 3, unacknowledged: null, consumers: 1 } })
    expect(storage).toMatchObject({ value: { capacityBytes: 1_000, freeBytes: 400 } })
    expect(scene.watch.snapshot()).toMatchObject({
      faults: 1,
      drift: [],
      broker: { state: 'connected', roundTripMs: { known: true }, vhosts: { up: 3, all: 3 } }
    })
  })

  test('are told at most once a second, and not again when nothing changed', async () => {
    const scene = aWatchScene()
    await scene.seconds(30)
    const times = scene.told.map(({ at }) => at)
    expect(times.slice(1).every((at, index) => at - (times[index] ?? 0) >= 1_000)).toBe(true)
    expect(scene.told.map(({ version }) => version)).toEqual(
      [...scene.told.map(({ version }) => version)].sort((one, other) => one - other)
    )
    // Heartbeats come every 2 s, so at rest every second tick has nothing new to tell.
    expect(scene.told.length).toBeLessThan(31)
  })

  test('are asked calmly: some forty questions a minute and cluster at most', async () => {
    const scene = aWatchScene()
    await scene.seconds(10)
    scene.workers.received.length = 0
    await scene.seconds(60)
    expect(scene.workers.received.length / 3).toBeLessThan(7)
    expect(scene.workers.received.length / 3).toBeGreaterThan(3)
  })

  test('are asked nothing while nobody looks', async () => {
    const scene = aWatchScene()
    await scene.seconds(5)
    scene.watch.close()
    scene.workers.received.length = 0
    await scene.seconds(120)
    expect(scene.workers.received).toEqual([])
  })
})

describe('one cluster in trouble', () => {
  test('that is gone becomes silent within ten seconds, its figures unknown, the rest untouched', async () => {
    const scene = aWatchScene()
    await scene.seconds(10)
    const { heartbeat } = scene.see('faro')
    const last = heartbeat.known ? { value: heartbeat.value, at: heartbeat.at } : null
    scene.silence('faro')
    scene.cut('faro')
    await scene.seconds(10)
    expect(states(scene)).toEqual(['active', 'active', 'silent'])
    const faro = scene.see('faro')
    expect(faro.reason).toBe('no heartbeat and no answer from its HDFS')
    expect(faro.heartbeat).toMatchObject({ known: false, last })
    expect(faro.counts).toBe(false)
    await scene.seconds(10)
    const { clock, facts, storage, yarn } = scene.see('faro')
    for (const figure of [clock, facts, storage, yarn])
      expect(figure).toMatchObject({ known: false, last: expect.anything() as unknown })
    scene.heal('faro')
    await scene.seconds(3)
    expect(scene.see('faro').state).toBe('active')
  })

  test('whose worker died is degraded, because its HDFS answers', async () => {
    const scene = aWatchScene()
    await scene.seconds(10)
    scene.silence('lisbon')
    await scene.seconds(10)
    expect(scene.see('lisbon')).toMatchObject({
      state: 'degraded',
      reason: 'no heartbeat, though its HDFS answers'
    })
  })

  test('whose queue is missing is degraded with what the broker said', async () => {
    const scene = aWatchScene()
    scene.workers.fault(
      cluster('porto'),
      new ConsoleError('QUEUE_MISSING', 'the queue "medusa.porto" does not exist')
    )
    await scene.seconds(6)
    expect(scene.see('porto')).toMatchObject({
      state: 'degraded',
      queue: { known: false, code: 'QUEUE_MISSING' }
    })
  })

  test('is named in the drift report while it answers, and not when it is silent', async () => {
    const scene = aWatchScene()
    scene.tells('faro', { java: '1.8.0_392' })
    await scene.seconds(5)
    expect(scene.watch.snapshot().drift.map(({ fact }) => fact)).toEqual(['java'])
    scene.silence('faro')
    scene.cut('faro')
    await scene.seconds(10)
    expect(scene.watch.snapshot().drift).toEqual([])
  })

  test('is what makes the next fault limit possible', async () => {
    const scene = aWatchScene(['porto', 'lisbon', 'faro', 'braga', 'evora'])
    scene.silence('evora')
    scene.cut('evora')
    await scene.seconds(12)
    expect(scene.watch.snapshot().tolerance[1]).toMatchObject({
      faults: 2,
      missing: 1,
      candidates: ['evora']
    })
  })
})

describe('the broker', () => {
  const away = { type: 'disconnected', reason: 'connection refused' } as const
  const lose = ({ workers, clock }: WatchScene): void => {
    for (const name of ['porto', 'lisbon', 'faro'].map(cluster)) {
      workers.brokerState(name, { ...away, at: clock.now() })
      workers.fault(name, new ConsoleError('BROKER_UNREACHABLE', 'connection refused'))
    }
  }

  test('that is lost makes this console blind: clusters are unknown with why, no figure looks new', async () => {
    const scene = aWatchScene()
    await scene.seconds(10)
    lose(scene)
    await scene.seconds(2)
    expect(states(scene)).toEqual(['unknown', 'unknown', 'unknown'])
    expect(scene.watch.snapshot().broker).toMatchObject({
      state: 'disconnected',
      reason: 'connection refused',
      roundTripMs: { known: false, last: expect.anything() as unknown }
    })
    expect(scene.see('porto')).toMatchObject({
      reason: 'this console cannot hear it: no link to the broker (connection refused)',
      heartbeat: { known: false },
      queue: { known: false }
    })
  })

  test('that is back is noticed at once, and everything is asked again', async () => {
    const scene = aWatchScene()
    await scene.seconds(10)
    lose(scene)
    await scene.seconds(60)
    for (const name of ['porto', 'lisbon', 'faro'].map(cluster)) {
      scene.workers.fault(name, null)
      scene.workers.brokerState(name, { type: 'connected', at: scene.clock.now() })
    }
    await scene.seconds(3)
    expect(states(scene)).toEqual(['active', 'active', 'active'])
    expect(await codes(scene)).toEqual(['broker-back', 'broker-lost'])
  })

  test('that was never there is tried over one vhost every five seconds, not over all', async () => {
    const scene = aWatchScene()
    lose(scene)
    let calls = 0
    const call = scene.workers.call.bind(scene.workers)
    scene.workers.call = (...parameters) => {
      calls += 1
      return call(...parameters)
    }
    await scene.seconds(61)
    expect(calls).toBeLessThanOrEqual(16)
    expect(calls).toBeGreaterThan(8)
  })

  test('that blocks publishers is no outage of the clusters', async () => {
    const scene = aWatchScene()
    await scene.seconds(10)
    for (const name of ['porto', 'lisbon', 'faro'].map(cluster)) {
      scene.silence(name)
      scene.workers.brokerState(name, {
        type: 'blocked',
        at: scene.clock.now(),
        reason: 'low on memory'
      })
    }
    await scene.seconds(20)
    expect(new Set(states(scene))).toEqual(new Set(['unknown']))
    expect(scene.see('porto').heartbeat).toMatchObject({ known: false, code: 'BROKER_BLOCKED' })
    expect(await codes(scene)).toEqual(['broker-blocked'])
  })

  test('is not taken for silent clusters after this computer has slept', async () => {
    const scene = aWatchScene()
    await scene.seconds(10)
    scene.clock.jump(3_600_000)
    await scene.seconds(2)
    expect(scene.told.at(-1)?.clusters.map(({ state }) => state)).not.toContain('silent')
    await scene.seconds(4)
    expect(states(scene)).toEqual(['active', 'active', 'active'])
    expect(await codes(scene)).toEqual([])
  })
})

describe('the time line', () => {
  test('tells an outage once, although the console was restarted in the middle of it', async () => {
    const log = new FakeLineLog<TimelineEvent>()
    const before = aWatchScene(['porto', 'lisbon', 'faro'], log)
    await before.seconds(10)
    before.silence('faro')
    before.cut('faro')
    await before.seconds(15)
    before.watch.close()
    const after = aWatchScene(['porto', 'lisbon', 'faro'], log)
    after.silence('faro')
    after.cut('faro')
    await after.seconds(15)
    expect(await codes(after)).toEqual(['cluster-silent'])
    after.heal('faro')
    await after.seconds(15)
    expect(await codes(after)).toEqual(['cluster-back', 'cluster-silent'])
    expect(log.entries).toHaveLength(2)
  })

  test('has runs of every process in it, from their journals, and tells new ones', async () => {
    const scene = aWatchScene()
    const added: string[] = []
    scene.watch.onTimeline((events) => added.push(...events.map(({ code }) => code)))
    await scene.seconds(2)
    const run = runId('r-20261121-abc')
    scene.runs.set(run, aRunSnapshot({ run, live: true }))
    await scene.journals.create(run)
    await scene.seconds(8)
    expect(added).toEqual(['run-started'])
    scene.runs.set(
      run,
      aRunSnapshot({ run, live: false, verdict: 'verified', finishedAt: scene.clock.now() })
    )
    await scene.seconds(8)
    expect(added).toEqual(['run-started', 'run-ended'])
    expect(scene.timeline.entries).toEqual([])
  })

  test('that cannot be read says so, with file and remedy, and goes on with what is new', async () => {
    const log = new FakeLineLog<TimelineEvent>()
    log.recent = () =>
      Promise.reject(
        new ConsoleError('BAD_INPUT', 'no permission for /s/timeline.jsonl', { hint: 'chown it' })
      )
    const scene = aWatchScene(undefined, log)
    await scene.seconds(5)
    scene.silence('faro')
    scene.cut('faro')
    await scene.seconds(15)
    const [silent, unreadable] = await scene.watch.timeline(10)
    expect(silent?.code).toBe('cluster-silent')
    expect(unreadable).toMatchObject({
      code: 'timeline-unreadable',
      text: 'earlier events are missing: no permission for /s/timeline.jsonl; chown it'
    })
    expect(log.entries.map(({ code }) => code)).toEqual(['cluster-silent'])
  })

  test('leaves runs and events of other environments out', async () => {
    const scene = aWatchScene()
    const run = runId('r-20261121-other')
    scene.runs.set(run, aRunSnapshot({ run, environment: 'research' }))
    await scene.journals.create(run)
    await scene.timeline.append({
      id: 'research/broker/1/broker-lost',
      at: 1,
      environment: 'research',
      source: 'broker',
      subject: 'broker',
      look: 'unreachable',
      code: 'broker-lost',
      text: 'lost',
      run: null
    })
    await scene.seconds(8)
    expect(await codes(scene)).toEqual([])
  })

  test('has a run that was read too early, before its first event was written', async () => {
    const scene = aWatchScene()
    const run = runId('r-20261121-abc')
    await scene.journals.create(run)
    await scene.seconds(8)
    expect(await codes(scene)).toEqual([])
    scene.runs.set(run, aRunSnapshot({ run, live: true }))
    await scene.seconds(8)
    expect(await codes(scene)).toEqual(['run-started'])
  })

  test('leaves out a run whose journal cannot be read, and says so once', async () => {
    const scene = aWatchScene()
    await scene.journals.create(runId('r-damaged'))
    await scene.seconds(30)
    expect(await codes(scene)).toEqual([])
    expect(scene.log.entries.filter(({ text }) => text.includes('r-damaged'))).toHaveLength(1)
  })
})

describe('asking now', () => {
  test('asks one cluster everything, and keeps what was tried', async () => {
    const scene = aWatchScene()
    await scene.seconds(5)
    scene.cut('faro')
    const probing = scene.watch.probe(cluster('faro'))
    await scene.seconds(1)
    await probing
    const trials = scene.watch.tried(cluster('faro'))
    expect(trials.map(({ kind, ok }) => [kind, ok])).toEqual(
      expect.arrayContaining([
        ['heartbeat', true],
        ['hello', true],
        ['queue', true],
        ['facts', true],
        ['hdfs', false],
        ['yarn', false]
      ])
    )
    expect(trials.find(({ kind }) => kind === 'yarn')).toMatchObject({
      target: 'GET http://faro:8088/ws/v1/cluster/metrics',
      code: 'CLUSTER_UNREACHABLE'
    })
  })

  test('knows only the clusters of its settings', async () => {
    const { watch } = aWatchScene()
    await expect(watch.probe(cluster('nowhere'))).rejects.toMatchObject({ code: 'CLUSTER_UNKNOWN' })
    expect(() => watch.tried(cluster('nowhere'))).toThrow('there is no cluster "nowhere"')
  })
})

test('500 clusters: a fifth as often each, the first round within seconds, snapshots every 2.5 s', async () => {
  const scene = aWatchScene(Array.from({ length: 500 }, (_, index) => `c-${String(index)}`))
  await scene.seconds(10)
  expect(new Set(states(scene))).toEqual(new Set(['active']))
  scene.workers.received.length = 0
  scene.told.length = 0
  await scene.seconds(15)
  expect(scene.workers.received.length / 15).toBeLessThan(12)
  expect(scene.told.length).toBeLessThanOrEqual(6)
}, 120_000)
