import { describe, expect, test } from 'vitest'
import { inTurn, rounded, summary } from '../../../bench/figures.js'

describe('summary', () => {
  test('takes the middle of an odd number of samples, whatever their order', () => {
    expect(summary([9, 1, 4])).toEqual({ median: 4, min: 1, max: 9 })
  })
  test('takes the mean of the two in the middle of an even number', () => {
    expect(summary([4, 1, 9, 5])).toEqual({ median: 4.5, min: 1, max: 9 })
  })
  test('refuses to say anything of no samples', () => {
    expect(() => summary([])).toThrow(RangeError)
  })
})

test('keeps three digits that count', () => {
  expect([0, 0.0412345, 4.1288, 41.28, 412.8, 41280].map(rounded)).toEqual([
    '0',
    '0.0412',
    '4.13',
    '41.3',
    '413',
    '41280'
  ])
})

test('lets every variant begin once in as many rounds', () => {
  expect([0, 1, 2, 3].map((round) => inTurn(['a', 'b', 'c'], round).join(''))).toEqual([
    'abc',
    'bca',
    'cab',
    'abc'
  ])
})
