import { expect, test } from 'vitest'
import { counted } from '../../../src/shared/text/counted.js'

test('one is one, and no other number is', () => {
  expect([0, 1, 2].map((count) => counted(count, 'node'))).toEqual(['0 nodes', '1 node', '2 nodes'])
  expect([1, 2].map((count) => counted(count, 'process', 'processes'))).toEqual([
    '1 process',
    '2 processes'
  ])
})
