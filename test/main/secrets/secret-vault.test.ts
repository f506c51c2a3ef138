import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Keyring } from '../../../src/main/secrets/cipher.js'
import { SecretVault } from '../../../src/main/secrets/secret-vault.js'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medusa-vault-'))
  file = join(folder, 'secrets.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const flip = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a))
const keyring: Keyring = {
  available: true,
  why: 'a keyring of the test',
  cipher: {
    encrypt: (text) => flip(Buffer.from(text)),
    decrypt: (bytes) => {
      const text = flip(bytes).toString()
      if (!text.startsWith('geheim')) throw new Error('wrong key')
      return text
    }
  }
}
const none: Keyring = { available: false, why: 'none here' }

test('keeps a secret encrypted, in a file only its owner reads, for the next window', async () => {
  const vault = new SecretVault(file, keyring)
  expect(await vault.set('a/b "c"', 'broker', 'geheim-1')).toBe('keyring')
  await Promise.all([
    vault.set('x', 'key:porto', 'geheim-2'),
    vault.set('x', 'key:faro', 'geheim-3')
  ])
  expect(await readFile(file, 'utf8')).not.toContain('geheim')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const next = new SecretVault(file, keyring)
  expect(await next.get('a/b "c"', 'broker')).toBe('geheim-1')
  expect(await next.get('x', 'key:faro')).toBe('geheim-3')
  expect([await next.place('x', 'key:porto'), await next.place('x', 'broker')]).toEqual([
    'keyring',
    null
  ])
})

test('without a keyring keeps it in memory alone', async () => {
  const vault = new SecretVault(file, none)
  expect(await vault.set('x', 'broker', 'geheim')).toBe('session')
  expect([await vault.get('x', 'broker'), await vault.place('x', 'broker')]).toEqual([
    'geheim',
    'session'
  ])
  await expect(stat(file)).rejects.toThrow('ENOENT')
  expect(await new SecretVault(file, none).get('x', 'broker')).toBeNull()
})

test('forgets, and follows a renamed environment', async () => {
  for (const ring of [keyring, none]) {
    const vault = new SecretVault(file, ring)
    await vault.set('x', 'broker', 'geheim')
    await vault.rename('x', 'y')
    expect([await vault.get('x', 'broker'), await vault.get('y', 'broker')]).toEqual([
      null,
      'geheim'
    ])
    await vault.forget('y', 'broker')
    expect(await vault.place('y', 'broker')).toBeNull()
  }
})

test('says that another keyring had it, and that its file is damaged', async () => {
  await new SecretVault(file, keyring).set('x', 'broker', 'other')
  await expect(new SecretVault(file, keyring).get('x', 'broker')).rejects.toMatchObject({
    code: 'SECRET_MISSING'
  })
  await writeFile(file, '{"secrets": [')
  await expect(new SecretVault(file, keyring).get('x', 'broker')).rejects.toMatchObject({
    code: 'BAD_SETTINGS'
  })
})

test('a damaged file has no secrets, and is set aside under its date when one is given', async () => {
  await writeFile(file, '{"secrets": [')
  const vault = new SecretVault(file, keyring)
  await vault.rename('x', 'y')
  await vault.forget('x', 'broker')
  expect([await vault.place('x', 'broker'), await readFile(file, 'utf8')]).toEqual([
    null,
    '{"secrets": ['
  ])
  const hint = (await vault.damaged())?.hint ?? ''
  await vault.set('x', 'broker', 'geheim')
  expect([await vault.damaged(), await vault.get('x', 'broker')]).toEqual([null, 'geheim'])
  const [kept = ''] = (await readdir(folder)).filter((name) => name.includes('damaged'))
  expect(kept).toMatch(/^secrets\.damaged-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.json$/)
  expect(hint).toContain(join(folder, kept))
  expect(await readFile(join(folder, kept), 'utf8')).toBe('{"secrets": [')
})
