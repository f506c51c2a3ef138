import { expect, test } from 'vitest'
import { masked } from '../../../../src/engine/runtime/setup/masked.js'

const property = (name: string, value: string): string =>
  `<property>\n  <name>${name}</name>\n  <value>${value}</value>\n</property>`

test.each([
  'fs.s3a.secret.key',
  'fs.s3a.access.key',
  'ssl.server.keystore.password',
  'fs.azure.account.oauth2.client.secret'
])('hides the value of %s', (name) => {
  expect(masked('/etc/core-site.xml', property(name, 'AKIA123'))).toBe(property(name, '…'))
})

test.each([
  'fs.defaultFS',
  'hadoop.http.authentication.signature.secret.file',
  'hadoop.proxyuser.alice.hosts',
  'hadoop.security.credential.provider.path'
])('shows the value of %s', (name) => {
  expect(masked('/etc/core-site.xml', property(name, 'x'))).toBe(property(name, 'x'))
})

test('hides it also where the value stands first', () => {
  const text = '<value>AKIA123</value><name>fs.s3a.secret.key</name>'
  expect(masked('/etc/core-site.xml', text)).toBe('<value>…</value><name>fs.s3a.secret.key</name>')
})

test('hides passwords of rabbitmq.conf', () => {
  expect(
    masked(
      '/etc/rabbitmq/rabbitmq.conf',
      'default_user = a\ndefault_pass = x\nssl_options.password = t0p\n'
    )
  ).toContain('ssl_options.password = …')
})
