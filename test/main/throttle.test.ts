import { expect, test } from 'vitest'
import { latestOnly } from '../../src/main/throttle.js'
import { manualTimers } from './timers.js'

function delivering(): {
  got: number[]
  push: (value: number) => void
  pass: (ms: number) => void
  stop: () => void
} {
  const timers = manualTimers()
  const got: number[] = []
  const throttle = latestOnly<number>(
    () => 100,
    (value) => got.push(value),
    timers.after
  )
  return { got, push: throttle.push, pass: timers.pass, stop: throttle.stop }
}

test('delivers the first at once and the latest of the rest after the interval', () => {
  const { got, push, pass } = delivering()
  for (const value of [1, 2, 3]) push(value)
  expect(got).toEqual([1])
  pass(100)
  expect(got).toEqual([1, 3])
})

test('delivers at most ten a second, whatever comes', () => {
  const { got, push, pass } = delivering()
  for (let index = 0; index < 1_000; index += 1) {
    push(index)
    pass(1)
  }
  pass(100)
  expect(got.length).toBeLessThanOrEqual(11)
  expect(got.at(-1)).toBe(999)
})

test('delivers nothing after it was stopped', () => {
  const { got, push, pass, stop } = delivering()
  push(1)
  push(2)
  stop()
  pass(1_000)
  push(3)
  pass(1_000)
  expect(got).toEqual([1])
})
