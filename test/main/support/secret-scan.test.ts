import { expect, test } from 'vitest'
import { aSecret, leaks } from '../../support/secret-scan.js'

const secret = aSecret('x').slice(0, 20)

test.each([
  ['as it is', `password=${secret};`],
  ['in a URL', `amqp://console:${encodeURIComponent(secret)}@host`],
  ['in base64, as HTTP sends it', Buffer.from(`console:${secret}`).toString('base64')],
  ['in base64 after one more character', Buffer.from(`aconsole:${secret}`).toString('base64')],
  ['in base64 after two more', Buffer.from(`abconsole:${secret}`).toString('base64')],
  ['in hexadecimal', Buffer.from(secret).toString('hex')]
])('finds a secret %s', (_how, text) => {
  expect(leaks({ broker: secret }, { log: text, other: 'nothing' })).toEqual(['broker in log'])
})

test('finds one with quotes in it in JSON', () => {
  expect(
    leaks({ odd: 'p"ss\\word\n1' }, { file: JSON.stringify({ at: 'p"ss\\word\n1' }) })
  ).toEqual(['odd in file'])
})

test('finds nothing where nothing is, and does not say the value', () => {
  expect(leaks({ broker: secret }, { log: 'the broker refused the user "console"' })).toEqual([])
  expect(JSON.stringify(leaks({ broker: secret }, { log: secret }))).not.toContain(secret)
})

test('does not look for what may stand anywhere by chance', () => {
  expect(() => leaks({ pin: '1234' }, {})).toThrow(RangeError)
})
