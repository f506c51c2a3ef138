/** Every value that the page may send has a limit: looked for in the schemas themselves, so that a new call cannot forget it. */
import { expect, test } from 'vitest'
import { z } from 'zod'
import { calls, type CallName } from '@shared/ipc/contract.js'
import { unlimited } from './unlimited.js'

const schemaOf = (name: CallName): z.ZodType => calls[name].params as unknown as z.ZodType

test.each(Object.keys(calls) as CallName[])('%s has a limit on everything it takes', (name) => {
  expect(unlimited(schemaOf(name))).toEqual([])
})

test.each([
  ['a text', z.strictObject({ a: z.string() }), ['a: a text without a longest length']],
  [
    'a pattern that repeats',
    z.strictObject({ a: z.string().regex(/^[a-z]+$/) }),
    ['a: a text without a longest length']
  ],
  [
    'a pattern without its end',
    z.string().regex(/^[a-z]{1,4}/),
    [': a text without a longest length']
  ],
  ['a list', z.strictObject({ a: z.array(z.int()) }), ['a: a list without a largest number']],
  [
    'a text in a list',
    z.array(z.string().optional()).max(3),
    ['[]: a text without a longest length']
  ],
  [
    'a table',
    z.record(z.string().max(9), z.int()),
    [': a table, whose number of keys has no limit']
  ],
  ['other keys', z.object({ a: z.int() }), [': an object that takes other keys']],
  ['anything', z.strictObject({ a: z.unknown() }), ['a: unknown']],
  [
    'one side of a choice',
    z.union([z.int(), z.string().trim()]),
    [': a text without a longest length']
  ]
])('finds %s', (_what, schema, found) => {
  expect(unlimited(schema)).toEqual(found)
})

test.each([
  [z.string().max(4)],
  [z.string().length(4).nullable()],
  [
    z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/)
      .transform((text) => text.length)
  ],
  [z.strictObject({ kind: z.enum(['a', 'b']), of: z.array(z.literal('x')).max(2).default([]) })],
  [
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('a') }),
      z.strictObject({ type: z.literal('b'), n: z.int() })
    ])
  ],
  [z.record(z.enum(['a', 'b']), z.boolean())]
])('is content with a limited schema, %#', (schema) => {
  expect(unlimited(schema)).toEqual([])
})
