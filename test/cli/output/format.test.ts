import { expect, test } from 'vitest'
import { duration, fit, size, took } from '../../../src/cli/output/format.js'

test.each([
  [0.04, '0.0 s'],
  [59.94, '59.9 s'],
  [65, '1 min 5 s'],
  [3600, '60 min 0 s']
])('%d seconds are shown as %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text)
})

test('what took next to no time took some', () => {
  expect([0, 0.04, 0.05, 65].map(took)).toEqual(['< 0.1 s', '< 0.1 s', '0.1 s', '1 min 5 s'])
})

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.00 kB'],
  [10_800_000, '10.8 MB']
])('%d bytes are shown as %s', (bytes, text) => {
  expect(size(bytes)).toBe(text)
})

test('cuts a line that is too wide, and marks the cut', () => {
  expect([fit('abcdef', 4), fit('abc', 4)]).toEqual(['abc…', 'abc'])
})
