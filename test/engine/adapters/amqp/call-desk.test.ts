import { createHmac } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { ConsoleError } from '../../../../src/shared/model/errors.js'
import type { ClusterName, RunId, TaskId } from '../../../../src/shared/model/ids.js'
import type { Answer, Refusal } from '../../../../src/engine/ports/workers.js'
import { CallDesk, type Delivery } from '../../../../src/engine/adapters/amqp/call-desk.js'
import { sealKey } from '../../../../src/engine/protocol/tasks/seal.js'
import { FakeClock } from '../../../support/fake-clock.js'

const porto = 'porto' as ClusterName
const run = 'r-1' as RunId
const hex = '11'.repeat(32)
const key = sealKey(hex)
const channel = { name: 'first' }

const seal = (id: string, text: string, task = 'medusa.hello'): string =>
  createHmac('sha256', Buffer.from(hex, 'hex'))
    .update(`medusa-reply-1\n${task}\n${id}\n${text}`)
    .digest('hex')
const success = (id: string, text = '{"ok":true,"value":1}', mac = seal(id, text)): string =>
  JSON.stringify({ task_id: id, status: 'SUCCESS', result: { text, mac } })
const failure = (id: string): string =>
  JSON.stringify({
    task_id: id,
    status: 'FAILURE',
    result: { exc_type: 'MemoryError', exc_message: [] }
  })

describe('a call desk', () => {
  let clock: FakeClock
  let refusals: Refusal[]
  let desk: CallDesk
  let acked: string[]
  let ends: Map<string, Answer | ConsoleError>

  beforeEach(() => {
    clock = new FakeClock(0)
    refusals = []
    acked = []
    ends = new Map()
    desk = new CallDesk({
      clock,
      keys: new Map([[porto, key]]),
      refuse: (refusal) => refusals.push(refusal)
    })
  })

  const open = (id: string): void => {
    desk.add({
      id: id as TaskId,
      cluster: porto,
      task: 'medusa.hello',
      run,
      key,
      resolve: (answer) => ends.set(id, answer),
      reject: (error) => ends.set(id, error)
    })
  }
  const deliver = (body: string | Uint8Array, name = 'm', over: Partial<Delivery> = {}): void => {
    desk.receive({
      content: typeof body === 'string' ? Buffer.from(body) : body,
      correlationId: 'correlated',
      run,
      channel,
      ack: () => acked.push(name),
      ...over
    })
  }
  const outcome = (id: string): unknown => {
    const end = ends.get(id)
    return end !== undefined && 'outcome' in end ? end.outcome : end?.code
  }
  const reasons = (): readonly string[] => refusals.map(({ reason }) => reason)

  test('gives an authentic answer to its call, and acks it when it is settled, once', () => {
    open('t1')
    deliver(success('t1'))
    const before = [...acked]
    const answer = ends.get('t1') as Answer
    answer.settle()
    answer.settle()
    expect({ outcome: outcome('t1'), before, acked }).toEqual({
      outcome: { ok: true, value: 1 },
      before: [],
      acked: ['m']
    })
  })

  test.each([
    ['a wrong mac', success('t1', '{"ok":true,"value":2}', 'a'.repeat(64)), 'wrong mac'],
    ['a mac of another task', success('t1', '{}', seal('t1', '{}', 'medusa.kill')), 'wrong mac'],
    ['no mac', '{"task_id":"t1","status":"SUCCESS","result":1}', 'no mac'],
    ['no JSON', 'hello', 'not JSON'],
    ['no UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d), 'not JSON'],
    ['nothing', '', 'not JSON'],
    ['an unknown task', success('t9', '{}', 'b'.repeat(64)), 'unknown task']
  ])('refuses and acks %s, and goes on waiting', (_, body, reason) => {
    open('t1')
    deliver(body)
    expect({ reasons: reasons(), acked, end: outcome('t1') }).toEqual({
      reasons: [reason],
      acked: ['m'],
      end: undefined
    })
    deliver(success('t1'))
    expect(outcome('t1')).toEqual({ ok: true, value: 1 })
  })

  test('names cluster, task, run and time of a refusal', () => {
    deliver('hello')
    expect(refusals).toEqual([
      { at: 0, cluster: porto, task: 'correlated', run, reason: 'not JSON' }
    ])
  })

  test('ends a call whose worker, by its own key, speaks another protocol', () => {
    open('t1')
    deliver(success('t1', '{"fine":1}'))
    expect([outcome('t1'), reasons(), acked]).toEqual([
      'TASK_FAILED',
      ['authentic, but not a reply of this protocol'],
      ['m']
    ])
  })

  test('waits two seconds after a failure, for an authentic answer may follow', async () => {
    open('t1')
    deliver(failure('t1'))
    await clock.advance(1_999)
    const early = outcome('t1')
    await clock.advance(1)
    expect([early, outcome('t1'), reasons()]).toEqual([
      undefined,
      'TASK_FAILED',
      ['no mac (Celery FAILURE MemoryError)']
    ])
  })

  test('forgets the failure when the authentic answer comes', async () => {
    open('t1')
    deliver(failure('t1'))
    deliver(success('t1'))
    await clock.advance(10_000)
    expect([outcome('t1'), clock.pending]).toEqual([{ ok: true, value: 1 }, 0])
  })

  test('says nothing about states that are not the end', () => {
    open('t1')
    deliver(JSON.stringify({ task_id: 't1', status: 'STARTED', result: {} }))
    expect([reasons(), acked, ends.size]).toEqual([[], ['m'], 0])
  })

  test('acks copies of an answer, whether it was settled or not', () => {
    open('t1')
    deliver(success('t1'), 'first')
    deliver(success('t1'), 'copy')
    ;(ends.get('t1') as Answer).settle()
    deliver(success('t1'), 'late copy')
    expect([acked, reasons()]).toEqual([['copy', 'first', 'late copy'], []])
  })

  test('settles the message that came again over a new connection', () => {
    open('t1')
    deliver(success('t1'), 'before')
    deliver(success('t1'), 'again', { channel: { name: 'second' } })
    ;(ends.get('t1') as Answer).settle()
    expect(acked).toEqual(['again'])
  })

  test('acks a late answer of a call that was given up', () => {
    open('t1')
    desk.fail('t1' as TaskId, Object.assign(new Error('late'), { code: 'X' }) as never)
    deliver(success('t1'))
    expect([acked, reasons()]).toEqual([['m'], []])
  })

  test('refuses a forged answer to a call that is over', () => {
    open('t1')
    deliver(success('t1'))
    deliver(success('t1', '{"ok":true,"value":2}', 'c'.repeat(64)), 'forged')
    expect([acked, reasons()]).toEqual([['forged'], ['wrong mac']])
  })

  test('drops authentic answers to an earlier process without a word', () => {
    deliver(success('of-before', '{"ok":true,"value":7}'))
    expect([acked, reasons()]).toEqual([['m'], []])
  })

  test('refuses what is too large to be a reply', () => {
    open('t1')
    deliver(Buffer.alloc(41 * 1024 * 1024, 0x20))
    expect(reasons()).toEqual(['not JSON'])
  })
})
