import { expect, test } from 'vitest'
import { tolerance, toleranceSentence } from '../../../src/engine/domain/tolerance.js'

test.each([
  [3, 1, { silent: 1, lying: 1, full: true }],
  [2, 1, { silent: 0, lying: 0, full: false }],
  [1, 1, { silent: -1, lying: 0, full: false }],
  [6, 1, { silent: 4, lying: 1, full: true }],
  [4, 2, { silent: 1, lying: 1, full: false }],
  [1, 0, { silent: 0, lying: 0, full: true }]
])('of %i clusters with f = %i', (clusters, faults, expected) => {
  expect(tolerance(clusters, faults)).toEqual({ clusters, needed: faults + 1, ...expected })
})

test('says what is left of the guarantee', () => {
  expect(toleranceSentence(tolerance(4, 2))).toBe(
    'with 4 clusters 1 lying cluster can be outvoted or 1 silent cluster survived'
  )
})
