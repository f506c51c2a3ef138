import { expect, test } from 'vitest'
import type { ClusterState } from '@shared/model/run.js'
import { tolerance } from '../../../../src/renderer/src/features/tolerance/tolerance.js'

const clouds = (...states: ClusterState[]): { state: ClusterState }[] =>
  states.map((state) => ({ state }))
const ready = (n: number): { state: ClusterState }[] =>
  clouds(...Array.from({ length: n }, (): ClusterState => 'ready'))

test.each([
  [3, 1, '1 lying or 1 silent', '3 of 3 count, 3 needed'],
  [4, 1, '1 lying or 2 silent', '4 of 4 count, 3 needed'],
  [5, 2, '2 lying or 2 silent', '5 of 5 count, 5 needed'],
  [4, 2, '1 lying or 1 silent', '4 of 4 count, 5 needed'],
  [2, 1, 'no fault at all', '2 of 2 count, 3 needed'],
  [1, 1, 'no verdict possible', '1 of 1 count, 3 needed'],
  [0, 1, 'no verdict possible', '0 of 0 count, 3 needed'],
  [3, 0, '2 silent, none lying', '3 of 3 count, 1 needed'],
  [12, 5, '5 lying or 6 silent', '12 of 12 count, 11 needed']
])('%i clouds at f = %i: %s', (n, faults, says, why) => {
  expect(tolerance(ready(n), faults)).toMatchObject({ says, why, bracket: 2 * faults + 1 })
})

test('counts clouds that answer, running or not, and no other', () => {
  expect(tolerance(clouds('silent', 'running', 'excluded', 'ready'), 1)).toEqual({
    faults: 1,
    pips: ['counts', 'counts', 'excluded', 'silent'],
    bracket: 3,
    says: 'no fault at all',
    why: '2 of 4 count, 3 needed'
  })
})

test('says nothing yet while clouds are still being asked', () => {
  expect(tolerance(clouds('ready', 'ready', 'surveying'), 1)).toMatchObject({
    says: 'not known yet',
    why: '2 of 3 answered so far'
  })
})

test('shows places for clouds that are missing for the full guarantee', () => {
  expect(tolerance(ready(2), 2).pips).toEqual(['counts', 'counts', 'missing', 'missing', 'missing'])
})
