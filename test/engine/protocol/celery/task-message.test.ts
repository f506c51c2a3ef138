import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeTask } from '../../../../src/engine/protocol/celery/task-message.js'

const call = {
  id: 'abc123',
  task: 'medusa.hello',
  kwargs: { request: '{}', auth: 'a'.repeat(64) },
  replyTo: 'medusa.replies.r-1',
  origin: 'medusa-console'
}

/** Wire shape of Celery 5.2.6's own client, celery/app/amqp.py `as_task_v2`. */
test('writes message protocol 2', () => {
  expect(encodeTask(call)).toEqual({
    headers: {
      lang: 'py',
      task: 'medusa.hello',
      id: 'abc123',
      root_id: 'abc123',
      parent_id: null,
      group: null,
      shadow: null,
      eta: null,
      expires: null,
      retries: 0,
      timelimit: [null, null],
      argsrepr: '()',
      kwargsrepr: "{'request': ..., 'auth': ...}",
      origin: 'medusa-console',
      ignore_result: false
    },
    properties: {
      contentType: 'application/json',
      contentEncoding: 'utf-8',
      correlationId: 'abc123',
      replyTo: 'medusa.replies.r-1',
      deliveryMode: 2
    },
    body: `[[],{"request":"{}","auth":"${'a'.repeat(64)}"},{"callbacks":null,"errbacks":null,"chain":null,"chord":null}]`
  })
})

test('brings every keyword argument that JSON can hold through, and no positional one', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (kwargs) => {
      const sent = JSON.parse(JSON.stringify(kwargs)) as unknown
      const [args, received] = JSON.parse(encodeTask({ ...call, kwargs }).body) as unknown[]
      expect([args, received]).toEqual([[], sent])
    })
  )
})

test('shows no argument in the headers, which workers log', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-f]{64}$/), (auth) => {
      const { headers } = encodeTask({ ...call, kwargs: { request: `"${auth}"`, auth } })
      expect(JSON.stringify(headers)).not.toContain(auth)
    })
  )
})
