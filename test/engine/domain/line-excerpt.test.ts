import fc from 'fast-check'
import { expect, test } from 'vitest'
import { excerptOf } from '../../../src/engine/domain/line-excerpt.js'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const whole = { cutBefore: false, cutAfter: false }

test('shows a line that fits as it is, with the caret at the character of the byte', () => {
  // é has two bytes: the second is asked for.
  expect(excerptOf(bytes('né 1'), 2, 40)).toEqual({ text: 'né 1', caret: 1, ...whole })
  expect(excerptOf(bytes('né 1'), 5, 40)).toEqual({ text: 'né 1', caret: 4, ...whole })
  expect(excerptOf(bytes(''), 0, 40)).toEqual({ text: '', caret: 0, ...whole })
})

test('escapes what would move the cursor, turn the direction, or be no text at all', () => {
  const line = new Uint8Array([...bytes('\t\u001b[2J\u202e\ufeff\\'), 0xff, 0xc3, 0x28])
  expect(excerptOf(line, line.length - 1, 80)).toEqual({
    text: '\\t\\u{1b}[2J\\u{202e}\\u{feff}\\\\\\xff\\xc3(',
    caret: 37,
    ...whole
  })
})

test('cuts a long line around the byte, never over the limit, and says so', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(...bytes('aé😀\t\u202e')), fc.nat(255)), {
        maxLength: 600
      }),
      fc.nat(600),
      fc.integer({ min: 40, max: 120 }),
      (values, somewhere, limit) => {
        const line = Uint8Array.from(values)
        const at = Math.min(somewhere, line.length)
        const found = excerptOf(line, at, limit)
        const characters = Array.from(found.text)
        expect(characters.length).toBeLessThanOrEqual(limit)
        expect(found.caret).toBeLessThanOrEqual(characters.length)
        expect(found.cutBefore).toBe(characters[0] === '…')
        expect(found.cutAfter).toBe(characters.length > 1 && characters.at(-1) === '…')
        expect(found.text).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
      }
    )
  )
})

test('uses the room there is', () => {
  const found = excerptOf(bytes('x'.repeat(1000)), 990, 100)
  expect([found.text.length, found.caret]).toEqual([99, 89])
  const front = excerptOf(bytes('x'.repeat(1000)), 3, 100)
  expect([front.text.length, front.caret]).toEqual([99, 3])
})
