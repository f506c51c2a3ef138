import { expect, test } from 'vitest'
import { createActionRecorder } from '../../../src/engine/runtime/record-actions.js'
import type { Action } from '../../../src/shared/model/action.js'
import { joinedActions } from '../../../src/shared/model/joined-actions.js'
import { FakeLineLog } from '../../main/harness/fake-line-log.js'
import { FakeClock } from '../../support/fake-clock.js'
import { SeededRng } from '../../support/seeded-rng.js'

function aRecorder() {
  const log = new FakeLineLog<Action>()
  const clock = new FakeClock()
  const record = createActionRecorder(log, 'window', { clock, rng: new SeededRng() })
  const target = { kind: 'cluster', name: 'porto' } as const
  const words = { environment: 'lab', target, what: 'deleted /d', call: 'DELETE /d' }
  const lines = (): readonly unknown[] =>
    log.entries.map(({ outcome, tookMs, target: { name } }) => [outcome, tookMs, name])
  return { log, clock, record, words, lines }
}

test('writes down that an action began before anything is sent, and how it ended under the same id', async () => {
  const { log, clock, record, words, lines } = aRecorder()
  const work = async (): Promise<string> => {
    expect(lines()).toEqual([['began', 0, 'porto']])
    await clock.advance(30)
    return 'r-1'
  }
  await record(words, work, (run) => run)
  expect(lines()).toEqual([
    ['began', 0, 'porto'],
    ['done', 30, 'r-1']
  ])
  expect(new Set(log.entries.map(({ id }) => id)).size).toBe(1)
})

test('writes down why an action failed, and throws it on', async () => {
  const { log, record, words } = aRecorder()
  await expect(record(words, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(log.entries.at(-1)).toMatchObject({ outcome: 'failed', error: { message: 'no' } })
})

test('joins beginnings with their ends, and keeps those that have none', async () => {
  const { log, record, words } = aRecorder()
  await record(words, () => Promise.resolve())
  void record(words, () => new Promise(() => undefined))
  await record(words, () => Promise.resolve())
  const old: Action = { ...log.entries[1]!, id: 'of an older version' }
  const joined = joinedActions([...(await log.recent(10)), old])
  expect(joined.map(({ outcome }) => outcome)).toEqual(['done', 'began', 'done', 'done'])
})
