import { expect, test } from 'vitest'
import { redact, redactText } from '../../../../src/engine/adapters/system/redact.js'

const hex = 'ab'.repeat(32)

test.each([
  ['amqp://console:s3cret@127.0.0.1:5672/v', 'amqp://console:***@127.0.0.1:5672/v'],
  ['amqps://u:p%40ss@h/', 'amqps://u:***@h/'],
  ['http://h:9870/webhdfs/v1?user.name=x', 'http://h:9870/webhdfs/v1?user.name=x'],
  ['password=geheim, x=1', 'password=***, x=1'],
  [`{"hmacKey":"${hex}","x":1}`, '{"hmacKey":"***","x":1}'],
  [`auth: ${hex}`, 'auth: ***'],
  [`sha256:${hex} 12 part-r-00000`, `sha256:${hex} 12 part-r-00000`],
  ['hadoop -Dfs.s3a.secret.key=X y', 'hadoop -Dfs.s3a.secret.key=*** y'],
  ['AWS_SECRET_ACCESS_KEY=X aws', 'AWS_SECRET_ACCESS_KEY=*** aws'],
  ['mysql --password X -h h', 'mysql --password *** -h h'],
  ['curl -u a:X h', 'curl -u a:*** h'],
  ["curl -H 'Authorization: Bearer X' h", "curl -H 'Authorization: ***' h"],
  ['PASSWORD="TOP SECRET" x', 'PASSWORD="***" x'],
  ["--passphrase 'a b' x", "--passphrase '***' x"],
  ['passwords are kept', 'passwords are kept'],
  ['authority: who', 'authority: who'],
  ['no secret in here', 'no secret in here']
])('turns the text %j into %j', (text, redacted) => {
  expect(redactText(text)).toBe(redacted)
})

test('hides what has a secret name, at every depth, and nothing else', () => {
  const facts = {
    brokerPassword: 'x',
    keys: { porto: hex },
    hmacKey: hex,
    auth: hex,
    mac: hex,
    hostKey: 'SHA256:abc',
    sha256: hex,
    nested: [{ token: 'x', path: '/a' }],
    error: new Error('amqp://u:p@h failed'),
    count: 1,
    none: null,
    big: 10n
  }
  expect(redact(facts)).toEqual({
    brokerPassword: '***',
    keys: '***',
    hmacKey: '***',
    auth: '***',
    mac: '***',
    hostKey: 'SHA256:abc',
    sha256: hex,
    nested: [{ token: '***', path: '/a' }],
    error: 'amqp://u:***@h failed',
    count: 1,
    none: null,
    big: '10'
  })
})

test('ends at some depth, so that circles do not hang it', () => {
  const circle: Record<string, unknown> = {}
  circle['self'] = circle
  expect(JSON.stringify(redact(circle))).toContain('[object]')
})

test('takes no longer than a moment for a hostile text, and cuts it', () => {
  const started = performance.now()
  for (const part of ['x', 'token', 'token ', '-token ', 'auth:"', '-u ', "password='", '.-'])
    expect(redactText(`${part.repeat(200_000)}amqp://u:p@h`).length).toBeLessThanOrEqual(20_000)
  expect(performance.now() - started).toBeLessThan(500)
})
