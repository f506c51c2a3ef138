/** The adapter on the lab's sshd: files, and what only a real server does. */
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Ssh2RemoteShell } from '../../src/engine/adapters/ssh/ssh2-remote-shell.js'
import { SystemClock } from '../../src/engine/adapters/system/clock.js'
import type { RemoteSession } from '../../src/engine/ports/remote-shell.js'
import type { SshTarget } from '../../src/shared/model/settings.js'
import { Bastion, hasSshd } from '../support/bastion.js'
import { testLab } from '../support/test-lab.js'

const lab = testLab()

describe.runIf(lab !== null)('Ssh2RemoteShell on the lab', () => {
  const target = (): SshTarget => lab!.environment.clusters[0]!.ssh!
  let session: RemoteSession
  let folder: string
  beforeEach(async () => {
    session = await new Ssh2RemoteShell({ clock: new SystemClock() }).open(target())
    folder = `/tmp/medusa-test-${randomUUID()}`
  })
  afterEach(async () => {
    await session.run(['rm', '-rf', folder])
    await session.close()
  })

  test('writes a file with its folders, its mode and all of its bytes, over an older one', async () => {
    const path = `${folder}/a b/ü.bin`
    const content = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251)
    await session.writeFile(path, new Uint8Array(3), 0o644)
    await session.writeFile(path, content, 0o600)
    const { stdout } = await session.run(['stat', '-c', '%a %s', path, `${folder}/a b`])
    expect(stdout.split('\n').slice(0, 1)).toEqual(['600 300000'])
    expect(stdout).toMatch(/\n700 /)
    expect(Buffer.compare(await session.readFile(path), content)).toBe(0)
    expect((await session.run(['ls', '-A', `${folder}/a b`])).stdout).toBe('ü.bin\n')
  })

  test('writes many files at once', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `${folder}/x/${index}`)
    await Promise.all(names.map((name) => session.writeFile(name, Buffer.from(name), 0o600)))
    const { stdout } = await session.run(['cat', ...names])
    expect(stdout).toBe(names.join(''))
  })

  test('says which file could not be written or read', async () => {
    await expect(session.writeFile('/proc/no/x', new Uint8Array(1), 0o600)).rejects.toMatchObject({
      code: 'SSH_FAILED',
      message: expect.stringContaining('writing /proc/no/x') as string
    })
    await expect(session.readFile(`${folder}/nope`)).rejects.toMatchObject({
      code: 'SSH_FAILED',
      message: expect.stringContaining('No such file') as string
    })
  })

  test('runs programs with arguments that a shell would take apart', async () => {
    const { stdout } = await session.run(['printf', '%s|', "it's", '$HOME', '*', '', 'a\nb'])
    expect(stdout).toBe("it's|$HOME|*||a\nb|")
  })

  test('refuses a host whose key is another', async () => {
    const changed = { ...target(), hostKey: `SHA256:${'A'.repeat(43)}` }
    await expect(
      new Ssh2RemoteShell({ clock: new SystemClock() }).open(changed)
    ).rejects.toMatchObject({ code: 'HOST_KEY_CHANGED' })
  })
})

describe.runIf(lab !== null)('The key of a host of the lab', () => {
  const shell = new Ssh2RemoteShell({ clock: new SystemClock() })
  const target = (): SshTarget => lab!.environment.clusters[0]!.ssh!

  test('is shown without a login, with its kind', async () => {
    const { host, port } = target()
    const key = await shell.hostKey({ host, port, user: 'nobody', jump: [] }, [])
    expect({ type: key.type, fingerprint: key.fingerprint }).toEqual({
      type: 'ssh-ed25519',
      fingerprint: target().hostKey
    })
  })

  test('of a kind that it has not is no key', async () => {
    const { host, port } = target()
    await expect(
      shell.hostKey({ host, port, user: 'nobody', jump: [] }, ['ssh-rsa'])
    ).rejects.toMatchObject({ code: 'SSH_FAILED' })
  })
})

describe.runIf(lab !== null && hasSshd)('Through a jump host', () => {
  const shell = new Ssh2RemoteShell({ clock: new SystemClock() })
  const target = (): SshTarget => lab!.environment.clusters[0]!.ssh!
  let bastion: Bastion
  beforeAll(async () => {
    bastion = await Bastion.start()
  })
  afterAll(() => bastion.stop())

  test('programs run on the host behind it, and closing ends the whole way', async () => {
    const session = await shell.open({ ...target(), jump: [bastion.hop] })
    const { stdout } = await session.run(['sh', '-c', 'echo $SSH_CONNECTION'])
    await session.close()
    expect(stdout).toContain(`${target().host} ${String(target().port)}`)
  })

  test('goes through two of them', async () => {
    const session = await shell.open({ ...target(), jump: [bastion.hop, bastion.hop] })
    expect((await session.run(['id', '-un'])).stdout).toBe(`${target().user}\n`)
    await session.close()
  })

  test('the key of the host behind it is seen', async () => {
    const { host, port, user, hostKey } = target()
    const key = await shell.hostKey({ host, port, user, jump: [bastion.hop] }, [])
    expect(key.fingerprint).toBe(hostKey)
  })

  test('a jump host with another key is not passed', async () => {
    const changed = { ...bastion.hop, hostKey: `SHA256:${'A'.repeat(43)}` }
    await expect(shell.open({ ...target(), jump: [changed] })).rejects.toMatchObject({
      code: 'HOST_KEY_CHANGED',
      message: expect.stringContaining(bastion.hop.hostKey) as string
    })
  })

  test('says which host does not lead on', async () => {
    await expect(shell.open({ ...target(), port: 1, jump: [bastion.hop] })).rejects.toMatchObject({
      code: 'SSH_FAILED',
      message: expect.stringContaining(`does not lead to ${target().host}:1`) as string
    })
  })
})
