import { createHash } from 'node:crypto'
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Hands } from '../../../../src/engine/runtime/setup/hands.js'
import { LocalSession } from '../../../support/local-session.js'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'medusa hands ü-'))
  file = join(folder, 'core site.xml')
})
afterEach(() => rmSync(folder, { recursive: true }))

const hands = (password: string | null = null, path = ''): Hands =>
  new Hands('alice@porto', new LocalSession(path), () => password)
const digest = (text: string): string => createHash('sha256').update(text).digest('hex')
const login = { as: 'login', mode: 0o640 } as const

test('reads a text, and says when there is none', async () => {
  writeFileSync(file, 'wide – text\n')
  expect(await hands().readText(file)).toEqual({ text: 'wide – text\n', writable: true })
  expect(await hands().readText(join(folder, 'none'))).toBeNull()
})

test('replaces a text in one step, keeps mode and link, and a copy of what was there', async () => {
  writeFileSync(file, 'old\n', { mode: 0o644 })
  chmodSync(file, 0o604)
  const link = join(folder, 'link')
  symlinkSync(file, link)
  const backup = `${file}.medusa-1`
  await hands().replaceText(link, 'new\n', { ...login, backup, expected: digest('old\n') })
  expect(readFileSync(file, 'utf8')).toBe('new\n')
  expect(readFileSync(backup, 'utf8')).toBe('old\n')
  expect(statSync(file).mode & 0o777).toBe(0o604)
  expect(readdirSync(folder).sort()).toEqual(['core site.xml', 'core site.xml.medusa-1', 'link'])
})

test('makes a new file with its folders and its mode', async () => {
  const path = join(folder, 'a/b/c.xml')
  await hands().replaceText(path, 'x', { ...login, backup: '', expected: null })
  expect(readFileSync(path, 'utf8')).toBe('x')
  expect(statSync(path).mode & 0o777).toBe(0o640)
})

test('leaves a file alone that somebody else changed or made meanwhile', async () => {
  writeFileSync(file, 'theirs\n')
  const changed = hands().replaceText(file, 'ours', {
    ...login,
    backup: `${file}.b`,
    expected: digest('old')
  })
  await expect(changed).rejects.toMatchObject({ code: 'FILE_CHANGED' })
  const made = hands().replaceText(file, 'ours', { ...login, backup: '', expected: null })
  await expect(made).rejects.toMatchObject({ code: 'FILE_CHANGED' })
  expect(readFileSync(file, 'utf8')).toBe('theirs\n')
  expect(readdirSync(folder)).toEqual(['core site.xml'])
})

test('puts back what was there, unless it was edited since', async () => {
  writeFileSync(file, 'old\n')
  const backup = `${file}.b`
  await hands().replaceText(file, 'new\n', { ...login, backup, expected: digest('old\n') })
  await hands().restoreText(file, backup, digest('new\n'), 'login')
  expect(readFileSync(file, 'utf8')).toBe('old\n')
  const again = hands().restoreText(file, backup, digest('new\n'), 'login')
  await expect(again).rejects.toMatchObject({ code: 'FILE_CHANGED' })
})

test('takes away a file that was not there before', async () => {
  await hands().replaceText(file, 'x', { ...login, backup: '', expected: null })
  await hands().restoreText(file, null, digest('x'), 'login')
  expect(readdirSync(folder)).toEqual([])
})

/** A machine of an ordinary user: \`id -u\` says 1000, \`sudo\` does what the test says. */
function asUser(sudo: string): string {
  const write = (name: string, text: string): void =>
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
  write('id', 'echo 1000')
  if (sudo !== '') write('sudo', sudo)
  return folder
}
const asRoot = { as: 'root' } as const
const WITH_PASSWORD =
  '[ "$1" = -k ] && shift; if [ "$1" = -n ]; then echo "sudo: a password is required" >&2; exit 1; fi; shift 4; read -r word; [ "$word" = right ] || exit 1; exec "$@"'

test('becomes root by sudo where that asks for nothing', async () => {
  const path = asUser(
    '[ "$1" = -k ] && shift; [ "$1" = -n ] && shift; [ "$1" = -- ] && shift; exec "$@"'
  )
  const { stdout } = await hands(null, path).run(['echo', 'done'], asRoot)
  expect(stdout).toBe('done\n')
})

test('gives sudo the password of this session on standard input, before the program’s own', async () => {
  const { stdout } = await hands('right', asUser(WITH_PASSWORD)).run(['cat'], {
    ...asRoot,
    input: 'content'
  })
  expect(stdout).toBe('content')
})

test('says what to run by hand where it cannot become root', async () => {
  const asked = hands(null, asUser(WITH_PASSWORD)).run(['true'], asRoot)
  await expect(asked).rejects.toMatchObject({
    code: 'PRIVILEGE_MISSING',
    hint: expect.stringContaining('by hand') as string
  })
})

test('says that sudo did not take the password, and asks it once only whether it does', async () => {
  const wrong = hands('wrong', asUser(WITH_PASSWORD)).run(['true'], asRoot)
  await expect(wrong).rejects.toMatchObject({
    code: 'PRIVILEGE_MISSING',
    message: expect.stringContaining('does not take the password') as string
  })
  const counting = asUser(`echo "$*" >> ${JSON.stringify(join(folder, 'asked'))}; ${WITH_PASSWORD}`)
  const right = hands('right', counting)
  await right.run(['true'], asRoot)
  await right.run(['true'], asRoot)
  const asked = readFileSync(join(folder, 'asked'), 'utf8').split('\n')
  expect(asked.filter((words) => words.endsWith('-v'))).toHaveLength(1)
})
