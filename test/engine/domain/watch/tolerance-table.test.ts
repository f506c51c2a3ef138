import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  toleranceTable,
  type CountedCluster
} from '../../../../src/engine/domain/watch/tolerance-table.js'
import type { ClusterName } from '../../../../src/shared/model/ids.js'
import type { WatchedState } from '../../../../src/shared/model/watch.js'

const cluster = (name: string, state: WatchedState = 'active'): CountedCluster => ({
  name: name as ClusterName,
  state,
  counts: state === 'active'
})
const active = (count: number): readonly CountedCluster[] =>
  Array.from({ length: count }, (_, index) => cluster(`c${String(index)}`))

test('four that count stand a lie and two silent ones at f = 1, and one lie at f = 2', () => {
  expect(toleranceTable(active(4), 1)).toEqual([
    {
      faults: 1,
      usual: true,
      counting: 4,
      full: 3,
      lying: 1,
      silent: 2,
      together: { lying: 1, silent: 1 },
      missing: 0,
      candidates: []
    },
    {
      faults: 2,
      usual: false,
      counting: 4,
      full: 5,
      lying: 1,
      silent: 1,
      together: null,
      missing: 1,
      candidates: []
    }
  ])
})

test('names who would make the next limit possible, the nearest first', () => {
  const clusters = [...active(3), cluster('evora', 'silent'), cluster('braga', 'degraded')]
  const [, two] = toleranceTable(clusters, 1)
  expect([two?.missing, two?.candidates]).toEqual([2, ['braga', 'evora']])
})

test('the own limit of an environment has a row, once', () => {
  expect(toleranceTable(active(9), 4).map(({ faults, usual }) => [faults, usual])).toEqual([
    [1, false],
    [2, false],
    [4, true]
  ])
  expect(toleranceTable(active(3), 0).map(({ faults }) => faults)).toEqual([0, 1, 2])
})

test('says how many are missing for any verdict', () => {
  expect(toleranceTable(active(1), 1)[0]).toMatchObject({ lying: 0, silent: -1, missing: 2 })
})

test('never promises more faults together than there are spare clusters', () => {
  fc.assert(
    fc.property(fc.nat(20), fc.nat(6), (count, faults) => {
      for (const row of toleranceTable(active(count), faults)) {
        const spare = count - row.faults - 1
        expect(row.lying).toBeLessThanOrEqual(Math.max(0, Math.min(row.faults, spare)))
        if (row.together !== null) {
          expect(row.together.lying + row.together.silent).toBe(spare)
          expect(row.together.lying).toBeGreaterThan(0)
          expect(row.together.silent).toBeGreaterThan(0)
          expect(row.together.lying).toBeLessThanOrEqual(row.faults)
        }
        expect(row.missing === 0).toBe(count >= row.full)
      }
    })
  )
})
