import { expect, test } from 'vitest'
import { unfit } from '../../../src/main/ipc/payload.js'

test.each([
  [undefined],
  [null],
  [7],
  [{}],
  [{ text: 'x'.repeat(2_000_000) }],
  [{ files: Array.from({ length: 5_000 }, (_, index) => ({ path: `/data/${String(index)}` })) }],
  [{ bytes: new Uint8Array(1_000_000) }],
  [[, { holes: [,] }]] // eslint-disable-line no-sparse-arrays -- they come over IPC as they are
])('lets through what the contract may need, %#', (payload) => {
  expect(unfit(payload)).toBeNull()
})

const nested = (levels: number): unknown => {
  let value: unknown = 1
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { value }
  return value
}
const cycle: Record<string, unknown> = {}
cycle['itself'] = cycle

test.each([
  ['a text of 100 MB', { text: 'x'.repeat(100_000_000) }, 'characters'],
  ['a key of 100 MB', { ['k'.repeat(100_000_000)]: 1 }, 'characters'],
  ['100 MB in many texts', Array.from({ length: 1_000 }, () => 'x'.repeat(100_000)), 'characters'],
  ['100 MB of bytes', new Uint8Array(100_000_000), 'characters'],
  ['a date', { at: new Date() }, 'a Date'],
  ['an expression', [/x/], 'a RegExp'],
  ['an error', new Error('x'), 'Error'],
  ['ten million numbers', Array.from({ length: 10_000_000 }, () => 1), 'values'],
  ['an array that holds nothing', new Array(4_000_000_000), 'values'],
  [
    'a million keys',
    Object.fromEntries(Array.from({ length: 1_000_000 }, (_, key) => [key, 1])),
    'values'
  ],
  ['a map', new Map(), 'a Map'],
  ['a hundred thousand levels', nested(100_000), 'levels'],
  ['a cycle', cycle, 'levels']
])('refuses %s at once', (_what, payload, word) => {
  const begun = performance.now()
  expect(unfit(payload)).toContain(word)
  expect(performance.now() - begun).toBeLessThan(10_000) // a tenth of it on an idle machine
})
