import { describe, expect, test } from 'vitest'
import { bytesByNumber, caseOf, kinds, namesOf, timesOurs } from '../../../bench/copy-cases.js'

describe("Medusa's rule", () => {
  const clusters = namesOf(2)
  const [first, second] = clusters
  test('takes the cluster that lacks fewer inputs, however large they are', () => {
    const datasets = [
      { bytes: 100, holders: new Set([second!]) },
      { bytes: 1, holders: new Set([first!]) },
      { bytes: 2, holders: new Set([first!]) }
    ]
    const one = { datasets, clusters, needed: 1 }
    expect(bytesByNumber(one)).toBe(100)
    expect(timesOurs(one)).toBeCloseTo(100 / 3)
  })
  test('is as good as ours when nothing has to travel', () => {
    const datasets = [{ bytes: 5, holders: new Set(clusters) }]
    expect(timesOurs({ datasets, clusters, needed: 2 })).toBe(1)
  })
})

test.each(kinds)('%s: the same seed gives the same case, and every input has a holder', (kind) => {
  const one = caseOf(kind, 7)
  expect(caseOf(kind, 7)).toEqual(one)
  expect(one.datasets.every(({ bytes, holders }) => bytes > 0 && holders.size > 0)).toBe(true)
  expect(one.needed).toBeLessThanOrEqual(one.clusters.length)
})
