import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutPlan, isCuttable, type Cut, type FileRange } from '../../../src/engine/domain/cut.js'
import type { Chunks } from '../../../src/shared/model/job.js'

interface Text {
  readonly path: string
  readonly text: string
}

/** Answers from the texts, and counts how often it was asked. */
function cut(files: readonly Text[], chunks: Chunks): Cut & { readonly asked: number } {
  const plan = cutPlan(
    files.map(({ path, text }) => ({ path, length: text.length })),
    chunks
  )
  let asked = 0
  let step = plan.next()
  while (step.done !== true) {
    const { file, at } = step.value
    const { text } = files[file]!
    expect(at).toBeLessThan(text.length)
    const found = text.indexOf('\n', at)
    asked++
    step = plan.next(found < 0 ? text.length : found + 1)
  }
  return { ...step.value, asked }
}

/** The pieces as texts: `a:one\n` and so on. */
function pieces(files: readonly Text[], chunks: Chunks): readonly (readonly string[])[] {
  const result = cut(files, chunks)
  if (result.type === 'refused') throw new Error(result.code)
  return result.chunks.map((chunk) =>
    chunk.map(
      ({ path, from, to }) =>
        `${path}:${files.find((file) => file.path === path)!.text.slice(from, to)}`
    )
  )
}
const file = (path: string, text: string): Text => ({ path, text })

interface Vector {
  readonly name: string
  readonly chunks: Chunks
  readonly files: readonly { readonly path: string; readonly content: string }[]
  readonly expected: readonly (readonly FileRange[])[] | { readonly error: string }
}
const vectors = JSON.parse(
  readFileSync(
    join(import.meta.dirname, '../../../resources/worker/tests/cut-vectors.json'),
    'utf8'
  )
) as readonly Vector[]

test.each(vectors)('cuts as the worker does: $name', ({ chunks, files, expected }) => {
  // One character a byte, for lengths are bytes.
  const bytes = files.map(({ path, content }) =>
    file(path, Buffer.from(content).toString('latin1'))
  )
  const result = cut(bytes, chunks)
  expect(result.type === 'cut' ? result.chunks : { error: result.code }).toEqual(expected)
})

describe('by size', () => {
  test('cuts behind the first line feed at or after the byte that makes a piece full', () => {
    expect(pieces([file('a', 'one\ntwo\nthree\n')], { size: 4 })).toEqual([
      ['a:one\n'],
      ['a:two\n'],
      ['a:three\n']
    ])
    expect(pieces([file('a', 'one\ntwo\nthree\n')], { size: 5 })).toEqual([
      ['a:one\ntwo\n'],
      ['a:three\n']
    ])
  })

  test('takes the rest of a file without another line feed', () => {
    expect(pieces([file('a', 'one\ntwo'), file('b', 'x')], { size: 5 })).toEqual([
      ['a:one\ntwo'],
      ['b:x']
    ])
  })

  test('fills a piece across files, and puts compressed ones in whole', () => {
    const files = [file('a', '1\n'), file('b.GZ', '2\n3\n4\n'), file('c', '5\n6\n7\n')]
    expect(pieces(files, { size: 3 })).toEqual([
      ['a:1\n', 'b.GZ:2\n3\n4\n'],
      ['c:5\n6\n'],
      ['c:7\n']
    ])
  })

  test('keeps an empty file in the piece that is open, and drops a last piece of nothing else', () => {
    const files = [file('a', '1\n'), file('b', ''), file('c', '2\n'), file('d', '')]
    expect(pieces(files, { size: 2 })).toEqual([['a:1\n'], ['b:', 'c:2\n']])
    expect(pieces(files, { size: 9 })).toEqual([['a:1\n', 'b:', 'c:2\n', 'd:']])
  })

  test('gives up a piece after the thousandth, however long the file is', () => {
    const result = cut([file('a', '\n'.repeat(100_000))], { size: 1 })
    expect(result).toMatchObject({ type: 'refused', code: 'BAD_CHUNKS', asked: 1001 })
    expect(cut([file('a', '\n'.repeat(1000))], { size: 1 })).toMatchObject({ type: 'cut' })
  })
})

test('by count: a piece has at least its share of the bytes, rounded up', () => {
  expect(pieces([file('a', '1\n2\n3\n4\n5\n')], { count: 3 })).toEqual([
    ['a:1\n2\n'],
    ['a:3\n4\n'],
    ['a:5\n']
  ])
  expect(pieces([file('a', '1')], { count: 1000 })).toEqual([['a:1']])
  // 9007199254740991 / 1000 = 9007199254740.991, which is no double
  const plan = cutPlan([{ path: 'a', length: Number.MAX_SAFE_INTEGER }], { count: 1000 })
  expect(plan.next().value).toEqual({ file: 0, at: 9_007_199_254_740 })
})

test('by files: whole ones, empty ones count, and a thousand pieces are enough', () => {
  const files = ['x', '', 'y\nz', '', ''].map((text, index) => file(`f${String(index)}`, text))
  expect(pieces(files, { files: 2 })).toEqual([
    ['f0:x', 'f1:'],
    ['f2:y\nz', 'f3:']
  ])
  const many = Array.from({ length: 2002 }, (_, index) => file(String(index), 'x'))
  expect(cut(many, { files: 2 })).toMatchObject({ type: 'refused', code: 'BAD_CHUNKS' })
  expect(cut(many, { files: 3 })).toMatchObject({ type: 'cut', asked: 0 })
})

test.each([{ size: 1 }, { count: 2 }, { files: 1 }])(
  'refuses an input without bytes: %j',
  (chunks) => {
    expect(cut([file('a', ''), file('b', '')], chunks)).toMatchObject({ code: 'INPUT_EMPTY' })
    expect(cut([], chunks)).toMatchObject({ code: 'INPUT_EMPTY' })
  }
)

test('knows what must stay whole by its name', () => {
  expect(['x.gz', 'd/x.Parquet', 'x.txt.ZST'].filter(isCuttable)).toEqual([])
  expect(['x', 'gz', 'x.gz.txt', 'x.tgz'].filter((path) => !isCuttable(path))).toEqual([])
})

describe('whatever is cut', () => {
  const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 40 }), {
    maxLength: 8
  })
  const named = fc
    .tuple(texts, fc.infiniteStream(fc.constantFrom('', '.gz')))
    .map(([all, suffixes]) =>
      all.map((text, index) => file(`f${String(index)}${suffixes.next().value}`, text))
    )
  const chunks: fc.Arbitrary<Chunks> = fc.oneof(
    fc.record({ size: fc.integer({ min: 1, max: 60 }) }),
    fc.record({ count: fc.integer({ min: 1, max: 20 }) }),
    fc.record({ files: fc.integer({ min: 1, max: 5 }) })
  )

  test('the pieces are the files, whole lines, large enough, no file twice in one', () => {
    fc.assert(
      fc.property(named, chunks, (files, how) => {
        const result = cut(files, how)
        const total = files.reduce((sum, { text }) => sum + text.length, 0)
        if (result.type === 'refused') {
          expect({ total, code: result.code }).toEqual({ total: 0, code: 'INPUT_EMPTY' })
          return
        }
        const ranges = result.chunks.flat()
        for (const { path, text } of files) {
          const own = ranges.filter((range) => range.path === path)
          expect(own.map(({ from, to }) => text.slice(from, to)).join('')).toBe(text)
          for (const { to } of own.filter((range) => range.to < text.length)) {
            expect(isCuttable(path)).toBe(true)
            expect(text[to - 1]).toBe('\n')
          }
          if (text !== '') for (const { from, to } of own) expect(to).toBeGreaterThan(from)
        }
        const places = ranges.map((range) => files.findIndex(({ path }) => path === range.path))
        expect(places).toEqual([...places].sort((a, b) => a - b))
        for (const chunk of result.chunks)
          expect(new Set(chunk.map(({ path }) => path)).size).toBe(chunk.length)
        const sizes = result.chunks.map((chunk) =>
          chunk.reduce((sum, { from, to }) => sum + to - from, 0)
        )
        if (!('files' in how)) {
          const least = 'size' in how ? how.size : Math.ceil(total / how.count)
          expect(sizes.slice(0, -1).filter((size) => size < least)).toEqual([])
          expect(sizes.at(-1)).toBeGreaterThan(0)
        }
        if ('count' in how) expect(sizes.length).toBeLessThanOrEqual(how.count)
      })
    )
  })
})
