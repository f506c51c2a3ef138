import { expect, test } from 'vitest'
import type { RunId } from '@shared/model/ids.js'
import type { RunSummary } from '@shared/model/run.js'
import {
  ALL_RUNS,
  carriedOutBy,
  filteredRuns,
  isRunsFilter
} from '../../../../src/renderer/src/features/runs/runs-filter.js'
import { aSnapshot, summaryOf } from '../../snapshots.js'

const aRun = (id: string, change: Partial<RunSummary>): RunSummary => ({
  ...summaryOf(aSnapshot(1)),
  run: id as RunId,
  ...change
})
const runs = [
  aRun('r-1', { name: 'sotu-sort', verdict: 'verified', live: false }),
  aRun('r-2', { name: 'sotu-bigrams', verdict: null, live: true }),
  aRun('r-3', { name: 'pi', verdict: null, live: false }),
  aRun('r-4', { name: 'sotu-pi', verdict: 'cancelled', live: false })
]
const found = (text: string, standing: typeof ALL_RUNS.standing = 'all'): string[] =>
  filteredRuns(runs, { text, standing }).rows.map(({ run }) => run)

test('filters by state and by expression over name, id and environment', () => {
  expect(found('')).toEqual(['r-1', 'r-2', 'r-3', 'r-4'])
  expect(found('^sotu')).toEqual(['r-1', 'r-2', 'r-4'])
  expect(found('r-3')).toEqual(['r-3'])
  expect(found('sotu', 'running')).toEqual(['r-2'])
  expect(found('', 'interrupted')).toEqual(['r-3'])
})

test('counts the states under the same text, whatever is chosen', () => {
  const { counts } = filteredRuns(runs, { text: 'sotu', standing: 'running' })
  expect(counts).toMatchObject({ running: 1, verified: 1, cancelled: 1, interrupted: 0 })
})

test('tells who carries a run out', () => {
  const own = ['r-2' as RunId]
  expect(runs.map((run) => carriedOutBy(run, own))).toEqual(['over', 'here', 'nobody', 'over'])
  expect(carriedOutBy(runs[1]!, [])).toBe('other')
})

test('what was remembered by another version is not taken over', () => {
  expect(
    [ALL_RUNS, { text: 1, standing: 'all' }, { text: '', standing: 'neon' }, null].map(isRunsFilter)
  ).toEqual([true, false, false, false])
})
