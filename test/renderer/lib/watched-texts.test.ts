import { expect, test } from 'vitest'
import { clockText } from '../../../src/renderer/src/lib/watched-texts.js'

test('a clock has a sign, and within the error of measuring only that', () => {
  expect(
    [
      { aheadMs: 20, errorMs: 4 },
      { aheadMs: -112, errorMs: 4 },
      { aheadMs: 2, errorMs: 9 }
    ].map(clockText)
  ).toEqual(['+0.02\u00a0s', '−0.11\u00a0s', '±0.01\u00a0s'])
})
