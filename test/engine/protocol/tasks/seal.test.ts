import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  equalInConstantTime,
  openReply,
  sealKey,
  sealReply,
  sealRequest
} from '../../../../src/engine/protocol/tasks/seal.js'

const hex = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff'
const key = sealKey(hex)
const node = (text: string): string =>
  createHmac('sha256', Buffer.from(hex, 'hex')).update(text, 'utf8').digest('hex')

describe('a seal', () => {
  test('is the HMAC-SHA256 of docs/protocol/tasks.md over purpose, task, id and text in UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, id) => {
        expect([
          sealRequest(key, 'medusa.stat', id, text),
          sealReply(key, 'medusa.stat', id, text)
        ]).toEqual([
          node(`medusa-request-1\nmedusa.stat\n${id}\n${text}`),
          node(`medusa-reply-1\nmedusa.stat\n${id}\n${text}`)
        ])
      })
    )
  })

  test.each(['', 'abc', `${hex}00`, `${hex.slice(2)}zz`])(
    'is refused with the key "%s", which it does not quote',
    (bad) => {
      expect(() => sealKey(bad)).toThrow(
        expect.objectContaining({
          code: 'BAD_SETTINGS',
          message: 'an HMAC key must be 64 hexadecimal digits'
        }) as Error
      )
    }
  )
})

describe('a reply', () => {
  const sealed = (text: string, task = 'medusa.stat', id = 't1') => ({
    text,
    mac: sealReply(key, task, id, text)
  })
  const open = (result: unknown) => openReply(key, 'medusa.stat', 't1', result)

  test('gives back every value that was sealed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify({ ok: true, value })
        const sent = (JSON.parse(text) as { value: unknown }).value
        expect(open(sealed(text))).toEqual({
          type: 'authentic',
          outcome: { ok: true, value: sent }
        })
      })
    )
  })

  test.each([
    [
      { code: 'NOT_FOUND', message: 'no', remedy: 'do' },
      { code: 'NOT_FOUND', message: 'no', remedy: 'do' }
    ],
    [
      { code: 'NOT_FOUND', message: 'no' },
      { code: 'NOT_FOUND', message: 'no', remedy: null }
    ]
  ])('gives back the error %j', (error, read) => {
    expect(open(sealed(JSON.stringify({ ok: false, error })))).toEqual({
      type: 'authentic',
      outcome: { ok: false, error: read }
    })
  })

  test('is forged when it was made for another task or another call', () => {
    const text = '{"ok":true,"value":1}'
    expect([open(sealed(text, 'medusa.hello')), open(sealed(text, 'medusa.stat', 't2'))]).toEqual([
      { type: 'forged', reason: 'wrong mac' },
      { type: 'forged', reason: 'wrong mac' }
    ])
  })

  test('is forged when it is a request that was sent back', () => {
    const text = '{"ok":true,"value":1}'
    const mac = sealRequest(key, 'medusa.stat', 't1', text)
    expect(open({ text, mac })).toEqual({ type: 'forged', reason: 'wrong mac' })
  })

  test('is forged when a single character of text or mac is another', () => {
    const whole = sealed('{"ok":true,"value":"x"}')
    const flip = (text: string, at: number): string =>
      text.slice(0, at) + (text[at] === '0' ? '1' : '0') + text.slice(at + 1)
    for (let at = 0; at < whole.text.length; at++)
      expect(open({ ...whole, text: flip(whole.text, at) }).type).toBe('forged')
    for (let at = 0; at < whole.mac.length; at++)
      expect(open({ ...whole, mac: flip(whole.mac, at) }).type).toBe('forged')
  })

  test.each([[null], ['text'], [{}], [{ text: 'x' }], [{ text: 1, mac: 2 }], [[]]])(
    'has no mac when the result is %j',
    (result) => {
      expect(open(result)).toEqual({ type: 'forged', reason: 'no mac' })
    }
  )

  test.each([
    '',
    '7',
    '{}',
    '{"ok":true}',
    '{"ok":false}',
    '{"ok":false,"error":{"code":1,"message":"x"}}',
    '{"ok":"true","value":1}'
  ])('is malformed, though authentic, when it says %s', (text) => {
    expect(open(sealed(text)).type).toBe('malformed')
  })
})

test('compares strings by all of their characters', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (left, right) => {
      expect([equalInConstantTime(left, right), equalInConstantTime(left, left)]).toEqual([
        left === right,
        true
      ])
    })
  )
})
