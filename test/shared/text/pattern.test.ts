import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compilePattern } from '@shared/text/pattern.js'

const matches = (source: string, text: string): unknown => {
  const pattern = compilePattern(source)
  return pattern.type === 'ok' ? pattern.test(text) : pattern.type
}

describe('a pattern with a budget', () => {
  test.each([
    ['^(medusa\\.faro|celeryev)$', 'medusa.faro', true],
    ['^(medusa\\.faro|celeryev)$', 'medusaxfaro', false],
    ['^(?!medusa\\.replies\\.).*$', 'medusa.replies.run-1', false],
    ['^(?!medusa\\.replies\\.).*$', 'anything', true],
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

  test('says for what reason a text is no pattern, and how everything is written', () => {
    expect(compilePattern('*')).toMatchObject({
      type: 'invalid',
      why: expect.stringContaining('".*"') as string
    })
    expect(compilePattern('(a')).toEqual({ type: 'invalid', why: 'a "(" without its ")"' })
    expect(compilePattern('[a')).toMatchObject({ type: 'invalid' })
    expect(compilePattern('a)')).toMatchObject({ type: 'invalid' })
    expect(compilePattern('[z-a]')).toMatchObject({ type: 'invalid' })
  })

  test.each(['(a)\\1', '(?<=a)b', 'a++', '\\pL', '(?>a)', 'a'.repeat(3_000)])(
    'does not guess what it does not know: %s',
    (source) => {
      expect(compilePattern(source).type).toBe('unsupported')
    }
  )

  test.each(['(a+)+$', '(a|a)*$', '(a|aa)+$', '(.*a){20}$', '^(([a-z])+.)+[A-Z]([a-z])+$'])(
    'gives up on %s instead of thinking for years',
    (source) => {
      const began = performance.now()
      expect(matches(source, `${'a'.repeat(120)}!`)).toBe('too-costly')
      expect(performance.now() - began).toBeLessThan(500)
    }
  )

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
