import { expect, test } from 'vitest'
import { voteMatrix } from '../../../src/cli/output/matrix.js'
import { aReport } from './reports.js'

test('puts agreeing clouds first and marks what differs from the agreed output', () => {
  expect(voteMatrix(aReport())).toBe(
    [
      'file          bytes    lisbon      porto       faro',
      '_SUCCESS          0    eeeeeeee    eeeeeeee    eeeeeeee',
      'part-r-00000     12    aaaaaaaa    aaaaaaaa  ≠ bbbbbbbb',
      '                       agreed      agreed      outvoted'
    ].join('\n')
  )
})

test('marks a file that one cloud lacks', () => {
  const report = aReport()
  const [faro, ...others] = report.attempts
  const attempts = [{ ...faro!, files: faro!.files.slice(0, 1) }, ...others]
  expect(voteMatrix({ ...report, attempts })).toContain('≠ missing')
})

test('measures none by another when nothing was decided: the same letter is the same digest', () => {
  const report = aReport({ units: [], verdict: 'not-verified' })
  const attempts = report.attempts.map((one) => ({ ...one, verdict: 'inconclusive' as const }))
  const text = voteMatrix({ ...report, attempts })
  expect(text.split('\n').slice(2)).toEqual([
    'part-r-00000     12  A bbbbbbbb      B aaaaaaaa      B aaaaaaaa',
    '                       inconclusive    inconclusive    inconclusive',
    'the same letter: the same digest. Compare them: medusa diff r-1, or add clusters and run it again'
  ])
})

test('says so when no cloud gave an output', () => {
  expect(voteMatrix(aReport({ attempts: [] }))).toContain('no cluster gave an output')
})
