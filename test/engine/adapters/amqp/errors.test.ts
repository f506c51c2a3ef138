import { expect, test } from 'vitest'
import {
  brokerError,
  isLoginRefusal,
  isPasswordRefusal
} from '../../../../src/engine/adapters/amqp/errors.js'

const address = { host: '127.0.0.1', port: 5672, user: 'console', vhost: 'medusa-porto' }
const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5672'), {
  code: 'ECONNREFUSED'
})

/** Texts of amqplib 2.3.1 and RabbitMQ 3.10.8. */
const wrongPassword = new Error(
  'Handshake terminated by server: 403 (ACCESS-REFUSED) with message "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. For details see the broker logfile."'
)
const wrongVhost = new Error('Expected ConnectionOpenOk; got <ConnectionClose channel:0>')

test.each([
  ['a wrong password', wrongPassword, 'AUTH_REFUSED', 'user "console"'],
  ['a missing vhost', wrongVhost, 'VHOST_REFUSED', 'vhost "medusa-porto"'],
  [
    'a missing right',
    new Error(
      `Operation failed: QueueDeclare; 403 (ACCESS-REFUSED) with message "ACCESS_REFUSED - access to queue 'x' in vhost 'medusa-porto' refused for user 'console'"`
    ),
    'VHOST_REFUSED',
    'lacks a right'
  ],
  ['a closed port', refused, 'BROKER_UNREACHABLE', 'connection refused'],
  [
    'a closed port at all addresses of a name',
    new AggregateError([refused], ''),
    'BROKER_UNREACHABLE',
    'connection refused'
  ],
  [
    'a broker that shuts down',
    Object.assign(
      new Error(
        `Connection closed: 320 (CONNECTION-FORCED) with message "CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'"`
      ),
      { code: 320 }
    ),
    'BROKER_UNREACHABLE',
    'cannot be reached: the broker shut down'
  ],
  ['a timeout', new Error('connect ETIMEDOUT'), 'BROKER_UNREACHABLE', 'ETIMEDOUT'],
  [
    'another server',
    new Error('Socket closed abruptly during opening handshake'),
    'BROKER_UNREACHABLE',
    'abruptly'
  ]
])('translates %s', (_, thrown, code, text) => {
  const error = brokerError(thrown, address)
  expect({ code: error.code, cause: error.cause }).toEqual({ code, cause: thrown })
  expect(error.message).toContain(text)
  expect(error.hint).not.toBe('')
})

test('leaves errors of ours as they are', () => {
  const ours = brokerError(refused, address)
  expect(brokerError(ours, address)).toBe(ours)
})

test('knows which refusals are final', () => {
  expect([wrongPassword, wrongVhost, refused].map(isLoginRefusal)).toEqual([true, true, false])
  expect([wrongPassword, wrongVhost, refused].map(isPasswordRefusal)).toEqual([true, false, false])
})
