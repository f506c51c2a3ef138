import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fingerprint } from '../../../scripts/setup/build.mjs'
import {
  digestOf,
  folderSize,
  readStamp,
  replaceFolder,
  writeStamp
} from '../../../scripts/setup/files.mjs'
import { aFolder } from '../support/context.js'

describe('replacing a folder', () => {
  test('puts the new one in the old one’s place, and leaves nothing beside it', async () => {
    const parent = aFolder()
    mkdirSync(join(parent, 'lib'))
    writeFileSync(join(parent, 'lib', 'old'), '')
    await replaceFolder(join(parent, 'lib'), (folder) => {
      writeFileSync(join(folder, 'new'), '')
      return Promise.resolve()
    })
    expect([readdirSync(parent), readdirSync(join(parent, 'lib'))]).toEqual([['lib'], ['new']])
  })

  test('leaves the old one alone when filling fails', async () => {
    const parent = aFolder()
    mkdirSync(join(parent, 'lib'))
    await expect(
      replaceFolder(join(parent, 'lib'), () => Promise.reject(new Error('cut off')))
    ).rejects.toThrow('cut off')
    expect(readdirSync(parent)).toEqual(['lib'])
  })

  test('removes what a killed set-up left, and nothing else', async () => {
    const parent = aFolder()
    for (const name of ['lib.partial-1', 'lib.old-2', 'lib.mine', 'other.partial-3'])
      mkdirSync(join(parent, name))
    await replaceFolder(join(parent, 'lib'), () => Promise.resolve())
    expect(readdirSync(parent).sort()).toEqual(['lib', 'lib.mine', 'other.partial-3'])
  })
})

test('a stamp is read back, and one cut short says nothing', async () => {
  const file = join(aFolder(), 'a', '.stamp')
  await writeStamp(file, { sources: 'x' })
  expect(readStamp(file)).toEqual({ sources: 'x' })
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, -2))
  expect(readStamp(file)).toBeUndefined()
})

test('a file’s digest is that of its bytes, and a folder’s size that of its files', async () => {
  const folder = aFolder()
  mkdirSync(join(folder, 'in'))
  writeFileSync(join(folder, 'in', 'abc'), 'abc')
  expect(await digestOf(join(folder, 'in', 'abc'), 'sha256', 'hex')).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  )
  expect(await folderSize(folder)).toBe(3)
})

describe('the fingerprint of the sources', () => {
  function sources(): string {
    const root = aFolder()
    mkdirSync(join(root, 'src', 'deep'), { recursive: true })
    writeFileSync(join(root, 'src', 'deep', 'a.ts'), 'a')
    return root
  }
  const of = (root: string): string => fingerprint(root, ['src', 'package.json'])

  test('stays while nothing changes', () => {
    const root = sources()
    expect(of(root)).toBe(of(root))
  })

  test.each([
    ['a file that grew', (root: string) => writeFileSync(join(root, 'src/deep/a.ts'), 'aa')],
    ['a new file', (root: string) => writeFileSync(join(root, 'src/b.ts'), '')],
    ['a file that was not there', (root: string) => writeFileSync(join(root, 'package.json'), '{}')]
  ])('changes with %s', (_, change) => {
    const root = sources()
    const before = of(root)
    change(root)
    expect(of(root)).not.toBe(before)
  })
})
