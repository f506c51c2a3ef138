/** Several jobs: each has a vote of its own, and reads what was voted before it. */
import { describe, expect, test } from 'vitest'
import { toReport } from '../../../../src/engine/domain/run/projections.js'
import type { UnitId } from '../../../../src/shared/model/ids.js'
import { aJob, aPlan, begun, copied, ended, failed, placed, play, published } from './builders.js'

const id = (text: string): UnitId => text as UnitId
const plan = aPlan({
  jobs: [
    aJob('a', [{ type: 'input', input: 0 }], { publishAs: null }),
    aJob('b', [{ type: 'input', input: 0 }], { publishAs: null }),
    aJob(
      'sum',
      [
        { type: 'job', job: id('a') },
        { type: 'job', job: id('b') }
      ],
      { publishAs: '/results/sum' }
    )
  ]
})
const units = (played: ReturnType<typeof play>) => played.state.attempts.map((one) => one.unit)

test('jobs that read no other start together, the aggregator when all it reads is decided', () => {
  expect(units(play(...begun(plan)))).toEqual(['a', 'a', 'b', 'b'])
  const half = play(...begun(plan), ended(1, 'a'), ended(2, 'a'))
  expect(half.state.units.map((unit) => unit.settled)).toEqual([true, false, false])
  const all = play(...begun(plan), ended(1, 'a'), ended(2, 'a'), ended(3, 'b'), ended(4, 'b'))
  expect(units(all).slice(4)).toEqual(['sum', 'sum'])
  // Both jobs ran on the same two clusters, so the aggregator needs no copy there.
  expect(all.state.copies.filter((copy) => copy.mode !== 'upload')).toEqual([])
})

test('the aggregator runs where the fewest bytes are missing, and gets the rest', () => {
  const [first, second] = placed(play(...begun(plan)))
  const third = ['porto', 'lisbon', 'faro'].find((name) => name !== first && name !== second) ?? ''
  // Job b fails on the second cluster and is replaced on the third.
  const events = [
    ...begun(plan),
    failed(4),
    ended(1, 'a'),
    ended(2, 'a'),
    ended(3, 'b'),
    ended(5, 'b')
  ]
  const played = play(...events)
  expect(placed(played).slice(5)).toEqual([first, second])
  const copies = played.state.copies.filter((copy) => copy.mode !== 'upload')
  expect(copies).toMatchObject([{ dataset: 'output:b', to: second }])
  expect([first, third]).toContain(copies[0]?.from)
  const over = play(
    ...events,
    copied(copies[0]?.id ?? ''),
    ended(6, 'c'),
    ended(7, 'c'),
    published(first ?? '', null, 200, 'sum'),
    published(second ?? '', null, 200, 'sum')
  )
  const report = toReport(over.state)
  expect(report.verdict).toBe('verified')
  expect(report.sentence).toContain('All 3 jobs were decided')
  expect(report.units.map(({ output }) => output)).toEqual([
    null,
    null,
    { path: '/results/sum', clusters: [first, second] }
  ])
})

test('a job that cannot be decided ends the run, and stops the others', () => {
  const { state, commands } = play(...begun(plan), failed(1), failed(2))
  expect(state.verdict).toBe('not-verified')
  expect(commands.filter(({ type }) => type === 'kill')).toHaveLength(3)
})

describe('several results', () => {
  const two = aPlan({
    jobs: [
      aJob('a', [{ type: 'input', input: 0 }], { publishAs: '/results/x/a' }),
      aJob('b', [{ type: 'input', input: 0 }], { publishAs: '/results/x/b' })
    ]
  })

  test('nothing is published before everything is decided', () => {
    const half = play(...begun(two), ended(1, 'a'), ended(2, 'a'))
    expect(half.state.publications).toEqual([])
    const all = play(...begun(two), ended(1, 'a'), ended(2, 'a'), ended(3, 'b'), ended(4, 'b'))
    expect(all.commands.map(({ type }) => type)).toEqual([
      'publish',
      'publish',
      'publish',
      'publish'
    ])
  })
})
