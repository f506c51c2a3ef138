import { expect, test } from 'vitest'
import { scrollFor, visibleRows } from '../../../src/renderer/src/ui/visible-rows.js'

test.each([
  ['the beginning', 10_000, 0, { from: 0, to: 32, before: 0 }],
  ['the middle', 10_000, 32_000, { from: 992, to: 1_032, before: 992 * 32 }],
  ['the end', 10_000, 320_000 - 640, { from: 9_968, to: 10_000, after: 0 }],
  ['behind the end, after a filter', 3, 32_000, { from: 3, to: 3, after: 0 }],
  ['a few', 3, 0, { from: 0, to: 3, before: 0, after: 0 }],
  ['none', 0, 0, { from: 0, to: 0, before: 0, after: 0 }]
])('makes the rows of %s, and keeps the height of all', (_what, count, top, expected) => {
  const rows = visibleRows(count, 32, top, 640)
  expect(rows).toMatchObject(expected)
  expect(rows.before + (rows.to - rows.from) * 32 + rows.after).toBe(count * 32)
})

test('scrolls no further than to see a row whole', () => {
  expect([
    scrollFor(3, 32, 0, 640, 30),
    scrollFor(0, 32, 100, 640, 30),
    scrollFor(20, 32, 0, 640, 30)
  ]).toEqual([null, 0, 21 * 32 + 30 - 640])
})

test('are the same while one scrolls over less than a portion of them', () => {
  expect(visibleRows(10_000, 32, 32_000 + 3 * 32, 640)).toEqual(
    visibleRows(10_000, 32, 32_000, 640)
  )
})
