import { describe, expect, test } from 'vitest'
import type { DirectoryPage, FileDetails } from '@shared/model/hdfs.js'
import { millis } from '@shared/model/ids.js'
import { HdfsBrowser } from '../../../../../src/renderer/src/features/clusters/hosts/hdfs-browser.svelte.js'
import {
  crumbs,
  named,
  ordered,
  rights
} from '../../../../../src/renderer/src/features/clusters/hosts/hdfs-entries.js'
import { fakeMain, ok } from '../../../fake-transport.js'

const entry = (path: string, change: Partial<FileDetails> = {}): FileDetails => ({
  path,
  type: 'file',
  length: 1,
  owner: 'u',
  group: 'g',
  permission: '644',
  modifiedAt: millis(5),
  replication: 1,
  ...change
})
const directory = (path: string): FileDetails => entry(path, { type: 'directory', length: 0 })

/** A directory of many files, 2 an answer. */
function browsing(files: readonly FileDetails[], files2: Record<string, FileDetails> = {}) {
  const main = fakeMain({
    'hdfs.look': (params) => {
      const { path } = params as { path: string }
      const found = files2[path] ?? (path.startsWith('/nope') ? null : directory(path))
      return found === null
        ? { ok: false, error: { code: 'HDFS_ERROR', message: `${path} does not exist` } }
        : ok(found)
    },
    'hdfs.list': (params) => {
      const { after } = params as { after: string | null }
      const from =
        after === null ? 0 : files.findIndex(({ path }) => path.endsWith(`/${after}`)) + 1
      const entries = files.slice(from, from + 2)
      return ok<DirectoryPage>({ entries, remaining: files.length - from - entries.length })
    }
  })
  return { main, browser: new HdfsBrowser(main.api, 'porto', () => 7) }
}

describe('a directory', () => {
  test('comes in parts until all of it is there', async () => {
    const { browser, main } = browsing(['c', 'a', 'b', 'e', 'd'].map((name) => entry(`/x/${name}`)))
    await browser.go('/x')
    expect([browser.shown.map(({ path }) => path), browser.remaining, browser.readAt]).toEqual([
      ['/x/a', '/x/b', '/x/c', '/x/d', '/x/e'],
      0,
      7
    ])
    expect(main.calls.filter(([name]) => name === 'hdfs.list')).toHaveLength(3)
  })

  test('that one has left does not come after all', async () => {
    const { browser } = browsing([entry('/x/a')])
    await Promise.all([browser.go('/x'), browser.go('/y')])
    expect(browser.path).toBe('/y')
    expect(browser.entries).toHaveLength(1)
  })

  test('that is missing says so and keeps its path, so that one can correct it', async () => {
    const { browser } = browsing([])
    await browser.go('/nope')
    expect([browser.path, browser.problem?.code]).toEqual(['/nope', 'HDFS_ERROR'])
  })

  test('of a file is shown with the file chosen and its beginning', async () => {
    const { browser, main } = browsing([entry('/x/a'), entry('/x/b')], { '/x/b': entry('/x/b') })
    await browser.go('/x/b')
    expect([browser.path, browser.chosen]).toEqual(['/x', '/x/b'])
    expect(main.calls.at(-1)).toEqual(['hdfs.preview', { cluster: 'porto', path: '/x/b' }])
  })

  test('is gone through by index, never beyond its ends, and left upwards with itself chosen', async () => {
    const { browser } = browsing(['a', 'b'].map((name) => entry(`/x/${name}`)))
    await browser.go('/x')
    browser.choose(99)
    expect(browser.index).toBe(1)
    browser.choose(-5)
    expect(browser.index).toBe(0)
    await browser.up()
    expect([browser.path, browser.chosen]).toEqual(['/', '/x'])
  })
})

test('directories come first, numbers count as numbers, other orders turn round', () => {
  const all = [
    entry('/p/part-10', { length: 1 }),
    entry('/p/part-2', { length: 9 }),
    directory('/p/sub')
  ]
  const names = (entries: readonly FileDetails[]): readonly string[] =>
    entries.map(({ path }) => path.slice(3))
  expect([
    names(ordered(all, 'name', false)),
    names(ordered(all, 'name', true)),
    names(ordered(all, 'length', true)),
    names(named(all, 'ART-1'))
  ]).toEqual([
    ['sub', 'part-2', 'part-10'],
    ['sub', 'part-10', 'part-2'],
    ['sub', 'part-2', 'part-10'],
    ['part-10']
  ])
})

test('a hundred thousand entries are in order within some seconds', () => {
  const many = Array.from({ length: 100_000 }, (_, index) =>
    entry(`/x/part-${(index * 7919) % 100_000}`)
  )
  const began = performance.now()
  expect(ordered(many, 'name', false)[99_999]?.path).toBe('/x/part-99999')
  expect(performance.now() - began).toBeLessThan(10_000)
})

test.each([
  ['directory', '755', 'drwxr-xr-x'],
  ['directory', '1777', 'drwxrwxrwt'],
  ['directory', '1776', 'drwxrwxrwT'],
  ['file', '640', '-rw-r-----'],
  ['file', '0', '----------'],
  ['file', '', 'unknown']
] as const)('rights of a %s with %j are %s', (type, permission, shown) => {
  expect(rights({ type, permission })).toBe(shown)
})

test('each directory on the way can be gone to', () => {
  expect(crumbs('/a b/c')).toEqual([
    { name: '/', path: '/' },
    { name: 'a b', path: '/a b' },
    { name: 'c', path: '/a b/c' }
  ])
})
