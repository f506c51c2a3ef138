import { expect, test } from 'vitest'
import { readJournal, secondsAfterTheClouds } from '../../../bench/journal.js'
import type { AttemptReport, RunReport } from '../../../src/shared/model/run.js'

const attempt = (id: string, verdict: AttemptReport['verdict']): AttemptReport =>
  ({ id, verdict }) as AttemptReport

const ended = (id: string, at: number): string =>
  JSON.stringify({ type: 'attempt-ended', at, attempt: id, outcome: { type: 'succeeded' } })

const report = (...attempts: AttemptReport[]): RunReport =>
  ({ attempts, faults: 1, finishedAt: 9_500 }) as unknown as RunReport

test('counts from the second agreeing end when one fault is tolerated, not from the outvoted one after it', () => {
  const events = readJournal(`${ended('a', 4_000)}\n${ended('b', 8_000)}\n${ended('c', 9_000)}\n`)
  const run = report(attempt('a', 'agreed'), attempt('b', 'agreed'), attempt('c', 'outvoted'))
  expect(secondsAfterTheClouds(run, events)).toBe(1.5)
})

test('says so when too few ends are in the journal', () => {
  const run = report(attempt('a', 'agreed'), attempt('b', 'agreed'))
  expect(() => secondsAfterTheClouds(run, readJournal(ended('a', 4_000)))).toThrow('has 1')
})
