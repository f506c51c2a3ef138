import { expect, test } from 'vitest'
import { managementError } from '../../../../src/engine/protocol/management/errors.js'

const asked = { what: 'setting rights', base: 'http://b:15672', user: 'u' }
const answer = (status: number, body: string): { code: string; message: string; hint?: string } => {
  const { code, message, hint } = managementError({ ...asked, status }, body)
  return hint === undefined ? { code, message } : { code, message, hint }
}

test.each([
  [
    401,
    '{"error":"not_authorized","reason":"Login failed"}',
    'AUTH_REFUSED',
    'wrong name or password'
  ],
  [
    401,
    '{"error":"not_authorised","reason":"Not management user"}',
    'NOT_PERMITTED',
    'lacks a tag'
  ],
  [
    401,
    '{"error":"not_authorised","reason":"Not administrator user"}',
    'NOT_PERMITTED',
    '"administrator"'
  ],
  [
    400,
    '{"error":"bad_request","reason":["invalid_regexp",[42],[[110,111,116],0]]}',
    'BROKER_REFUSED',
    'cannot compile'
  ],
  [
    400,
    '{"error":"bad_request","reason":"vhost_or_user_not_found"}',
    'BROKER_REFUSED',
    'not there'
  ],
  [400, '{"error":"bad_request","reason":"tags_not_present"}', 'BROKER_REFUSED', 'misses a part'],
  [404, '{"error":"Object Not Found","reason":"Not Found"}', 'BROKER_REFUSED', 'not there'],
  [503, '<html>proxy</html>', 'MANAGEMENT_UNREACHABLE', '<html>proxy</html>'],
  [400, 'null', 'BROKER_REFUSED', '400']
])('%i %s is %s', (status, body, code, words) => {
  const error = answer(status, body)
  expect(error.code).toBe(code)
  expect(error.message).toContain(words)
  expect(error.hint).toBeTruthy()
})

test('quotes what RabbitMQ could not compile, which comes as character codes', () => {
  const body = '{"error":"bad_request","reason":["invalid_regexp",[42],[[110,111,116,104],0]]}'
  expect(answer(400, body).message).toContain('invalid_regexp * noth')
})
