/** Task level: a fault costs a chunk. */
import { expect, test } from 'vitest'
import type { RunEvent } from '../../../../src/engine/domain/run/events.js'
import type { Attempt } from '../../../../src/engine/domain/run/state.js'
import { toReport } from '../../../../src/engine/domain/run/projections.js'
import { millis, type UnitId } from '../../../../src/shared/model/ids.js'
import type { FileEntry } from '../../../../src/shared/model/manifest.js'
import {
  aJob,
  aPlan,
  attempt,
  begun,
  digest,
  digested,
  ended,
  output,
  play,
  ready,
  started,
  type Played
} from './builders.js'

const jobs = [
  aJob('count', [{ type: 'input', input: 0 }], { cut: true, publishAs: null }),
  aJob('sum', [{ type: 'job', job: 'count' as UnitId }], { publishAs: '/results/sum' })
]
const plan = aPlan({ granularity: 'task', jobs })
const pieces = ['1', '2', '3', '4', '5', '6', '7', '8'].map((letter) => ({
  folder: null,
  manifest: digest(letter),
  files: 1,
  bytes: 10
}))
const cutHere: RunEvent = { ...digested, type: 'input-digested', pieces } as RunEvent
const start = begun(plan).map((event) => (event === digested ? cutHere : event))

const byCluster = ({ state }: Played): Readonly<Record<string, number>> =>
  Object.fromEntries(
    ['porto', 'lisbon', 'faro'].map((name) => [
      name,
      state.attempts.filter((one) => one.cluster === name).length
    ])
  )

test('every chunk is a unit with f + 1 attempts, spread evenly over the clusters', () => {
  const played = play(...start)
  expect(played.state.units.map(({ id }) => id)).toEqual([
    'sum',
    ...pieces.map((_, index) => `count-${String(index)}`)
  ])
  expect(played.state.attempts).toHaveLength(16)
  expect(Object.values(byCluster(played)).sort()).toEqual([5, 5, 6])
})

test('no cluster runs more than it was given places for', () => {
  const played = play(started({ ...plan, parallel: 2 }), ...start.slice(1))
  const running = played.state.attempts.filter((one) => one.stage === 'staging')
  expect(running).toHaveLength(6)
})

/** Everything that runs ends in each round, as if all clusters were equally fast. */
function runAll(lies: (attempt: Attempt, before: number) => boolean): Played {
  const events: RunEvent[] = [started({ ...plan, parallel: 1 }), ...start.slice(1)]
  let played = play(...events)
  let lied = 0
  for (let round = 0; round < 60; round += 1) {
    const open = played.state.attempts.filter(
      (one) => one.stage === 'staging' && one.unit.startsWith('count')
    )
    for (const one of open) {
      const lie = lies(one, lied)
      if (lie) lied += 1
      events.push(ended(Number(one.id.split('-').at(-1)), lie ? 'f' : 'a', 100 + round))
    }
    played = play(...events)
  }
  return played
}

const chunksOf = ({ state }: Played) =>
  state.attempts.filter((one) => one.unit.startsWith('count') && one.startedAt !== null)

test('one lie costs one chunk', () => {
  const played = runAll((one, before) => one.cluster === 'porto' && before === 0)
  const chunks = chunksOf(played)
  expect(chunks.filter((one) => one.verdict === 'outvoted')).toHaveLength(1)
  // Executions beyond the 16 that are always needed: the one that replaced the lie.
  expect(chunks).toHaveLength(17)
  expect(played.state.units.filter((one) => one.role === 'chunk').every((one) => one.settled)).toBe(
    true
  )
})

test('whoever was outvoted begins nothing any more', () => {
  const chunks = chunksOf(runAll((one) => one.cluster === 'porto'))
  const outvoted = chunks.filter((one) => one.verdict === 'outvoted')
  // It lies on until its first lie is found out.
  expect(outvoted.length).toBeLessThanOrEqual(3)
  expect(chunks.length).toBe(16 + outvoted.length)
})

test('chunks combine when all are decided', () => {
  let played = play(...start)
  const events: RunEvent[] = [...start]
  for (const one of played.state.attempts) {
    const number = Number(one.id.split('-').at(-1))
    events.push(ended(number, one.unit.slice(-1) === '0' ? 'a' : 'b'))
  }
  played = play(...events)
  const sums = played.state.attempts.filter((one) => one.unit === 'sum')
  expect(sums).toHaveLength(2)
  // Each of the two lacks the outputs of the chunks that did not run there.
  expect(played.state.copies.filter((copy) => copy.mode === 'stream').length).toBeGreaterThan(0)
})

test('an input on the clusters is cut there, and the cut is voted on', () => {
  const onClusters = { ...plan, inputs: [{ type: 'hdfs' as const, path: '/data', manifest: null }] }
  const report = (name: string): RunEvent => ({
    type: 'input-reported',
    at: millis(3),
    input: 0,
    cluster: name as never,
    manifest: digest('1'),
    files: 1,
    bytes: 80,
    reason: null
  })
  const files: readonly FileEntry[] = [
    ...output('a').slice(0, 1),
    { path: 'chunk-00000/a.txt', length: 10, sha256: '1'.repeat(64) as never },
    { path: 'chunk-00001/a.txt', length: 10, sha256: '2'.repeat(64) as never }
  ]
  const cutEnded = (number: number): RunEvent => ({
    type: 'attempt-ended',
    at: millis(9),
    attempt: attempt(number),
    outcome: {
      type: 'succeeded',
      files,
      manifest: digest('c'),
      counters: {},
      pieces: [
        { folder: 'chunk-00000', manifest: digest('1'), files: 1, bytes: 10 },
        { folder: 'chunk-00001', manifest: digest('2'), files: 1, bytes: 10 }
      ]
    },
    applicationId: null,
    finishedAt: millis(9)
  })
  const surveyed = [
    started(onClusters),
    ready('porto'),
    ready('lisbon'),
    ready('faro'),
    report('porto'),
    report('lisbon'),
    report('faro')
  ]
  const cutting = play(...surveyed)
  expect(cutting.state.attempts.map((one) => one.unit)).toEqual(['count-cut', 'count-cut'])
  const played = play(...surveyed, cutEnded(1), cutEnded(2))
  expect(played.state.units.map(({ id, role }) => `${id} ${role}`)).toEqual([
    'sum job',
    'count-cut cut',
    'count-0 chunk',
    'count-1 chunk'
  ])
  // Two chunks, two attempts each: the clusters that cut hold them, the third gets a copy for its share.
  expect(played.state.attempts).toHaveLength(6)
  expect(toReport(played.state).units.find((unit) => unit.id === 'count-cut')?.method).toBe('bytes')
})
