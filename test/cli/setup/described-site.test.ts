import { expect, test } from 'vitest'
import { draftOf } from '../../../src/cli/setup/described-site.js'
import type { SshConfigHost } from '../../../src/shared/model/ssh-hosts.js'

const gate = { name: 'gate', host: 'gate.example.org', port: 22, user: 'al', identityFile: null }
const porto: SshConfigHost = {
  name: 'porto',
  host: '10.0.0.7',
  port: 2222,
  user: 'alice',
  identityFile: '~/.ssh/porto',
  jump: [gate],
  notes: []
}

test('a name of ~/.ssh/config brings its way, its key and its hosts on the way', () => {
  expect(draftOf('porto', [porto], '/other/key')).toEqual({
    host: '10.0.0.7',
    port: 2222,
    user: 'alice',
    identityFile: '~/.ssh/porto',
    jump: [{ host: 'gate.example.org', port: 22, user: 'al' }]
  })
})

test.each([
  ['bob@lisbon:2200', { host: 'lisbon', port: 2200, user: 'bob' }],
  ['bob@[fe80::1]:2200', { host: 'fe80::1', port: 2200, user: 'bob' }],
  ['bob@lisbon', { host: 'lisbon', port: 22, user: 'bob' }]
])('reads %s', (text, expected) => {
  expect(draftOf(text, [porto], '/a/key')).toEqual({ ...expected, identityFile: '/a/key' })
})

test.each(['', 'a b', 'bob@', 'bob@lisbon:99999', 'lisbon:x'])(
  'refuses "%s" with an example',
  (text) => {
    expect(() => draftOf(text, [], undefined)).toThrow('is no host')
  }
)
