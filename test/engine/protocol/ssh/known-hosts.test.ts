/** Lines as ssh-keygen 9.2 wrote them, and as people change them by hand. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fromBase64, toBase64 } from '../../../../src/engine/protocol/ssh/base64.js'
import {
  authoritiesOf,
  fingerprintOfKey,
  knownKinds,
  lookUpHost,
  parseKnownHosts,
  type PublicKey
} from '../../../../src/engine/protocol/ssh/known-hosts.js'

/** The example of OpenSSH's own documentation, and another key. */
const key: PublicKey = {
  type: 'ssh-ed25519',
  base64: 'AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl'
}
const other: PublicKey = {
  type: 'ssh-ed25519',
  base64: 'AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti'
}
const line = (names: string, { type, base64 } = key, rest = ''): string =>
  `${names} ${type} ${base64}${rest}`

function look(text: string, host: string, port = 22, shown = key): string {
  const { lines } = parseKnownHosts(text, '~/.ssh/known_hosts')
  return lookUpHost(lines, host, port, shown).type
}

describe('a host', () => {
  test.each([
    ['plain name', line('porto'), 'porto', 22],
    ['one of several names', line('porto,porto.example.org,10.0.0.7'), '10.0.0.7', 22],
    ['a comment behind', line('porto', key, ' ana@desk'), 'porto', 22],
    ['tabs between', line('porto').replaceAll(' ', '\t'), 'porto', 22],
    ['capital letters', line('Porto.Example.ORG'), 'porto.example.org', 22],
    ['a port of its own', line('[porto]:2222'), 'porto', 2222],
    ['the same key without port', line('porto'), 'porto', 2222],
    ['a pattern', line('*.example.org'), 'porto.example.org', 22],
    ['one letter', line('port?'), 'porto', 22],
    ['an IPv6 address with a port', line('[2001:db8::7]:2222'), '2001:db8::7', 2222],
    ['line ends of Windows', `${line('faro', other)}\r\n${line('porto')}\r\n`, 'porto', 22]
  ])('is known by %s', (_, text, host, port) => {
    expect(look(text, host, port)).toBe('known')
  })

  test.each([
    ['another name', line('lisbon'), 'porto', 22],
    ['another port', line('[porto]:2222'), 'porto', 22],
    [
      'a name that a pattern takes out',
      line('*.example.org,!porto.example.org'),
      'porto.example.org',
      22
    ],
    ['a line that is commented out', `# ${line('porto')}`, 'porto', 22],
    ['an authority only', `@cert-authority ${line('porto')}`, 'porto', 22],
    ['nothing', '', 'porto', 22]
  ])('is unknown by %s', (_, text, host, port) => {
    expect(look(text, host, port)).toBe('unknown')
  })

  test('has changed when the same kind of key is another', () => {
    const { lines } = parseKnownHosts(`# first\n${line('porto', other)}`, '~/.ssh/known_hosts')
    expect(lookUpHost(lines, 'porto', 22, key)).toMatchObject({
      type: 'changed',
      line: { line: 2, file: '~/.ssh/known_hosts', key: other }
    })
  })

  test('is known when any of its lines fits', () => {
    expect(look(`${line('porto', other)}\n${line('porto')}`, 'porto')).toBe('known')
  })

  test('is revoked whatever else stands there', () => {
    expect(look(`${line('porto')}\n@revoked ${line('*')}`, 'porto')).toBe('revoked')
  })

  test('of a port that is changed is not excused by the name without port', () => {
    expect(look(`${line('[porto]:2222', other)}\n${line('porto')}`, 'porto', 2222)).toBe('changed')
  })

  test('that is known by another kind of key only says by which', () => {
    const text = `porto ssh-rsa AAAAB3NzaC1yc2E=`
    const { lines } = parseKnownHosts(text, 'f')
    expect(lookUpHost(lines, 'porto', 22, key)).toEqual({ type: 'other-kinds', kinds: ['ssh-rsa'] })
    expect(knownKinds(lines, 'porto', 22)).toEqual(['ssh-rsa'])
  })

  test('may have an authority, which is told', () => {
    const { lines } = parseKnownHosts(`@cert-authority ${line('*.example.org')}`, 'f')
    expect(authoritiesOf(lines, 'porto.example.org', 22)).toHaveLength(1)
  })
})

test('lines that cannot be read are counted and passed over', () => {
  const text = [
    'porto',
    'porto ssh-ed25519',
    '@what porto ssh-ed25519 AAAA',
    'porto x $$$',
    line('faro')
  ]
  const { lines, unreadable } = parseKnownHosts(text.join('\n'), 'f')
  expect([lines.length, unreadable]).toEqual([1, 4])
})

test('a pattern of many stars ends', () => {
  expect(look(line(`${'*a'.repeat(200)}b`), 'a'.repeat(5_000))).toBe('unknown')
})

test('base64 goes there and back, and refuses what is none', () => {
  for (let length = 0; length < 40; length += 1) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 89 + length) % 256)
    expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64').replace(/=+$/, ''))
    expect(fromBase64(toBase64(bytes))).toEqual(bytes)
  }
  expect(fromBase64('a')).toBeNull()
  expect(fromBase64('a b=')).toBeNull()
})

describe.runIf(existsSync('/usr/bin/ssh-keygen'))('ssh-keygen agrees', () => {
  test('on hashed names and on fingerprints', () => {
    const folder = mkdtempSync(join(tmpdir(), 'medusa-known-'))
    const file = join(folder, 'known_hosts')
    writeFileSync(file, `${line('porto.example.org')}\n${line('[porto]:2222')}\n`)
    spawnSync('ssh-keygen', ['-H', '-f', file])
    const hashed = readFileSync(file, 'utf8')
    const printed = spawnSync('ssh-keygen', ['-lf', `${file}.old`], { encoding: 'utf8' }).stdout
    rmSync(folder, { recursive: true })
    expect(hashed).toContain('|1|')
    expect(look(hashed, 'porto.example.org')).toBe('known')
    expect(look(hashed, 'porto', 2222)).toBe('known')
    expect(look(hashed, 'porto', 22)).toBe('unknown')
    expect(printed).toContain(fingerprintOfKey(key))
  })
})
