import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeResult } from '../../../../src/engine/protocol/celery/result.js'

const body = (fields: object): string =>
  JSON.stringify({ task_id: 't1', traceback: null, children: [], ...fields })

test('reads a success with whatever its result is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (result) => {
      const text = body({ status: 'SUCCESS', result })
      const sent = (JSON.parse(text) as { result: unknown }).result
      expect(decodeResult(text)).toEqual({ type: 'success', task: 't1', result: sent })
    })
  )
})

/** Recorded from Celery 5.2.6. */
test.each([
  [
    'an unknown task',
    { exc_type: 'NotRegistered', exc_message: ['medusa.nope'], exc_module: 'celery.exceptions' },
    'FAILURE',
    { exception: 'NotRegistered', message: 'medusa.nope' }
  ],
  [
    'a killed pool process',
    {
      exc_type: 'WorkerLostError',
      exc_message: ['Worker exited prematurely: signal 9 (SIGKILL) Job: 0.'],
      exc_module: 'billiard.exceptions'
    },
    'FAILURE',
    {
      exception: 'WorkerLostError',
      message: 'Worker exited prematurely: signal 9 (SIGKILL) Job: 0.'
    }
  ],
  [
    'an expired task',
    { exc_type: 'TaskRevokedError', exc_message: ['expired'], exc_module: 'celery.exceptions' },
    'REVOKED',
    { exception: 'TaskRevokedError', message: 'expired' }
  ],
  [
    'an exception with arguments of other types',
    { exc_type: 'KeyError', exc_message: [1, null, { a: 2 }], exc_module: 'builtins' },
    'FAILURE',
    { exception: 'KeyError', message: '1, {"a":2}' }
  ],
  ['no exception at all', 'boom', 'FAILURE', { exception: 'unknown', message: 'boom' }]
])('reads the failure of %s as text', (_, result, status, failure) => {
  expect(decodeResult(body({ status, result }))).toEqual({
    type: 'failure',
    task: 't1',
    failure: { status, ...failure }
  })
})

test.each(['STARTED', 'RETRY', 'PENDING', 'PROGRESS'])(
  'does not take %s for the end of a task',
  (status) => {
    expect(decodeResult(body({ status, result: { pid: 1 } }))).toEqual({
      type: 'interim',
      task: 't1',
      status
    })
  }
)

test.each([
  ['', 'not JSON'],
  ['null', 'not a Celery result'],
  ['[]', 'not a Celery result'],
  ['{}', 'not a Celery result (no task_id)'],
  ['{"task_id":""}', 'not a Celery result (no task_id)'],
  ['{"task_id":7,"status":"SUCCESS"}', 'not a Celery result (no task_id)'],
  ['{"task_id":"t1"}', 'not a Celery result (no status)'],
  ['{"task_id":"t1","status":"success"}', 'not a Celery result (no status)'],
  ['{"task_id":"t1","status":["SUCCESS"]}', 'not a Celery result (no status)']
])('refuses %s', (text, reason) => {
  expect(decodeResult(text)).toEqual({ type: 'garbage', reason })
})

test('refuses every truncation of a result', () => {
  const whole = body({ status: 'SUCCESS', result: { text: '{"ok":true}', mac: 'é€😀' } })
  for (let length = 0; length < whole.length; length++)
    expect(decodeResult(whole.slice(0, length))).toEqual({ type: 'garbage', reason: 'not JSON' })
})

test('never throws, whatever comes', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(['success', 'failure', 'interim', 'garbage']).toContain(decodeResult(text).type)
    })
  )
})

test('cuts an endless exception message', () => {
  const result = { exc_type: 'E'.repeat(1000), exc_message: ['x'.repeat(100_000)] }
  expect(decodeResult(body({ status: 'FAILURE', result }))).toMatchObject({
    failure: { exception: 'E'.repeat(100), message: 'x'.repeat(500) }
  })
})
