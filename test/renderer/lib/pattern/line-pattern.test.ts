import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LinePattern } from '../../../../src/renderer/src/lib/pattern/line-pattern.js'

describe('a pattern', () => {
  test.each([
    ['error', 'an Error here', true],
    ['Error', 'an error here', false],
    ['\\bWARN\\b', 'x WARN y', true],
    ['\\bWARN\\b', 'xWARNy', false],
    ['^a.*z$', 'abcz', true],
    ['^(foo|ba[rz])+$', 'foobazbar', true],
    ['^(foo|ba[rz])+$', 'foobax', false],
    ['a{2,3}b', 'xaab', true],
    ['^a{2,3}b$', 'aaaab', false],
    ['[^a-c]', 'abcabc', false],
    ['\\d+\\.\\d', 'took 3.5 s', true],
    ['[]]', ']', false],
    ['[\\]x-]', 'a-b', true],
    ['é', 'café', true],
    ['', 'anything', true]
  ])('%j in %j: %j', (pattern, line, found) => {
    expect(new LinePattern(pattern).test(line)).toBe(found)
  })

  test('marks what it found, the longest from the left', () => {
    expect(new LinePattern('a+|ab').marks('xaab ab')).toEqual([
      { from: 1, to: 3 },
      { from: 5, to: 7 }
    ])
    expect(new LinePattern('x*').marks('aab')).toEqual([])
  })

  test.each([
    ['(', '“(” without “)”'],
    ['a)', '“)” without “(”'],
    ['*a', 'nothing to repeat'],
    ['[a', '“[” without “]”'],
    ['a{3,1}', 'the second number'],
    ['a{999}', 'at most 200'],
    ['(a)\\1', 'back references'],
    ['(?=a)', 'looking around'],
    ['(a{99}){99}', 'too long'],
    ['a\\', 'ends in the middle']
  ])('%j is refused in words', (pattern, why) => {
    expect(() => new LinePattern(pattern)).toThrow(why)
  })

  test.each(['(a+)+$', '(a|a)*b', '(.*)*x', 'a*a*a*a*a*a*b', '(a{1,9}){1,9}c'])(
    '%j, on which others hang, is answered at once',
    (pattern) => {
      const compiled = new LinePattern(pattern)
      const began = performance.now()
      compiled.test(`${'a'.repeat(2_000)}!`)
      expect(performance.now() - began).toBeLessThan(3_000)
    }
  )

  test('finds the lines that JavaScript’s own finds', () => {
    const piece = fc.oneof(
      fc.constantFrom('a', 'b', 'c', '.', '\\d', '\\w', '[ab]', '[^a]', '\\b', '^', '$'),
      fc.constantFrom('(a|b)', '(?:ab|c)*', 'a+', 'b?', 'c{1,2}', '(a*b)+')
    )
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 5 }),
        fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', ' ', 'B'), maxLength: 12 }),
        (pieces, line) => {
          const source = pieces.join('')
          expect(new LinePattern(source).test(line)).toBe(new RegExp(source, 'i').test(line))
        }
      ),
      { numRuns: 500 }
    )
  })
})
