/** Whatever a page that was taken over may send: no handler sees what its schema did not let through, and every answer is a `Result`. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { callNames } from '@shared/ipc/channels.js'
import { calls, type CallName, type Handlers } from '@shared/ipc/contract.js'
import { unfit } from '../../../src/main/ipc/payload.js'
import { createAnswer } from '../../../src/main/ipc/answer.js'

/** Handlers that only note what reached them. */
function noting() {
  const reached: { name: string; params: unknown }[] = []
  const handlers = Object.fromEntries(
    callNames.map((name) => [
      name,
      (params: unknown) => {
        reached.push({ name, params })
        return Promise.resolve({ ok: true, value: null })
      }
    ])
  ) as unknown as Handlers
  return { reached, answer: createAnswer(handlers) }
}

/** What the schema makes of it; `refused` when it does not take it. */
function parsed(name: CallName, raw: unknown): unknown {
  if (unfit(raw) !== null) return refused
  try {
    return calls[name].params.parse(raw)
  } catch {
    return refused
  }
}
const refused = Symbol('refused')

async function expectGuarded(name: CallName, raw: unknown): Promise<void> {
  const { reached, answer } = noting()
  const result = await answer(name, raw)
  const params = parsed(name, raw)
  if (params === refused) {
    expect(reached).toEqual([])
    expect(result).toMatchObject({ ok: false, error: { code: 'BAD_INPUT' } })
    expect(JSON.stringify(result).length).toBeLessThan(5_000)
  } else expect([reached, result]).toEqual([[{ name, params }], { ok: true, value: null }])
}

const keysOf = (name: CallName): readonly string[] => {
  const { _zod } = calls[name].params as unknown as { _zod: { def: { shape?: object } } }
  return Object.keys(_zod.def.shape ?? {})
}

const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    '../../etc/passwd',
    '/',
    '.',
    '',
    '\0',
    '$(reboot)',
    '`id`',
    '"; DROP',
    '\u202E',
    'r-1',
    'porto',
    'lab'
  )
)
const hostileKey = fc.oneof(
  hostileText,
  fc.constantFrom('__proto__', 'prototype', 'toString', 'then', 'path', 'file')
)
const anything = fc.oneof(
  fc.anything({
    key: hostileKey,
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
    maxDepth: 4
  }),
  hostileText,
  fc.constantFrom(NaN, Infinity, -0, 2 ** 53, -1)
)

test.each(callNames)('%s guards its handler against anything', async (name) => {
  const nearly = fc.record(Object.fromEntries(keysOf(name).map((key) => [key, anything])), {
    requiredKeys: []
  })
  const withMore = fc
    .tuple(nearly, fc.dictionary(hostileKey, anything, { maxKeys: 3 }))
    .map(([own, more]) => ({ ...more, ...own }))
  await fc.assert(
    fc.asyncProperty(fc.oneof(anything, nearly, withMore), (raw) => expectGuarded(name, raw)),
    { numRuns: 100 }
  )
})

test.each(callNames)('%s refuses 100 MB at once, wherever they stand', async (name) => {
  const huge = 'x'.repeat(100_000_000)
  const keys = keysOf(name)
  const payloads = [huge, [huge], { [huge]: 1 }, ...keys.map((key) => ({ [key]: huge }))]
  const begun = performance.now()
  for (const payload of payloads) {
    const { reached, answer } = noting()
    const result = await answer(name, payload)
    expect([reached, result]).toMatchObject([[], { ok: false, error: { code: 'BAD_INPUT' } }])
    expect(JSON.stringify(result).length).toBeLessThan(5_000)
  }
  expect((performance.now() - begun) / payloads.length).toBeLessThan(3_000) // some 20 on an idle machine
})

test('a key that would change all objects changes none', async () => {
  const raw: unknown = JSON.parse(
    '{"theme":"dark","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'
  )
  const { reached, answer } = noting()
  expect(await answer('theme.choose', raw)).toMatchObject({
    ok: false,
    error: { code: 'BAD_INPUT' }
  })
  expect([reached, ({} as Record<string, unknown>)['polluted']]).toEqual([[], undefined])
})
