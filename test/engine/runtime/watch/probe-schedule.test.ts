import { expect, test } from 'vitest'
import { ProbeSchedule, type Turn } from '../../../../src/engine/runtime/watch/probe-schedule.js'
import { millis } from '../../../../src/shared/model/ids.js'
import { settled } from '../../../support/fake-clock.js'

interface Scene {
  readonly schedule: ProbeSchedule<string>
  readonly asked: string[]
  readonly turns: Map<string, Turn | null>
  /** The oldest open question to it is answered. */
  readonly answer: (key: string) => Promise<void>
}

function aSchedule(keys: readonly string[], places = { well: 2, ill: 1 }): Scene {
  const asked: string[] = []
  const open = new Map<string, () => void>()
  const turns = new Map<string, Turn | null>(
    keys.map((key) => [key, { due: millis(0), ill: false }])
  )
  const schedule = new ProbeSchedule({
    places,
    keys,
    now: () => millis(1_000),
    turn: (key) => turns.get(key) ?? null,
    ask: (key) => {
      asked.push(key)
      return new Promise((resolve) => open.set(key, resolve))
    }
  })
  return {
    schedule,
    asked,
    turns,
    answer: async (key) => {
      turns.set(key, null)
      open.get(key)?.()
      await settled()
    }
  }
}

test('asks no more at once than there are places, the longest overdue first', () => {
  const { schedule, asked, turns } = aSchedule(['a', 'b', 'c'])
  turns.set('a', { due: millis(500), ill: false })
  schedule.begin()
  expect(asked).toEqual(['b', 'c'])
})

test('a place that becomes free goes to the next at once', async () => {
  const { schedule, asked, answer } = aSchedule(['a', 'b', 'c'])
  schedule.begin()
  await answer('a')
  expect(asked).toEqual(['a', 'b', 'c'])
})

test('clusters that do not answer hold up only one another', async () => {
  const { schedule, asked, turns, answer } = aSchedule(['ill-1', 'ill-2', 'ill-3', 'a', 'b', 'c'])
  for (const key of ['ill-1', 'ill-2', 'ill-3']) turns.set(key, { due: millis(0), ill: true })
  schedule.begin()
  expect(asked).toEqual(['a', 'b', 'ill-1'])
  await answer('a')
  expect(asked).toEqual(['a', 'b', 'ill-1', 'c'])
})

test('asks nobody before it is due, or who may not be asked', () => {
  const { schedule, asked, turns } = aSchedule(['a', 'b'])
  turns.set('a', { due: millis(1_001), ill: false })
  turns.set('b', null)
  schedule.begin()
  expect(asked).toEqual([])
})

test('asks at once when it is told to, and nobody twice at the same time', async () => {
  const { schedule, asked, answer } = aSchedule(['a'], { well: 0, ill: 0 })
  const first = schedule.now('a')
  const second = schedule.now('a')
  await answer('a')
  await Promise.all([first, second])
  expect(asked).toEqual(['a'])
})
