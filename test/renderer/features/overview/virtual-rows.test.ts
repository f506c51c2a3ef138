import { expect, test } from 'vitest'
import { visibleRows } from '../../../../src/renderer/src/features/overview/virtual-rows.js'

const heights = Array.from({ length: 500 }, (_, index) => (index % 50 === 49 ? 66 : 32))
const total = heights.reduce((sum, each) => sum + each, 0)
const sum = (from: number, to: number): number =>
  heights.slice(from, to).reduce((all, each) => all + each, 0)

test('draws what is seen and some rows around it; the rest is room of the right height', () => {
  for (const top of [0, 31, 32, 1_000, 7_777, total - 420]) {
    const { from, to, before, after } = visibleRows(heights, top, 420)
    expect(before + sum(from, to) + after).toBe(total)
    expect(before).toBe(sum(0, from))
    expect(before).toBeLessThanOrEqual(top)
    expect(total - after).toBeGreaterThanOrEqual(Math.min(total, top + 420))
    expect(to - from).toBeLessThanOrEqual(40)
  }
})

test('draws the end when it is scrolled beyond it, as after a search', () => {
  expect(visibleRows([32, 32, 32], 9_000, 420)).toEqual({ from: 0, to: 3, before: 0, after: 0 })
})

test('has nothing to draw of nothing', () => {
  expect(visibleRows([], 0, 420)).toEqual({ from: 0, to: 0, before: 0, after: 0 })
})
