import { expect, test } from 'vitest'
import { repeatedAttempts } from '../../../bench/repeated.js'
import type { RunReport } from '../../../src/shared/model/run.js'

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
