import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type {
  AskedEvidence,
  ClusterEvidence
} from '../../../../src/engine/domain/watch/evidence.js'
import { judgeCluster, SILENT_MS } from '../../../../src/engine/domain/watch/judge-cluster.js'
import { millis, type Millis } from '../../../../src/shared/model/ids.js'

const NOW = millis(1_000_000)
const ago = (ms: number): Millis => millis(NOW - ms)
const never: AskedEvidence = { type: 'never' }
const answered = (ms = 1_000): AskedEvidence => ({ type: 'answered', at: ago(ms) })
const failed = (
  failures: number,
  code: Extract<AskedEvidence, { type: 'failed' }>['code'] = 'TASK_TIMED_OUT',
  ms = 500
): AskedEvidence => ({ type: 'failed', at: ago(ms), failures, code, why: 'no answer' })

const evidence = (change: Partial<ClusterEvidence> = {}): ClusterEvidence => ({
  link: { type: 'up', since: ago(60_000) },
  brokerReached: true,
  listeningSince: ago(60_000),
  heartbeatAt: ago(1_000),
  hello: answered(),
  hdfs: answered(),
  yarn: answered(),
  workerMissesYarn: false,
  protocol: 2,
  ...change
})
const judged = (change: Partial<ClusterEvidence> = {}) =>
  judgeCluster(evidence(change), { now: NOW, protocol: 2 })

describe('a worker that is heard', () => {
  test('makes the cluster active when it answers, too', () => {
    expect(judged()).toEqual({ state: 'active', reason: null })
  })

  test('is not enough before it has answered once', () => {
    expect(judged({ hello: never, protocol: null }).state).toBe('unknown')
  })

  test('may leave one question unanswered, not two in a row', () => {
    expect([judged({ hello: failed(1) }).state, judged({ hello: failed(2) }).state]).toEqual([
      'active',
      'degraded'
    ])
  })

  test('is degraded at once when the broker says that its queue is missing', () => {
    expect(judged({ hello: failed(1, 'QUEUE_MISSING') })).toEqual({
      state: 'degraded',
      reason: 'its worker beats, but does not work: no answer'
    })
  })

  test('is not blamed for what the broker did not take', () => {
    expect(judged({ hello: failed(5, 'BROKER_BLOCKED') }).state).toBe('active')
  })

  test('is degraded without its HDFS', () => {
    expect(judged({ hdfs: failed(2) }).reason).toBe(
      'its worker beats, but its HDFS does not answer'
    )
  })

  test('is degraded without YARN only when the worker misses it, too', () => {
    expect([
      judged({ yarn: failed(9) }).state,
      judged({ yarn: failed(9), workerMissesYarn: true }).state
    ]).toEqual(['active', 'degraded'])
  })

  test('that speaks another version of the protocol does not count', () => {
    expect(judged({ protocol: 1 }).reason).toContain('version 1 of the protocol, this console 2')
  })
})

describe('a worker that is not heard', () => {
  const unheard = { heartbeatAt: ago(9_000), hello: failed(1), hdfs: answered(1_000) }

  test('whose HDFS answers is degraded', () => {
    expect(judged(unheard)).toEqual({
      state: 'degraded',
      reason: 'no heartbeat, though its HDFS answers'
    })
  })

  test('whose HDFS does not answer is silent', () => {
    expect(judged({ ...unheard, hdfs: failed(1) })).toEqual({
      state: 'silent',
      reason: 'no heartbeat and no answer from its HDFS'
    })
  })

  test('is not called silent by an answer from before the silence', () => {
    expect(judged({ ...unheard, hdfs: failed(3, 'CLUSTER_UNREACHABLE', 20_000) }).state).toBe(
      'degraded'
    )
  })

  test('is active all the same while it answers what it is asked', () => {
    expect(judged({ heartbeatAt: null, hello: answered(4_000) }).state).toBe('active')
  })

  test('is unknown while one only begins to listen', () => {
    expect(judged({ heartbeatAt: null, hello: never, listeningSince: ago(2_000) }).state).toBe(
      'unknown'
    )
  })

  test('says that its queue does not exist, when the broker said so', () => {
    expect(judged({ ...unheard, hello: failed(1, 'QUEUE_MISSING') }).reason).toBe(
      'no heartbeat, though its HDFS answers: no answer'
    )
  })
})

describe('a console that is blind', () => {
  test('knows nothing of a cluster while the broker is away, whatever it heard before', () => {
    const link = { type: 'down', reason: 'connection refused' } as const
    expect(judged({ link, brokerReached: false })).toEqual({
      state: 'unknown',
      reason: 'this console cannot hear it: no link to the broker (connection refused)'
    })
  })

  test('knows nothing while the broker answers nothing', () => {
    expect(judged({ link: { type: 'mute', reason: 'no answer within 3 s' } }).state).toBe('unknown')
  })

  test('does not take missing heartbeats for silence while publishers are blocked', () => {
    const link = { type: 'blocked', since: ago(20_000), reason: 'low on memory' } as const
    expect([
      judged({ link }).state,
      judged({ link, heartbeatAt: ago(15_000), hello: failed(2), hdfs: failed(4) }).state
    ]).toEqual(['active', 'unknown'])
  })

  test('for one vhost only says what else it sees of the cluster', () => {
    const link = { type: 'down', reason: 'vhost refused' } as const
    expect([
      judged({ link }).state,
      judged({ link, hdfs: failed(2) }).state,
      judged({ link, hdfs: never }).state
    ]).toEqual(['degraded', 'silent', 'unknown'])
  })
})

const anyAsked: fc.Arbitrary<AskedEvidence> = fc.oneof(
  fc.constant(never),
  fc.integer({ min: 0, max: 90_000 }).map((ms) => answered(ms)),
  fc
    .tuple(
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom('TASK_TIMED_OUT', 'QUEUE_MISSING', 'BROKER_UNREACHABLE' as const),
      fc.integer({ min: 0, max: 90_000 })
    )
    .map(([failures, code, ms]) => failed(failures, code, ms))
)
const anyEvidence: fc.Arbitrary<ClusterEvidence> = fc.record({
  link: fc.constantFrom<ClusterEvidence['link']>(
    { type: 'connecting' },
    { type: 'up', since: ago(50_000) },
    { type: 'blocked', since: ago(1_000), reason: 'x' },
    { type: 'mute', reason: 'x' },
    { type: 'down', reason: 'x' }
  ),
  brokerReached: fc.boolean(),
  listeningSince: fc.option(fc.integer({ min: 0, max: 90_000 }).map(ago)),
  heartbeatAt: fc.option(fc.integer({ min: 0, max: 90_000 }).map(ago)),
  hello: anyAsked,
  hdfs: anyAsked,
  yarn: anyAsked,
  workerMissesYarn: fc.boolean(),
  protocol: fc.option(fc.constantFrom(1, 2))
})
const judge = (of: ClusterEvidence) => judgeCluster(of, { now: NOW, protocol: 2 })

describe('of any evidence', () => {
  test('only an active cluster has no reason, and no reason tells an age', () => {
    fc.assert(
      fc.property(anyEvidence, (of) => {
        const { state, reason } = judge(of)
        expect(reason === null).toBe(state === 'active')
        expect(reason ?? '').not.toMatch(/\d+ (s|min) ago|for \d+/)
      })
    )
  })

  test('nothing is called active that was neither heard nor answered lately', () => {
    fc.assert(
      fc.property(anyEvidence, (of) => {
        const heard = of.heartbeatAt !== null && NOW - of.heartbeatAt < SILENT_MS
        const told = of.hello.type === 'answered' && NOW - of.hello.at < 10_000
        if (judge(of).state === 'active') expect(heard || told).toBe(true)
      })
    )
  })

  test('without a broker every cluster is unknown', () => {
    fc.assert(
      fc.property(anyEvidence, (of) => {
        const link = { type: 'down', reason: 'x' } as const
        expect(judge({ ...of, link, brokerReached: false }).state).toBe('unknown')
      })
    )
  })

  test('nothing is called silent without a question that failed', () => {
    fc.assert(
      fc.property(anyEvidence, (of) => {
        if (judge(of).state === 'silent') expect(of.hdfs.type).toBe('failed')
      })
    )
  })
})
