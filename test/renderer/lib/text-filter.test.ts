import { expect, test } from 'vitest'
import { textFilter } from '../../../src/renderer/src/lib/text-filter.js'

test.each([
  ['', 'anything', true],
  ['  ', 'anything', true],
  ['SOTU', 'SOTU-sort', true],
  ['sotu', 'SOTU-sort', true],
  ['sort|pi', 'sotu-sort', true],
  ['^sort', 'sotu-sort', false],
  ['v\\d+$', 'run v12', true]
])('"%s" on "%s": %s', (query, text, expected) => {
  expect(textFilter(query)).toMatchObject({ error: null })
  expect(textFilter(query).matches(text)).toBe(expected)
})

test('what is no expression is searched for as it stands, and said', () => {
  const { matches, error } = textFilter('count (')
  expect([matches('COUNT (words)'), matches('count'), typeof error]).toEqual([
    true,
    false,
    'string'
  ])
})

test('an expression that backtracks for ever elsewhere ends at once', () => {
  const began = performance.now()
  expect(textFilter('(a+)+$').matches(`${'a'.repeat(500)}b`)).toBe(false)
  expect(performance.now() - began).toBeLessThan(1_000)
})
