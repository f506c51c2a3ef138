import { expect, test } from 'vitest'
import { repeatedAttempts, secondsAlone } from '../../../bench/repeated.js'
import type { AttemptReport, RunReport } from '../../../src/shared/model/run.js'

const attempt = (id: string, unit: string, queued: number, launched = queued): object => ({
  id,
  unit,
  timings: { queued, launched, finished: 0, digested: 0 }
})

test('counts what came after the first f+1 of a unit, not what never began', () => {
  const report = {
    faults: 1,
    units: [{ id: 'count-0' }, { id: 'count-1' }],
    attempts: [
      attempt('late', 'count-0', 9),
      attempt('first', 'count-0', 1),
      attempt('second', 'count-0', 1),
      attempt('other', 'count-1', 2),
      attempt('another', 'count-1', 2),
      attempt('cancelled', 'count-1', 8, 0)
    ]
  } as unknown as RunReport
  expect(repeatedAttempts(report).map(({ id }) => id)).toEqual(['late'])
})

test('counts the seconds in which nothing else of the job was left to wait for', () => {
  const ended = (unit: string, digested: number): AttemptReport =>
    ({ unit, timings: { digested } }) as unknown as AttemptReport
  const [again, other, aggregation] = [
    ended('count-0', 9_000),
    ended('count-1', 7_500),
    ended('sum', 20_000)
  ]
  const report = {
    units: [
      { id: 'count-0', job: 'count' },
      { id: 'count-1', job: 'count' },
      { id: 'sum', job: 'sum' }
    ],
    attempts: [again, other, aggregation]
  } as unknown as RunReport
  expect(secondsAlone(report, [again])).toBe(1.5)
  expect(secondsAlone(report, [other])).toBe(0)
})
