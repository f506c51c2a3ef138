import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ManifestDigest, Sha256 } from '../../../../src/shared/model/ids.js'
import type { FileEntry } from '../../../../src/shared/model/manifest.js'
import {
  compareBytes,
  manifestDigest,
  manifestFault,
  manifestOf,
  pathFault,
  sha256Of,
  sortFiles
} from '../../../../src/engine/protocol/tasks/manifest.js'

const sha = (text: string): Sha256 => createHash('sha256').update(text).digest('hex') as Sha256
const entry = (path: string, content = path): FileEntry => ({
  path,
  length: content.length,
  sha256: sha(content)
})
const names = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
  .filter((name) => !/[/\p{Cc}\p{Cs}]/u.test(name) && !/^\.{1,2}$/.test(name))
const lists = fc
  .uniqueArray(names, { minLength: 1, maxLength: 8 })
  .map((paths) => paths.map((path) => entry(path)))

describe('the digest of a manifest', () => {
  test('is the SHA-256 over a line for each file, sorted', () => {
    const files = [entry('part-r-00001', 'b'), entry('_SUCCESS', ''), entry('part-r-00000', 'a')]
    const lines = `${sha('')} 0 _SUCCESS\n${sha('a')} 1 part-r-00000\n${sha('b')} 1 part-r-00001\n`
    expect(manifestDigest(files)).toBe(`sha256:${sha(lines)}`)
  })

  test('of nothing is that of the empty text', () => {
    expect(manifestDigest([])).toBe(`sha256:${sha('')}`)
  })

  test('does not depend on the order of the files, and leaves the list as it was', () => {
    fc.assert(
      fc.property(lists, (files) => {
        const before = [...files]
        expect(manifestDigest([...files].reverse())).toBe(manifestDigest(files))
        expect(files).toEqual(before)
      })
    )
  })

  test('changes with every name, length and content', () => {
    const files = [entry('a'), entry('b')]
    const changed = [
      [entry('a'), entry('c', 'b')],
      [entry('a'), { ...entry('b'), length: 2 }],
      [entry('a'), entry('b', 'x')],
      [entry('a')],
      [entry('a'), entry('b'), entry('c')]
    ]
    expect(new Set([files, ...changed].map(manifestDigest)).size).toBe(6)
  })
})

test('sorts by the bytes of UTF-8, in which 😀 comes after ﬁ', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }).filter((text) => !/[\ud800-\udfff]/u.test(text)),
      fc.string({ unit: 'binary' }).filter((text) => !/[\ud800-\udfff]/u.test(text)),
      (left, right) => {
        const expected = Math.sign(Buffer.compare(Buffer.from(left), Buffer.from(right)))
        expect(Math.sign(compareBytes(left, right))).toBe(expected)
      }
    )
  )
  expect(sortFiles([entry('😀'), entry('ﬁ'), entry('z')]).map(({ path }) => path)).toEqual([
    'z',
    'ﬁ',
    '😀'
  ])
})

describe('a list of files somebody sent', () => {
  test('is right when it is sorted, unique and has the digest that came with it', () => {
    fc.assert(
      fc.property(lists, (files) => {
        const { files: sorted, digest } = manifestOf(files)
        expect([manifestFault(sorted, digest), manifestFault(sorted, null)]).toEqual([null, null])
      })
    )
  })

  test.each([
    ['an unsorted list', [entry('b'), entry('a')], 'is not in its place'],
    ['a file twice', [entry('a'), entry('a')], 'or twice there'],
    [
      'a line feed in a name, which could hide a second file',
      [entry('a\nb')],
      'control characters'
    ],
    ['a way out of the folder', [entry('../../etc/passwd')], '".." part'],
    ['an absolute path', [entry('/a')], 'an empty'],
    ['half a character', [entry('a\ud83d')], 'half a character']
  ])('has a fault with %s', (_, files, fault) => {
    expect(manifestFault(files, null)).toContain(fault)
  })

  test('has a fault when its digest is another', () => {
    const other = manifestDigest([entry('b')])
    expect(manifestFault([entry('a')], other)).toContain(`not ${other}`)
    expect(manifestFault([], `sha256:${sha('x')}` as ManifestDigest)).not.toBe(null)
  })
})

test('finds nothing wrong with ordinary paths', () => {
  expect(['part-r-00000', 'a/b c/é😀', 'x..y/.z'].map(pathFault)).toEqual([null, null, null])
})

test('hashes as everybody does', () => {
  expect(sha256Of(new TextEncoder().encode('abc'))).toBe(sha('abc'))
})
