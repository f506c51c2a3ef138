import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SshConfigFile } from '../../../../src/engine/adapters/ssh/ssh-config-file.js'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'medusa-home-'))
  mkdirSync(join(home, '.ssh', 'more'), { recursive: true })
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const write = (name: string, text: string): void => writeFileSync(join(home, '.ssh', name), text)
const read = (): ReturnType<SshConfigFile['read']> => new SshConfigFile(home, 'ana').read()
const hop = (name: string, change: object = {}): object => ({
  name,
  host: name,
  port: 22,
  user: 'ana',
  identityFile: null,
  ...change
})

describe('hosts of the ssh configuration', () => {
  test('are resolved, the first value of each keyword counting', async () => {
    write(
      'config',
      [
        '# mine',
        'User everywhere',
        'Host porto lisbon',
        '  HostName %h.example.org',
        '  Port=2222',
        '  IdentityFile "~/.ssh/my key"',
        '  IdentityFile ~/.ssh/second',
        'Host *',
        '  Port 99',
        '  User last'
      ].join('\n')
    )
    const { hosts, notes } = await read()
    expect(notes).toEqual([])
    expect(hosts).toEqual([
      {
        ...hop('porto', {
          host: 'porto.example.org',
          port: 2222,
          user: 'everywhere',
          identityFile: join(home, '.ssh/my key')
        }),
        jump: [],
        notes: []
      },
      {
        ...hop('lisbon', {
          host: 'lisbon.example.org',
          port: 2222,
          user: 'everywhere',
          identityFile: join(home, '.ssh/my key')
        }),
        jump: [],
        notes: []
      }
    ])
  })

  test('bring their jump hosts, each with its own values, and those of the first before it', async () => {
    write(
      'config',
      [
        'Host inner',
        '  ProxyJump gate,bob@second:2200',
        'Host gate',
        '  HostName gate.example.org',
        '  ProxyJump outer',
        'Host outer',
        '  Port 222',
        'Host none',
        '  ProxyJump none'
      ].join('\n')
    )
    const { hosts } = await read()
    expect(hosts.find(({ name }) => name === 'inner')?.jump).toEqual([
      hop('outer', { port: 222 }),
      hop('gate', { host: 'gate.example.org' }),
      hop('second', { user: 'bob', port: 2200 })
    ])
    expect(hosts.find(({ name }) => name === 'none')?.jump).toEqual([])
  })

  test('that jump in a circle come to an end, with a note', async () => {
    write('config', 'Host a\n  ProxyJump b\nHost b\n  ProxyJump a\n')
    const { hosts } = await read()
    expect(hosts[0]?.notes).toEqual([expect.stringContaining('in a circle')])
  })

  test('come from included files, also within a block, and patterns name none', async () => {
    write('config', 'Include more/*.conf missing\nHost *.lab !faro.lab\n  User lab\nHost x.lab\n')
    write('more/b.conf', 'Host b\n')
    write('more/a.conf', 'Host a\n  Port 1\nInclude config\n')
    const { hosts, notes } = await read()
    expect(hosts.map(({ name }) => name).sort()).toEqual(['a', 'b', 'x.lab'])
    expect(hosts.find(({ name }) => name === 'x.lab')?.user).toBe('lab')
    expect(notes.join()).toContain('Include goes deeper')
  })

  test('never run a program: Match exec is left out and told, simple Match counts', async () => {
    const trap = join(home, 'trap')
    write(
      'config',
      [
        `Match exec "touch ${trap}"`,
        '  User trapped',
        'Match originalhost porto',
        '  User matched',
        'Host porto',
        '  CanonicalizeHostname yes',
        '  CanonicalDomains example.org',
        'Host proxied',
        '  ProxyCommand touch %h'
      ].join('\n')
    )
    const { hosts, notes } = await read()
    expect(existsSync(trap)).toBe(false)
    expect(hosts.map(({ user }) => user)).toEqual(['matched', 'ana'])
    expect(hosts[1]?.notes).toEqual([expect.stringContaining('ProxyCommand is not run')])
    expect(notes).toEqual([expect.stringContaining('Match exec')])
  })

  test('are none where there is no file, and the folder stays as it was', async () => {
    const before = statSync(join(home, '.ssh')).mtimeMs
    expect(await read()).toEqual({ file: '~/.ssh/config', found: false, hosts: [], notes: [] })
    expect(statSync(join(home, '.ssh')).mtimeMs).toBe(before)
  })

  test('of a file that is broken are those before it, with a note', async () => {
    write('config', 'Host "porto\n  Port 1\n')
    const { hosts, notes } = await read()
    expect(hosts).toEqual([])
    expect(notes).toEqual([expect.stringContaining('cannot be understood')])
  })

  test.skipIf(process.getuid?.() === 0)('that may not be read say so', async () => {
    write('config', 'Host porto\n')
    chmodSync(join(home, '.ssh', 'config'), 0)
    expect((await read()).notes).toEqual([expect.stringContaining('EACCES')])
  })
})
