/** Inputs that lie on some clouds only: who gets a copy, from whom, and what happens when a copy goes wrong. */
import { describe, expect, test } from 'vitest'
import type { RunEvent } from '../../../../src/engine/domain/run/events.js'
import { rankAtRandom } from '../../../../src/engine/domain/ranking.js'
import { toReport } from '../../../../src/engine/domain/run/projections.js'
import { millis } from '../../../../src/shared/model/ids.js'
import {
  aPlan,
  cluster,
  copied,
  digest,
  ended,
  failed,
  lost,
  placed,
  play,
  published,
  ready,
  started,
  verdicts
} from './builders.js'

const order = rankAtRandom(['porto', 'lisbon', 'faro'].map(cluster), 1)
const [first, second, third] = [...order, '', '', ''] as [string, string, string]

const plan = aPlan({ inputs: [{ type: 'hdfs', path: '/data', manifest: null }] })
const reported = (name: string, letter: string | null): RunEvent => ({
  type: 'input-reported',
  at: millis(3),
  input: 0,
  cluster: cluster(name),
  manifest: letter === null ? null : digest(letter),
  files: 1,
  bytes: 10,
  reason: letter === null ? 'HDFS_ERROR' : null
})
const holds = (name: string, holdings: readonly string[]): RunEvent =>
  ready(name, false, [holdings.includes(name)])

/** Only these clusters hold the input, and agree about it. */
const held = (...names: readonly string[]): readonly RunEvent[] => [
  started(plan),
  ...['porto', 'lisbon', 'faro'].map((name) => holds(name, names)),
  ...names.map((name) => reported(name, '1'))
]

test('runs where the data is before it copies anything', () => {
  const played = play(...held(second, third))
  expect(placed(played)).toEqual([second, third])
  expect(played.state.copies).toEqual([])
})

test('copies to one more cluster when only one holds the input, and says whom the input is trusted from', () => {
  const played = play(...held(third))
  expect(placed(played)).toEqual([third, first])
  expect(played.commands).toEqual([
    { type: 'attempt', attempt: 'r-1-1', cluster: third },
    { type: 'copy', copy: 'r-1-c1' }
  ])
  expect(played.state.copies[0]).toMatchObject({ from: third, to: first, mode: 'stream' })
  expect(played.state.inputs[0]?.view.trust).toBe(`holder:${third}`)
  expect(play(...held(third), copied('r-1-c1')).commands).toEqual([
    { type: 'attempt', attempt: 'r-1-2', cluster: first }
  ])
})

test('large data goes by distcp', () => {
  const large = { ...plan, copies: { distcpFrom: 10, atATime: 4 } }
  const played = play(started(large), ...held(third).slice(1))
  expect(played.state.copies[0]?.mode).toBe('distcp')
})

describe('a copy that fails', () => {
  test('is repeated from the same source, then taken from another', () => {
    // One of two holders is outvoted away by its silence: the third cluster needs a copy.
    const start = [...held(second, third), failed(1), failed(2)]
    expect(play(...start).state.verdict).toBe('not-verified')
    const replaced = [...held(second, third), failed(1)]
    const asked = play(...replaced)
    expect(asked.state.copies[0]).toMatchObject({ from: second, to: first })
    const again = play(...replaced, copied('r-1-c1', 'COPY_DIFFERS'))
    expect(again.state.copies[1]).toMatchObject({ from: third, to: first })
    const third3 = play(
      ...replaced,
      copied('r-1-c1', 'COPY_DIFFERS'),
      copied('r-1-c2', 'COPY_DIFFERS')
    )
    expect(third3.state.copies[2]).toMatchObject({ from: second, to: first })
  })

  test('ends the attempt that waits for it when no source is left', () => {
    const played = play(
      ...held(third),
      copied('r-1-c1', 'COPY_DIFFERS'),
      copied('r-1-c2', 'COPY_DIFFERS')
    )
    expect(verdicts(played)[first]).toBe('failed')
    expect(played.state.attempts[1]?.reason).toBe('COPY_FAILED')
    expect(placed(played)).toEqual([third, first, second])
  })

  test('moves at once when its source falls silent', () => {
    const replaced = [...held(second, third), failed(1), lost(second)]
    const { state, commands } = play(...replaced)
    expect(commands).toContainEqual({ type: 'kill-copy', copy: 'r-1-c1', cluster: first })
    expect(state.copies[1]).toMatchObject({ from: third, to: first, stage: 'running' })
  })
})

test('a cluster that swapped its input gets a fresh copy, and no other cluster copies from it', () => {
  const swapped = play(...held(second, third), failed(1, 'INPUT_DIFFERS'))
  expect(placed(swapped)).toEqual([second, third, first])
  expect(swapped.state.copies[0]).toMatchObject({ from: third, to: first })
})

test('a cluster whose input failed may try once more with a fresh copy when nobody else is left', () => {
  const tried = [...held(second, third), failed(1, 'INPUT_DIFFERS'), copied('r-1-c1'), failed(3)]
  const played = play(...tried)
  expect(placed(played)).toEqual([second, third, first, second])
  expect(played.state.copies[1]).toMatchObject({ to: second })
})

test('an input that nobody can say anything about is missing, with what each said', () => {
  const played = play(...held(), reported(first, null))
  expect(played.state.error).toMatchObject({ code: 'INPUT_MISSING' })
})

test('a manifest the user gave decides between holders that disagree', () => {
  const given = aPlan({ inputs: [{ type: 'hdfs', path: '/data', manifest: digest('2') }] })
  const played = play(
    started(given),
    ...['porto', 'lisbon', 'faro'].map((name) => ready(name)),
    reported(first, '1'),
    reported(second, '2'),
    reported(third, '2')
  )
  expect(placed(played)).toEqual([second, third])
  expect(played.state.clusters.get(cluster(first))).toMatchObject({ type: 'excluded' })
})

test('a manifest that nobody has is refused, with what each has', () => {
  const given = aPlan({ inputs: [{ type: 'hdfs', path: '/data', manifest: digest('9') }] })
  const played = play(
    started(given),
    ...['porto', 'lisbon', 'faro'].map((name) => ready(name)),
    ...[first, second, third].map((name) => reported(name, '1'))
  )
  expect(played.state.error?.code).toBe('INPUT_DISAGREES')
  expect(played.state.error?.message).toContain(`${first} has 1 files, 10 bytes, ${digest('1')}`)
})

test('the report counts executions and bytes', () => {
  const { state } = play(
    ...held(third),
    copied('r-1-c1'),
    { type: 'attempt-launched', at: millis(60), attempt: 'r-1-1' as never },
    { type: 'attempt-launched', at: millis(60), attempt: 'r-1-2' as never },
    ended(1, 'a'),
    ended(2, 'a'),
    published(third),
    published(first)
  )
  expect(toReport(state)).toMatchObject({
    verdict: 'verified',
    cost: { executions: 2, uploadedBytes: 0, copiedBytes: 10, comparedBytes: 0 }
  })
})
