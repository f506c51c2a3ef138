import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rankAtRandom, seededRandom } from '../../../src/engine/domain/ranking.js'
import type { ClusterName } from '../../../src/shared/model/ids.js'

const names = (...list: string[]): ClusterName[] => list as ClusterName[]

test('gives the same order for the same seed, whatever order the names came in', () => {
  expect(rankAtRandom(names('porto', 'lisbon', 'faro', 'braga'), 42)).toEqual(
    rankAtRandom(names('braga', 'faro', 'lisbon', 'porto'), 42)
  )
})

test('keeps every cluster exactly once', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1 })), fc.nat(), (list, seed) => {
      expect([...rankAtRandom(names(...list), seed)].sort()).toEqual([...list].sort())
    })
  )
})

test('puts each cluster first about as often as any other', () => {
  const first = new Map<string, number>()
  for (let seed = 0; seed < 3000; seed += 1) {
    const [winner] = rankAtRandom(names('a', 'b', 'c'), seed)
    first.set(String(winner), (first.get(String(winner)) ?? 0) + 1)
  }
  for (const count of first.values()) expect(count).toBeGreaterThan(850)
})

test('draws numbers in [0, 1)', () => {
  const random = seededRandom(1)
  const drawn = Array.from({ length: 1000 }, random)
  expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true)
})
