import { describe, expect, test } from 'vitest'
import {
  bannerOf,
  outputBytes,
  progressSentence
} from '../../../../src/renderer/src/features/run/banner.js'
import { disagreement, fiveClouds, running, surveying, verified } from '../../scenarios.js'
import { jobGraph, taskLevel } from '../../scenarios-of-units.js'
import { aSnapshot, at } from '../../snapshots.js'

const plain = (text: string): string => text.replaceAll('\u00a0', ' ')
const facts = (...args: Parameters<typeof bannerOf>): Record<string, string> =>
  Object.fromEntries(bannerOf(...args).facts.map(({ term, value }) => [term, plain(value)]))

describe('a running run says', () => {
  test('whom it asks, and who answered', () => {
    expect(plain(progressSentence(surveying()))).toBe(
      'Asks 3 clouds who is there and what they hold; 2 answered.'
    )
  })
  test('who runs the job, and how many equal digests are needed', () => {
    expect(progressSentence(running())).toBe(
      'porto and faro run the job. 2 equal digests are needed (f + 1).'
    )
  })
  test('who disagrees, without calling anybody a liar', () => {
    expect(progressSentence(disagreement())).toBe(
      'porto and faro report different digests; lisbon runs the job. 2 equal digests are needed (f + 1).'
    )
    expect(progressSentence(fiveClouds())).toContain('3 equal digests are needed')
  })
  test('how many chunks are decided, and what is under way', () => {
    expect(plain(progressSentence(taskLevel()))).toBe(
      '4 of 8 chunks are decided; under way: 5 attempts on porto, lisbon and faro, 1 copy. 2 equal digests are needed (f + 1) for each.'
    )
  })
  test('where it publishes', () => {
    expect(progressSentence({ ...verified(), phase: 'publishing', verdict: null })).toBe(
      'porto and lisbon agree; the output is published on them.'
    )
  })
})

test('a verdict carries its method, its assumption, and its time', () => {
  expect(facts(verified(), 'verified', at(165), true)).toEqual({
    'compared by': 'bytes, SHA-256',
    'holds if': 'at most 1 cloud is faulty',
    input: 'pinned',
    started: '14:02:11',
    took: '2 min 45 s',
    output: '1.01 MB'
  })
})

test('an input that only one cloud holds is said to be trusted from it', () => {
  const [input] = verified().inputs
  const snapshot = { ...verified(), inputs: [{ ...input!, trust: 'holder:porto' as const }] }
  expect(facts(snapshot, 'verified', at(165), true)).toMatchObject({
    'input trusted from': 'porto'
  })
})

test('a run without a fault limit holds only if nobody is faulty', () => {
  expect(facts(aSnapshot(5, { faults: 0, needed: 1 }), 'running', at(5), true)['holds if']).toBe(
    'no cloud is faulty'
  )
})

test('a run of another process says so, because it cannot be cancelled here', () => {
  expect(facts(running(), 'running', at(38), false)['carried out by']).toBe('another process')
  expect(facts(running(), 'running', at(38), true)['carried out by']).toBeUndefined()
})

test('an interrupted run blames nobody', () => {
  const banner = bannerOf(running(), 'interrupted', at(38), false)
  expect([banner.title, banner.sentence.includes('no cloud is blamed')]).toEqual([
    'Interrupted',
    true
  ])
})

test('the size of an output is known when it was voted for', () => {
  expect([outputBytes(running()), outputBytes(verified())]).toEqual([null, 1_011_190])
})

test('a verdict names the rules under which outputs were compared', () => {
  const snapshot = { ...verified(), method: 'lines, numeric 1e-9' }
  expect(facts(snapshot, 'verified', at(165), true)['compared by']).toBe(
    'lines in any order and numbers, within 1e-9'
  )
})

test('a sentence for each of a hundred lies is cut after a whole one', () => {
  const sentence = 'faro was outvoted on part-r-00000 of count-3. '.repeat(100)
  const shown = bannerOf({ ...verified(), sentence }, 'verified', at(165), true).sentence
  expect(shown.length).toBeLessThan(700)
  expect(shown).toMatch(/of count-3\. … The other units stand below\.$/)
})

test('the output of several jobs is not guessed: a snapshot does not say which are published', () => {
  expect([outputBytes(jobGraph()), outputBytes(taskLevel())]).toEqual([null, null])
})

test('a run that was last seen on another day says on which', () => {
  const run = { ...running(), live: false }
  const facts = bannerOf(run, 'interrupted', run.now + 3 * 86_400_000, false).facts
  expect(facts.find(({ term }) => term === 'last seen')!.value).toMatch(/^\d+\u00a0\w+ \d\d:/)
})
