/**
 * Root by the real sudo, as a user of this machine that may act as root with its password. Needs root to make that user; anybody else's run leaves it out.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Hands } from '../../src/engine/runtime/setup/hands.js'
import { LocalSession } from '../support/local-session.js'

const USER = 'medusa-sudo-test'
const PASSWORD = 'a right one: ü"$x'
const RULES = `/etc/sudoers.d/${USER}`
const ROOT = { as: 'root' } as const

describe.runIf(process.getuid?.() === 0)('sudo', () => {
  let folder = ''
  beforeAll(() => {
    remove()
    execFileSync('/usr/sbin/useradd', ['--system', '--shell', '/bin/sh', USER])
    execFileSync('/usr/sbin/chpasswd', { input: `${USER}:${PASSWORD}\n` })
    folder = mkdtempSync(join(tmpdir(), 'medusa-sudo-'))
  })
  afterAll(() => {
    remove()
    rmSync(folder, { recursive: true })
  })
  beforeEach(() => rules('ALL=(ALL) ALL'))

  test('a file is written by root with exactly what was given, also by the second command of a session', async () => {
    const hands = handsOf(PASSWORD)
    for (const name of ['first', 'second']) {
      const path = join(folder, name)
      await hands.replaceText(path, '<content/>\n', {
        backup: '',
        expected: null,
        mode: 0o600,
        ...ROOT
      })
      expect(readFileSync(path, 'utf8')).toBe('<content/>\n')
    }
  })

  test('the password does not become the input of a program that asks for none', async () => {
    const hands = handsOf(PASSWORD)
    rules('ALL=(ALL) ALL, NOPASSWD: /usr/bin/cat, /usr/bin/sh, /usr/bin/dash')
    const { stdout } = await hands.run(['cat'], { ...ROOT, input: 'content' })
    expect(stdout).toBe('content')
  })

  test('a wrong password is said to be one', async () => {
    await expect(handsOf('wrong').run(['id', '-u'], ROOT)).rejects.toMatchObject({
      code: 'PRIVILEGE_MISSING',
      message: expect.stringContaining('does not take the password') as string
    })
  })

  test('without a password it says so, and with one that is not needed it works', async () => {
    await expect(handsOf(null).run(['id', '-u'], ROOT)).rejects.toMatchObject({
      code: 'PRIVILEGE_MISSING'
    })
    rules('ALL=(ALL) NOPASSWD: ALL')
    expect((await handsOf(null).run(['id', '-u'], ROOT)).stdout).toBe('0\n')
  })
})

const handsOf = (password: string | null): Hands =>
  new Hands(
    USER,
    new LocalSession('', [
      '/usr/bin/setpriv',
      `--reuid=${USER}`,
      `--regid=${USER}`,
      '--init-groups'
    ]),
    () => password
  )

/** @param what - behind the user's name */
function rules(what: string): void {
  writeFileSync(RULES, `${USER} ${what}\n`, { mode: 0o440 })
}

function remove(): void {
  rmSync(RULES, { force: true })
  try {
    execFileSync('/usr/sbin/userdel', [USER], { stdio: 'ignore' })
  } catch (thrown) {
    // 6: there is no such user
    if ((thrown as { readonly status?: number }).status !== 6) throw thrown
  }
}
