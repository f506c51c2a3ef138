import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compilePattern } from '@shared/text/pattern.js'

const matches = (source: string, text: string): unknown => {
  const pattern = compilePattern(source)
  return pattern.type === 'ok' ? pattern.test(text) : pattern.type
}

describe('a pattern', () => {
  test.each([
    ['^(medusa\\.faro|celeryev)$', 'medusa.faro', true],
    ['^(medusa\\.faro|celeryev)$', 'medusaxfaro', false],
    ['^(?!medusa\\.replies\\.).*$', 'medusa.replies.run-1', false],
    ['^(?!medusa\\.replies\\.).*$', 'anything', true],
    ['^(?!amq|medusa)a', 'amq.x', false],
    ['^(?!amq|medusa)a', 'another', true],
    ['^(?!a)b|a', 'a', 'unsupported'],
    ['^(?!a(b))c', 'c', 'unsupported'],
    ['.*', '', true],
    ['^$', 'x', false],
    ['a{2,3}$', 'baaa', true],
    ['^a{2,3}$', 'aaaa', false],
    ['^[[:alpha:]]+[^0-9.]$', 'abc-', true],
    ['^[\\w.-]+$', 'medusa.x-1', true],
    ['\\bfaro\\b', 'medusa.faro', true],
    ['^(?:a|b)*?c', 'ababc', true],
    ['(?i)FARO', 'medusa.faro', true],
    ['^(a*)*$', 'aaa', true],
    ['^(?<name>x)$', 'x', true],
    ['ü', 'Grün', true]
  ])('%s on %s is %s', (source, text, wanted) => {
    expect(matches(source, text)).toBe(wanted)
  })

  test.each([
    ['error', 'an Error here', true],
    ['Error', 'an error here', false],
    ['\\Werror', 'an Error', true]
  ])(
    'of a filter: capital letters count only when there are some: %s in %s',
    (source, text, found) => {
      const pattern = compilePattern(source, 'smart-case')
      expect(pattern.type === 'ok' && pattern.test(text)).toBe(found)
    }
  )

  test.each([
    ['*', 'missing argument to repetition operator'],
    ['(a', 'missing closing )'],
    ['[a', 'missing closing ]'],
    ['a)', 'unexpected )'],
    ['[z-a]', 'invalid character class range: “z-a”'],
    ['a\\', 'trailing backslash at end of expression']
  ])('%s is refused in words', (source, why) => {
    expect(compilePattern(source)).toEqual({ type: 'invalid', why })
  })

  test.each(['(a)\\1', '(?!a)b', 'a++', '(?>a)', '(a{999}){999}', 'a'.repeat(3_000)])(
    'does not guess what it does not know: %s',
    (source) => {
      expect(compilePattern(source).type).toBe('unsupported')
    }
  )

  test.each(['(a+)+$', '(a|a)*b$', '(a|aa)+$', '(.*a){20}$', '^(([a-z])+.)+[A-Z]([a-z])+$'])(
    '%s, on which others hang, is answered',
    (source) => {
      expect(matches(source, `${'a'.repeat(2_000)}!`)).toBe(false)
    }
  )

  test('marks where it matched, within bounds', () => {
    const pattern = compilePattern('a+|ab')
    if (pattern.type !== 'ok') throw new Error(pattern.why)
    expect(pattern.marks('xaab ab')).toEqual([
      { from: 1, to: 3 },
      { from: 5, to: 6 }
    ])
    expect(pattern.marks('ab'.repeat(5_000))).toHaveLength(20)
    const empty = compilePattern('x*')
    expect(empty.type === 'ok' && empty.marks('aab')).toEqual([])
  })

  test('agrees with JavaScript’s own engine wherever both know the pattern', () => {
    const atom = fc.constantFrom(
      'a',
      'b',
      '.',
      '[ab]',
      '[^a]',
      '\\d',
      '(a|b)',
      '(?:ab)?',
      'x*',
      'b+?',
      '\\.',
      '^',
      '$'
    )
    fc.assert(
      fc.property(
        fc.array(atom, { maxLength: 6 }),
        fc.array(fc.constantFrom('a', 'b', '1', '.', 'x'), { maxLength: 8 }),
        (atoms, letters) => {
          const source = atoms.join('')
          const text = letters.join('')
          expect([source, text, matches(source, text)]).toEqual([
            source,
            text,
            new RegExp(source).test(text)
          ])
        }
      ),
      { numRuns: 2_000 }
    )
  })
})
