import { beforeEach, expect, test } from 'vitest'
import type { Result } from '@shared/model/errors.js'
import { TimelineView } from '../../../../src/renderer/src/features/overview/timeline-view.svelte.js'
import { fakeMain, ok } from '../../fake-transport.js'
import { NOW, afternoonBars, afternoonEvents } from '../../watch-snapshots.js'

beforeEach(() => localStorage.clear())

const error = { code: 'NOT_AVAILABLE', message: 'still starting' } as const
const refused = { ok: false, error } as const

function opened(answers: readonly Result<unknown>[]): TimelineView {
  const left = [...answers]
  const next = (): Result<unknown> => left.shift() ?? refused
  const main = fakeMain({ 'timeline.lanes': next, 'timeline.read': next })
  return new TimelineView(main.api, () => NOW)
}

test('an error of the attempts is over when they could be read', async () => {
  const view = opened([refused, ok(afternoonBars())])
  await view.readLanes()
  expect(view.lanesError).toEqual(error)
  await view.readLanes()
  expect([view.lanesError, view.bars.length]).toEqual([null, afternoonBars().length])
})

test('events can be read again, and their error is theirs', async () => {
  const view = opened([refused, ok([]), ok(afternoonEvents())])
  await view.read()
  await view.readLanes()
  expect([view.error, view.lanesError]).toEqual([error, null])
  await view.read()
  expect([view.error, view.events?.length]).toEqual([null, afternoonEvents().length])
})

test('a slow answer for an earlier span does not replace the newer one', async () => {
  const waiting: ((answer: Result<unknown>) => void)[] = []
  const { api } = fakeMain()
  const slow = { ...api, 'timeline.lanes': () => new Promise((done) => waiting.push(done)) }
  const view = new TimelineView(slow as typeof api, () => NOW)
  view.chooseSpan(30)
  view.chooseSpan(180)
  waiting[1]?.(ok(afternoonBars()))
  waiting[0]?.(ok([]))
  await new Promise((done) => setTimeout(done))
  expect(view.bars).toHaveLength(afternoonBars().length)
})
