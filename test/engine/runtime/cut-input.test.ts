import { createHash } from 'node:crypto'
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DiskFiles } from '../../../src/engine/adapters/files/disk-files.js'
import { cutLocalFiles } from '../../../src/engine/runtime/cut-input.js'

const files = new DiskFiles()
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medusa-cut-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const sha = (text: string): string => createHash('sha256').update(text).digest('hex')

test('cuts files of the disk at their lines, however far the next one is, and hashes each range', async () => {
  const long = `${'x'.repeat(600_000)}\n`
  await writeFile(join(folder, 'a'), `one\n${long}two\n`)
  await writeFile(join(folder, 'b.gz'), 'packed')
  await writeFile(join(folder, 'c'), 'three\nfour')
  const chunks = await cutLocalFiles(await files.list(folder), { size: 9 }, { files })
  const part = (path: string, from: number, text: string) => ({
    path,
    source: join(folder, path),
    from,
    to: from + text.length,
    length: text.length,
    sha256: sha(text)
  })
  expect(chunks).toEqual([
    { files: [part('a', 0, `one\n${long}`)] },
    { files: [part('a', 600_005, 'two\n'), part('b.gz', 0, 'packed')] },
    { files: [part('c', 0, 'three\nfour')] }
  ])
})

test('says why an input can not be cut', async () => {
  await writeFile(join(folder, 'a'), '')
  await expect(
    cutLocalFiles(await files.list(folder), { count: 2 }, { files })
  ).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: expect.stringContaining('no bytes') as string
  })
  await writeFile(join(folder, 'a'), '\n'.repeat(1001))
  await expect(
    cutLocalFiles(await files.list(folder), { size: 1 }, { files })
  ).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: expect.stringContaining('1000 pieces') as string
  })
})

test('notices a file that became shorter after it was listed', async () => {
  await writeFile(join(folder, 'a'), 'one\ntwo\n')
  const listed = await files.list(folder)
  await truncate(join(folder, 'a'), 5)
  await expect(cutLocalFiles(listed, { size: 4 }, { files })).rejects.toMatchObject({
    code: 'INPUT_CHANGED'
  })
})
