import { describe, expect, test } from 'vitest'
import {
  areWorthShowing,
  copyReason,
  copyRows,
  filtered,
  firstFilter
} from '../../../../src/renderer/src/features/run/copies.js'
import { taskLevel } from '../../scenarios-of-units.js'
import { aCopy } from '../../snapshots.js'

const plain = (text: string): string => text.replaceAll('\u00a0', ' ')
const { copies } = taskLevel()

test('a copy says how far it is, and that it repeats one that failed', () => {
  expect(
    copyRows(copies).map(({ look, amount, percent, took, again }) => [
      look.word,
      plain(amount),
      percent === null ? null : Math.round(percent),
      plain(took),
      again
    ])
  ).toEqual([
    ['done', '12.3 MB', null, '5.3 s', false],
    ['failed', '7.10 MB of 12.3 MB', null, '7.5 s', false],
    ['copying', '4.20 MB of 12.3 MB', 34, '', true]
  ])
})

test('a copy whose size nobody knows has no bar', () => {
  const [row] = copyRows([aCopy('1', 'porto', 'faro', {}, { state: 'running', bytesTotal: 0 })])
  expect(row?.percent).toBeNull()
})

test('the reason of a failure is told in words and as it came', () => {
  expect(copyReason(copies[1]!)).toMatch(/^HDFS refused a request: HttpFS on 127\.0\.1\.1/)
  expect(copyReason(copies[0]!)).toBe('')
})

describe('of many copies', () => {
  test('those under way are shown first, then those that failed', () => {
    const [done, failed, running] = copies
    expect([
      firstFilter([done!, failed!, running!], 2),
      firstFilter([done!, failed!, done!], 2),
      firstFilter([done!, done!, done!], 2),
      firstFilter([done!, failed!, running!], 12)
    ]).toEqual(['open', 'failed', 'all', 'all'])
  })

  test('each can be asked for', () => {
    const rows = copyRows(copies)
    expect(
      (['all', 'open', 'failed'] as const).map((filter) => filtered(rows, filter).length)
    ).toEqual([3, 1, 1])
  })
})

test('the uploads of a single job stand with its attempts, not here', () => {
  const upload = aCopy('1', null, 'faro', {})
  expect([
    areWorthShowing([upload], 1),
    areWorthShowing([{ ...upload, state: 'failed' }], 1),
    areWorthShowing([upload], 2),
    areWorthShowing([], 2)
  ]).toEqual([false, true, true, false])
})
