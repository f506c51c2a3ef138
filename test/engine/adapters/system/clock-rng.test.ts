import { expect, test } from 'vitest'
import { SystemClock } from '../../../../src/engine/adapters/system/clock.js'
import { CryptoRng } from '../../../../src/engine/adapters/system/rng.js'

test('makes ids of lower-case letters and digits that do not repeat', () => {
  const rng = new CryptoRng()
  const ids = Array.from({ length: 200 }, () => rng.id(16))
  expect(ids.every((id) => /^[a-z0-9]{16}$/.test(id))).toBe(true)
  expect(new Set(ids).size).toBe(200)
})

test('makes seeds of 32 bits', () => {
  const rng = new CryptoRng()
  const seeds = Array.from({ length: 50 }, () => rng.seed())
  expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff)).toBe(
    true
  )
})

test('does not fire a timer that was disposed of, nor a very long one at once', async () => {
  const clock = new SystemClock()
  const fired: string[] = []
  clock.after(1, () => fired.push('disposed'))()
  const stop = clock.after(2 ** 40, () => fired.push('long'))
  await new Promise<void>((resolve) => {
    clock.after(5, resolve)
  })
  stop()
  expect(fired).toEqual([])
})
