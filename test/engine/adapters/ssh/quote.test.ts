import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quoteArguments } from '../../../../src/engine/adapters/ssh/quote.js'

/** What a shell makes of it: the arguments, each ended by NUL. */
const taken = (shell: string, argv: readonly string[]): readonly string[] =>
  execFileSync(shell, ['-c', quoteArguments(['printf', '%s\\0', ...argv])], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)

const hostile = [
  "a'b",
  '"',
  '$HOME',
  '`id`',
  '$(id)',
  '*',
  '~',
  ' ',
  '',
  '\n;ls',
  '\\',
  '!!',
  '-n',
  '#x',
  'a=b',
  '{a,b}',
  'é😀',
  '&& x',
  '|',
  '>f',
  "'",
  "''"
]

test.each(['sh', 'bash'])('brings every argument through %s as it is', (shell) => {
  expect(taken(shell, hostile)).toEqual(hostile)
  fc.assert(
    fc.property(
      fc.array(
        fc
          .string({ unit: 'grapheme' })
          .filter((text) => !text.includes('\0') && !/\p{Cs}/u.test(text)),
        { minLength: 1, maxLength: 5 }
      ),
      (argv) => {
        expect(taken(shell, argv)).toEqual(argv)
      }
    ),
    { numRuns: 25 }
  )
})

test('leaves plain arguments readable', () => {
  expect(quoteArguments(['env', 'PYTHONPATH=/a', 'python3', '-m', 'medusa_worker'])).toBe(
    'env PYTHONPATH=/a python3 -m medusa_worker'
  )
})

test('does not let the first word become an assignment', () => {
  expect(quoteArguments(['a=b', 'x'])).toBe("'a=b' x")
})

test.each([[[]], [['a\0b']]])('refuses %j', (argv) => {
  expect(() => quoteArguments(argv)).toThrow(
    expect.objectContaining({ code: 'BAD_INPUT' }) as Error
  )
})
