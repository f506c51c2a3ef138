import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeCorpus } from '../../../src/lab/tour/corpus.js'

test('joins more than 200 texts into ten files of about the same size, in the order of their years', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'medusa-corpus-'))
  try {
    const corpus = await writeCorpus(join(folder, 'input'))
    const names = await readdir(corpus.folder)
    const sizes = await Promise.all(
      names.map(async (name) => (await readFile(join(corpus.folder, name))).length)
    )
    expect(corpus.texts).toBeGreaterThan(200)
    expect(names).toHaveLength(10)
    expect(names).toEqual([...names].sort())
    expect(Math.max(...sizes) / Math.min(...sizes)).toBeLessThan(2)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
