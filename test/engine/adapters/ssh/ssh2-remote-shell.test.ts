import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SshTarget } from '../../../../src/shared/model/settings.js'
import type { RemoteSession } from '../../../../src/engine/ports/remote-shell.js'
import { Ssh2RemoteShell } from '../../../../src/engine/adapters/ssh/ssh2-remote-shell.js'
import { SystemClock } from '../../../../src/engine/adapters/system/clock.js'
import { privateKey, SshServer } from '../../../support/ssh-server.js'

const shell = new Ssh2RemoteShell({ clock: new SystemClock(), agentSocket: '' })
let folder: string
let identityFile: string
let server: SshServer
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medusa-ssh-'))
  identityFile = join(folder, 'id')
  await writeFile(identityFile, privateKey())
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  server = await SshServer.start()
})
afterEach(async () => {
  await server.stop()
})
const target = (changes: Partial<SshTarget> = {}): SshTarget => ({
  host: '127.0.0.1',
  port: server.port,
  user: 'u',
  identityFile,
  hostKey: server.fingerprint,
  ...changes
})

describe('opening a session', () => {
  test('compares the host key before it says who it is', async () => {
    const hostKey = `SHA256:${'A'.repeat(43)}`
    await expect(shell.open(target({ hostKey }))).rejects.toMatchObject({
      code: 'HOST_KEY_CHANGED',
      message: expect.stringMatching(
        new RegExp(`${escaped(server.fingerprint)}.*${hostKey}`)
      ) as string
    })
    expect(server.logins).toEqual([])
  })

  test('says that the login was refused', async () => {
    server.lets = false
    await expect(shell.open(target())).rejects.toMatchObject({
      code: 'SSH_FAILED',
      message: `u@127.0.0.1:${server.port} refused the login`,
      hint: expect.stringContaining(identityFile) as string
    })
  })

  test.each([
    ['a key file that is not there', { identityFile: '/nope/id' }, 'cannot be read'],
    ['a key file that is none', { identityFile: '/etc/hostname' }, 'cannot be used'],
    ['no key at all', { identityFile: undefined }, 'there is no key']
  ])('says so with %s', async (_, changes, message) => {
    await expect(shell.open({ ...target(), ...changes })).rejects.toMatchObject({
      code: 'SSH_FAILED',
      message: expect.stringContaining(message) as string
    })
  })

  test('says that nobody listens', async () => {
    const known = target()
    await server.stop()
    await expect(shell.open(known)).rejects.toMatchObject({
      code: 'SSH_FAILED',
      message: expect.stringContaining('ECONNREFUSED') as string
    })
    server = await SshServer.start()
  })
})

describe('a program', () => {
  let session: RemoteSession
  beforeEach(async () => {
    session = await shell.open(target())
  })
  afterEach(async () => {
    await session.close()
  })

  test('gets its arguments quoted and its input, and gives output and exit code', async () => {
    server.onCommand = (command, channel) => {
      channel.on('data', (chunk: Buffer) => {
        channel.write(`${command} < ${chunk.toString()}`)
        channel.stderr.write('warning')
        channel.exit(3)
        channel.end()
      })
    }
    const result = await session.run(['cat', 'a b'], { input: 'secret', successExitCodes: [3] })
    expect(result).toEqual({ exitCode: 3, stdout: "cat 'a b' < secret", stderr: 'warning' })
  })

  test('that ends otherwise than expected is an error with its last words', async () => {
    server.onCommand = (_, channel) => {
      channel.stderr.write('first\nlast words\n')
      channel.exit(2)
      channel.end()
    }
    await expect(session.run(['x'])).rejects.toMatchObject({
      code: 'SSH_FAILED',
      message: expect.stringContaining('ended with exit code 2: last words') as string,
      facts: { exitCode: 2 }
    })
  })

  test('that is killed is an error that names the signal', async () => {
    server.onCommand = (_, channel) => {
      channel.exit('KILL', false, '')
      channel.end()
    }
    await expect(session.run(['x'])).rejects.toMatchObject({
      message: expect.stringContaining('killed by SIGKILL') as string
    })
  })

  test('that takes too long is given up', async () => {
    server.onCommand = () => undefined
    await expect(session.run(['sleep', '9'], { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'SSH_FAILED',
      message: expect.stringContaining('did not end within 0.05 s') as string
    })
  })

  test('that takes too long is ended, and gives its channel back', async () => {
    const signals: string[] = []
    const closed = new Promise<void>((resolve) => {
      server.onCommand = (_, channel) => {
        channel.on('close', () => resolve()).resume()
        server.onSignal = (name) => {
          signals.push(name)
          channel.exit(name, false, '')
          channel.end()
        }
      }
    })
    await expect(session.run(['sleep', '9'], { timeoutMs: 50 })).rejects.toThrow('did not end')
    await closed
    expect(signals).toEqual(['TERM'])
  })

  test('whose connection is lost is an error, and the session closes all the same', async () => {
    server.onCommand = () => server.cut()
    await expect(session.run(['x'])).rejects.toMatchObject({ code: 'SSH_FAILED' })
    await session.close()
    await session.close()
  })
})

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
