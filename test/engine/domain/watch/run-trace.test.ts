import { expect, test } from 'vitest'
import { traceOf, votesOf, type RunTrace } from '../../../../src/engine/domain/watch/run-trace.js'
import {
  millis,
  type AttemptId,
  type ClusterName,
  type UnitId
} from '../../../../src/shared/model/ids.js'
import type { AttemptVerdict, AttemptView, RunSnapshot } from '../../../../src/shared/model/run.js'
import { aRunSnapshot, runId } from '../../../main/a-run-snapshot.js'

interface Made {
  readonly cluster: string
  readonly verdict: AttemptVerdict | null
  readonly queued: number
  readonly launched?: number
  readonly finished?: number
  readonly digested?: number
  readonly round?: number
  readonly repeats?: string
  readonly unit?: string
}
const attempt = (made: Made): AttemptView =>
  ({
    id: `a-${made.cluster}-${String(made.round ?? 0)}` as AttemptId,
    unit: (made.unit ?? 'count') as UnitId,
    cluster: made.cluster as ClusterName,
    verdict: made.verdict,
    round: made.round ?? 0,
    repeats: made.repeats ?? null,
    timings: {
      queued: made.queued,
      launched: made.launched ?? 0,
      finished: made.finished ?? 0,
      digested: made.digested ?? 0
    }
  }) as unknown as AttemptView
const trace = (attempts: readonly Made[], change: Partial<RunSnapshot> = {}): RunTrace =>
  traceOf(aRunSnapshot({ attempts: attempts.map(attempt), ...change }))
const bars = ({ bars: of }: RunTrace) =>
  of.map(({ cluster, from, to }) => [cluster, from, to] as const)

const agreed = { verdict: 'agreed', queued: 10, launched: 20, finished: 80, digested: 90 } as const

test('an attempt stands in its lane from its launch to its digests', () => {
  expect(bars(trace([{ cluster: 'porto', ...agreed }]))).toEqual([['porto', 20, 90]])
})

test('an open attempt goes on, one that never began stands nowhere', () => {
  expect(
    bars(
      trace([
        { cluster: 'porto', verdict: null, queued: 10, launched: 20 },
        { cluster: 'faro', verdict: 'cancelled', queued: 10 }
      ])
    )
  ).toEqual([['porto', 20, null]])
})

test('an open attempt of an interrupted run ends where the run was last seen', () => {
  const open = { cluster: 'porto', verdict: null, queued: 10, launched: 20 } as const
  const { bars: of } = trace([open, { ...open, digested: 60 }], { live: false, now: millis(70) })
  expect(of.map(({ to, interrupted }) => [to, interrupted])).toEqual([
    [70, true],
    [60, true]
  ])
})

test('a lost attempt ends when another one took its place, else with the run', () => {
  const lost = { cluster: 'evora', verdict: 'unreachable', queued: 10, launched: 20 } as const
  const next = { cluster: 'faro', verdict: null, queued: 50, launched: 55, round: 1 } as const
  expect([
    bars(trace([lost, next]))[0],
    bars(trace([lost], { finishedAt: millis(99), verdict: 'failed' }))[0]
  ]).toEqual([
    ['evora', 20, 50],
    ['evora', 20, 99]
  ])
})

test('a repeat is no voice of its own', () => {
  expect(trace([{ cluster: 'faro', ...agreed, repeats: 'a' }]).bars[0]?.counted).toBe(false)
})

test('tells start, who was outvoted at the vote, what moved where, and the end', () => {
  const { events } = trace(
    [
      { cluster: 'porto', ...agreed },
      { cluster: 'faro', ...agreed, verdict: 'outvoted' },
      { cluster: 'evora', verdict: 'unreachable', queued: 10, launched: 20 },
      { cluster: 'lisbon', ...agreed, queued: 40, round: 1 }
    ],
    {
      startedAt: millis(1),
      finishedAt: millis(200),
      verdict: 'verified',
      units: [{ id: 'count' as UnitId, votes: [{ at: millis(95), outcome: 'decided' }] }] as never
    }
  )
  expect(
    events.map(({ at, source, subject, look, text, run }) => [at, source, subject, look, text, run])
  ).toEqual([
    [1, 'run', 'wordcount', 'running', 'started on porto, faro, evora, f = 1', 'r-1'],
    [95, 'cluster', 'faro', 'outvoted', 'outvoted in wordcount', 'r-1'],
    [
      40,
      'cluster',
      'evora',
      'unreachable',
      'its attempt was lost, moved to lisbon in wordcount',
      'r-1'
    ],
    [200, 'run', 'wordcount', 'verified', 'verified', 'r-1']
  ])
  expect(new Set(events.map(({ id }) => id)).size).toBe(4)
})

test('a hundred failed chunks of one cluster are one event', () => {
  const { events } = trace(
    Array.from({ length: 100 }, (_, index) => ({
      cluster: 'faro',
      verdict: 'failed' as const,
      queued: 10,
      launched: 20,
      finished: 30,
      unit: `count-${String(index)}`
    }))
  )
  expect(events.map(({ text }) => text)).toEqual([
    'started on faro, f = 1',
    'its attempt failed 100 times in wordcount'
  ])
})

test('keeps the last 16 judgements of each cluster, and none that says nothing of it', () => {
  const many = trace(
    Array.from({ length: 20 }, (_, index) => ({
      cluster: 'porto',
      ...agreed,
      digested: 100 + index,
      verdict: index === 19 ? ('outvoted' as const) : ('agreed' as const)
    }))
  )
  const other = traceOf(
    aRunSnapshot({
      run: runId('r-2'),
      attempts: [
        attempt({ cluster: 'faro', ...agreed, verdict: 'cancelled' }),
        attempt({ cluster: 'faro', verdict: 'hung', queued: 1, launched: 2, round: 1 })
      ]
    })
  )
  const votes = votesOf([many, other])
  expect([votes.get('porto')?.length, votes.get('porto')?.at(-1), votes.get('faro')]).toEqual([
    16,
    'outvoted',
    ['none']
  ])
})
