import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DiskFiles } from '../../../../src/engine/adapters/files/disk-files.js'

const files = new DiskFiles()
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medusa-files-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})
const put = async (path: string, content: string): Promise<string> => {
  const target = join(folder, path)
  await mkdir(join(target, '..'), { recursive: true })
  await writeFile(target, content)
  return target
}
const sha = (text: string): string => createHash('sha256').update(text).digest('hex')

describe('listing', () => {
  test('finds all files below a folder, sorted by the bytes of their names, hidden ones left out', async () => {
    for (const path of ['b', 'a/é', 'a/z', '_SUCCESS', '.hidden/x', 'a/_logs/y', 'Z'])
      await put(path, path)
    const found = await files.list(folder)
    expect(found).toEqual(
      ['Z', 'a/z', 'a/é', 'b'].map((path) => ({
        path,
        source: join(folder, path),
        length: Buffer.byteLength(path)
      }))
    )
  })

  test('gives a single file its own name, hidden or not', async () => {
    const source = await put('.books', 'text')
    expect(await files.list(source)).toEqual([{ path: '.books', source, length: 4 }])
  })

  test('takes links to files, and does not follow links to folders', async () => {
    await put('real/x', 'text')
    await symlink(join(folder, 'real', 'x'), join(folder, 'link'))
    await symlink(folder, join(folder, 'loop'))
    expect((await files.list(folder)).map(({ path }) => path)).toEqual(['link', 'real/x'])
  })

  test('says which file is missing', async () => {
    await expect(files.list(join(folder, 'nope'))).rejects.toMatchObject({
      code: 'FILE_MISSING',
      message: expect.stringContaining('nope') as string
    })
  })
})

test('reads and digests a range of a file, and nothing of an empty one', async () => {
  const source = await put('x', `${'a'.repeat(300_000)}é${'b'.repeat(300_000)}`)
  const range = { from: 299_999, to: 300_003 }
  expect(await files.digest(source, range)).toBe(sha('aéb'))
  const empty: Uint8Array[] = []
  for await (const chunk of files.read(source, { from: 7, to: 7 })) empty.push(chunk)
  expect(empty).toEqual([])
  expect(await files.digest(source, { from: 0, to: 0 })).toBe(sha(''))
  await expect(files.digest(source, { from: 600_000, to: 600_003 })).rejects.toMatchObject({
    code: 'INPUT_CHANGED'
  })
})

test('reads and digests a file', async () => {
  const content = 'é'.repeat(300_000)
  const source = await put('x', content)
  const chunks: Uint8Array[] = []
  for await (const chunk of files.read(source)) chunks.push(chunk)
  expect(Buffer.concat(chunks).toString()).toBe(content)
  expect(await files.digest(source)).toBe(sha(content))
  await expect(files.digest(join(folder, 'nope'))).rejects.toMatchObject({ code: 'FILE_MISSING' })
  await expect(files.digest(folder)).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: `reading a file failed: ${folder} is a folder`
  })
})

test('knows what is there', async () => {
  const source = await put('x', '')
  expect([
    await files.exists(source),
    await files.exists(folder),
    await files.exists(join(folder, 'y')),
    await files.exists(join(source, 'below'))
  ]).toEqual([true, true, false, false])
})

describe('a sink', () => {
  test('shows the file only when it is committed, and makes its folders', async () => {
    const sink = await files.write(join(folder, 'a/b/out'))
    await sink.write(Buffer.from('one'))
    await sink.write(Buffer.from('two'))
    const before = await files.exists(join(folder, 'a/b/out'))
    const digest = sink.digest()
    await sink.commit()
    expect([before, digest, await readFile(join(folder, 'a/b/out'), 'utf8')]).toEqual([
      false,
      sha('onetwo'),
      'onetwo'
    ])
  })

  test('replaces a file that was there', async () => {
    const target = await put('out', 'old')
    const sink = await files.write(target)
    await sink.write(Buffer.from('new'))
    await sink.commit()
    expect(await readFile(target, 'utf8')).toBe('new')
  })

  test('leaves nothing when it is discarded, and does nothing when that comes after the commit', async () => {
    const sink = await files.write(join(folder, 'out'))
    await sink.write(Buffer.from('x'))
    await sink.discard()
    const kept = await files.write(join(folder, 'kept'))
    await kept.commit()
    await kept.discard()
    expect(await readdir(folder)).toEqual(['kept'])
  })

  test('reports a full disk', async () => {
    await mkdir(join(folder, 'out'))
    await expect(files.write('/dev/full/x')).rejects.toMatchObject({ name: 'ConsoleError' })
  })

  test('takes nothing more once it is committed', async () => {
    const sink = await files.write(join(folder, 'out'))
    await sink.commit()
    await expect(sink.write(Buffer.from('x'))).rejects.toMatchObject({ code: 'INTERNAL' })
  })
})
