import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareLines, mutualQuorum } from '../../../src/engine/domain/numeric.js'

const within = (left: string, right: string, tolerance = 1e-9): boolean =>
  compareLines(left, right, tolerance) === null

describe('two lines', () => {
  test.each([
    ['are within when they are equal texts', 'the\t42', 'the\t42', 1e-9, true],
    ['differ in their words', 'the 1', 'thy 1', 0.5, false],
    ['may differ in a last digit', 'mean\t0.30000000000000004', 'mean\t0.3', 1e-9, true],
    ['may write a number in another way', '1e3,+5;.5', '1000.0,5.;5E-1', 1e-9, true],
    ['are compared absolutely below 1', '1e-12', '5e-10', 1e-9, true],
    ['are compared absolutely below 1', '0', '1.1e-9', 1e-9, false],
    ['are compared relatively above 1', '1000000000000', '1000000000999', 1e-9, true],
    ['are compared relatively above 1', '1000000000000', '1000000001001', 1e-9, false],
    ['must separate alike', '1 2', '1\t2', 0.5, false],
    ['must separate as often', '1 2', '1  2', 0.5, false],
    ['must have equally many tokens', '1 2', '1 2 2', 0.5, false],
    ['may not have a number where the other has a word', '1', 'one', 1, false],
    ['know minus zero', '-0.0', '0', 1e-9, true]
  ])('%s: %j %j', (_, left, right, tolerance, expected) => {
    expect(within(left, right, tolerance)).toBe(expected)
    expect(within(right, left, tolerance)).toBe(expected)
  })

  test.each([
    'NaN',
    'Infinity',
    '-Infinity',
    '1e999',
    '0x10',
    '1_0',
    '1-2',
    '1.2.3',
    '',
    'e5',
    '.'
  ])('%j is a text: equal only to itself', (text) => {
    expect(within(text, text)).toBe(true)
    for (const other of ['1', '1e999999', '-1e999', 'nan', '+Infinity', '16'])
      expect(within(text, other, 1)).toBe(false)
  })

  test('large integers that are the same text are equal', () => {
    expect(within('9007199254740993', '9007199254740993', 1e-300)).toBe(true)
    expect(within('9'.repeat(400), '9'.repeat(400))).toBe(true)
    expect(within('9'.repeat(400), '8'.repeat(400), 1)).toBe(false)
  })

  test('say which token differs, and how', () => {
    expect(compareLines('a 1 2', 'a 1 3', 1e-9)).toEqual({ reason: 'token 3: "2" and "3"' })
    expect(compareLines('a 1', 'a 1,', 1e-9)).toEqual({
      reason: 'behind token 2: the end of the line and ","'
    })
  })

  test('cost no more than their length, whatever is written in them', () => {
    const digits = '1'.repeat(1_000_000)
    expect(within(`${digits}x`, `${digits}y`)).toBe(false)
    expect(within(`${digits}.${digits}ex`, `${digits}.${digits}ey`)).toBe(false)
  })

  const token = fc.oneof(
    fc.double().map(String),
    fc.integer().map(String),
    fc.constantFrom('a', '', 'NaN', '1e999', '-')
  )
  const line = fc
    .array(fc.tuple(token, fc.constantFrom(' ', '\t', ',', ';')), { maxLength: 5 })
    .map((parts) => parts.flat().join(''))
  const tolerances = fc.constantFrom(1e-12, 1e-6, 0.1, 1)

  test('are within or not in either order, and always of themselves', () => {
    fc.assert(
      fc.property(line, line, tolerances, (left, right, tolerance) => {
        expect(within(left, right, tolerance)).toBe(within(right, left, tolerance))
        expect(within(left, left, tolerance)).toBe(true)
      })
    )
  })

  test('are within a larger tolerance when they are within a smaller', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true }),
        fc.double({ min: -1e-7, max: 1e-7 }),
        (value, off) => {
          const pair = [String(value), String(value + off)] as const
          expect(within(...pair, 1e-6) || !within(...pair, 1e-7)).toBe(true)
        }
      )
    )
  })
})

describe('a mutual quorum', () => {
  const values: Readonly<Record<string, number>> = { a: 1, b: 1.1, c: 1.2, d: 5, e: 5.1 }
  const near = (one: string, other: string): boolean =>
    Math.abs((values[one] ?? NaN) - (values[other] ?? NaN)) < 0.15

  test('is no chain: a ~ b and b ~ c are two pairs when a is not within c', () => {
    expect(mutualQuorum(['a', 'b', 'c'], near, 3)).toBe(null)
    expect(mutualQuorum(['a', 'b', 'c'], near, 2)).toEqual(['a', 'b'])
    expect(mutualQuorum(['c', 'b', 'a'], near, 2)).toEqual(['c', 'b'])
  })

  test('is the largest there is, though a smaller one comes first', () => {
    const pairs = new Set(['ab', 'cd', 'ce', 'de'])
    const related = (one: string, other: string): boolean => pairs.has([one, other].sort().join(''))
    expect(mutualQuorum(['a', 'b', 'c', 'd', 'e'], related, 2)).toEqual(['c', 'd', 'e'])
  })

  test('of one needs nobody else, of nobody there is none', () => {
    expect(mutualQuorum(['a', 'd'], near, 1)).toEqual(['a'])
    expect(mutualQuorum([], near, 1)).toBe(null)
    expect(mutualQuorum(['a', 'a'], near, 2)).toBe(null)
    expect(() => mutualQuorum(['a'], near, 0)).toThrow(RangeError)
  })

  test('is found at once among thirty, also where every maximal set is largest', () => {
    const ids = Array.from({ length: 30 }, (_, index) => String(index))
    const notOfMyThree = (one: string, other: string): boolean =>
      Math.floor(Number(one) / 3) !== Math.floor(Number(other) / 3)
    expect(mutualQuorum(ids, notOfMyThree, 10)).toEqual(ids.filter((_, index) => index % 3 === 0))
    expect(mutualQuorum(ids, () => true, 30)).toEqual(ids)
  })

  test('is what trying every set finds', () => {
    const ids = ['p', 'q', 'r', 's', 't', 'u', 'v']
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 49, maxLength: 49 }), (bits) => {
        const related = (one: string, other: string): boolean => {
          const [low, high] = [ids.indexOf(one), ids.indexOf(other)].sort((a, b) => a - b)
          return bits[low! * 7 + high!]!
        }
        const sets = Array.from({ length: 128 }, (_, mask) =>
          ids.filter((_, index) => (mask & (64 >> index)) !== 0)
        ).filter((set) => set.every((a, i) => set.slice(i + 1).every((b) => related(a, b))))
        const size = Math.max(...sets.map((set) => set.length))
        // masks grow with earlier members, so the last of the largest comes first in order
        expect(mutualQuorum(ids, related, 1)).toEqual(sets.findLast((set) => set.length === size))
      })
    )
  })
})
