import { expect, test } from 'vitest'
import { passed, TestBoard } from '../../../../src/engine/runtime/cluster-test/test-board.js'
import { ConsoleError } from '../../../../src/shared/model/errors.js'
import { FakeClock } from '../../../support/fake-clock.js'

const open = (signal = new AbortController().signal): { board: TestBoard; clock: FakeClock } => {
  const clock = new FakeClock()
  const steps = [
    { id: 'a', title: 'A' },
    { id: 'b', title: 'B' }
  ]
  return { clock, board: new TestBoard(steps, clock, signal, () => undefined) }
}

test('a step that throws is failed, and the others go on', async () => {
  const { board } = open()
  await board.run('a', 1_000, () =>
    Promise.reject(new ConsoleError('SSH_FAILED', 'no', { hint: 'do' }))
  )
  await board.run('b', 1_000, () => Promise.resolve(passed('well')))
  expect(board.steps).toMatchObject([
    { state: 'failed', error: { code: 'SSH_FAILED', message: 'no', hint: 'do' } },
    { state: 'ok', found: 'well' }
  ])
})

test('a step that takes too long is failed at its limit', async () => {
  const { board, clock } = open()
  const running = board.run('a', 5_000, () => new Promise(() => undefined))
  await clock.advance(5_000)
  expect((await running).error?.message).toBe('no answer within 5 s')
  expect(board.steps[0]).toMatchObject({ state: 'failed', tookMs: 5_000 })
  expect(clock.pending).toBe(0)
})

test('a test that is stopped skips what runs and what follows', async () => {
  const stop = new AbortController()
  const { board, clock } = open(stop.signal)
  const running = board.run('a', 5_000, () => new Promise(() => undefined))
  stop.abort()
  await running
  await board.run('b', 5_000, () => Promise.resolve(passed('never')))
  expect(board.steps.map(({ state }) => state)).toEqual(['skipped', 'skipped'])
  expect(clock.pending).toBe(0)
})
