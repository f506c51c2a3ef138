import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Report } from '../../../scripts/setup/report.mjs'
import {
  countsFrom,
  readJunit,
  readPlaywright,
  readVitest
} from '../../../scripts/testing/counts.mjs'
import { Results } from '../../../scripts/testing/results.mjs'
import { aFolder } from '../support/context.js'

test('each runner’s results are read', () => {
  const junit =
    '<?xml version="1.0"?><testsuites><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10" time="0.1">'
  expect([
    readVitest('{"numPassedTests":5,"numFailedTests":1}'),
    readPlaywright('{"stats":{"expected":3,"flaky":1,"unexpected":2,"skipped":9}}'),
    readJunit(junit)
  ]).toEqual([
    { passed: 5, failed: 1 },
    { passed: 4, failed: 2 },
    { passed: 4, failed: 3 }
  ])
})

describe('a runner that fails', () => {
  test('without a failed test (one did not load) counts one failed', () => {
    const file = join(aFolder(), 'x.json')
    writeFileSync(file, '{"numPassedTests":5,"numFailedTests":0}')
    expect(countsFrom(file, 1, readVitest)).toEqual({ passed: 5, failed: 1 })
  })

  test('before it wrote anything counts one failed', () => {
    expect(countsFrom(join(aFolder(), 'none'), 1, readVitest)).toEqual({ passed: 0, failed: 1 })
  })
})

test('the stages are summed up, and one that could not run has failed', async () => {
  const results = new Results(new Report({ write: () => true }))
  await results.record('unit', () => Promise.resolve({ passed: 12, failed: 0 }))
  results.notRun('lab')
  expect(results.total()).toEqual({ passed: 12, failed: 1 })
  expect(
    results
      .table()
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/ +/))
  ).toEqual([
    ['unit', '12', '0', '0.0', 's'],
    ['lab', '0', '1', '0.0', 's']
  ])
})
