/** The adapter on the lab's sshd: files, and what only a real server does. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Ssh2RemoteShell } from '../../src/engine/adapters/ssh/ssh2-remote-shell.js'
import { SystemClock } from '../../src/engine/adapters/system/clock.js'
import type { RemoteSession } from '../../src/engine/ports/remote-shell.js'
import type { SshTarget } from '../../src/shared/model/settings.js'
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
