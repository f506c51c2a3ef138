/** Electron's list of 20 is whole: every item has a line in the documentation and a test with its number. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../../..')
const read = (path: string): string => readFileSync(resolve(root, path), 'utf8')
const ALL = Array.from({ length: 20 }, (_, index) => index + 1)

/** Where the tests are, by the letter that the documentation has for them. */
const FILES: Readonly<Record<string, string>> = {
  S: 'test/e2e/security.spec.ts',
  B: 'test/e2e/security-bridge.spec.ts',
  P: 'test/package/package.spec.ts',
  U: 'test/main/ipc/register.test.ts'
}

/** Numbers that titles of tests in a file begin with, those of a table of cases, too. */
const numbersIn = (path: string): readonly number[] =>
  [...read(path).matchAll(/(?:\(|\[)\s*'(\d+)(?:\. |', ')/g)].map(([, number]) => Number(number))

const rows = [...read('docs/security.md').matchAll(/^\| (\d+) \|.*\| ([^|]*) \|$/gm)].map(
  ([, number, tests = '']) => ({ number: Number(number), tests: tests.split(', ') })
)

test('the documentation has all 20 items, in order', () => {
  expect(rows.map(({ number }) => number)).toEqual(ALL)
})

test.each(rows)('item $number has a test where the documentation says', ({ number, tests }) => {
  for (const each of tests.filter((name) => name in FILES))
    expect(numbersIn(FILES[each] ?? ''), each).toContain(number)
  expect(tests.some((name) => name in FILES)).toBe(true)
})
