import { describe, expect, test } from 'vitest'
import { durationsOf, measuredAttempts } from '../../../src/engine/domain/durations.js'
import type { MeasuredAttempt } from '../../../src/shared/model/durations.js'
import { millis, type ClusterName, type RunId } from '../../../src/shared/model/ids.js'
import type { AttemptReport, RunReport } from '../../../src/shared/model/run.js'

const aReport = (
  attempts: readonly Partial<AttemptReport>[],
  units: readonly object[] = [{ id: 'count', job: 'count', role: 'job' }]
): RunReport =>
  ({
    run: 'r-1',
    name: 'words',
    environment: 'lab',
    units,
    attempts: attempts.map((attempt) => ({ unit: 'count', cluster: 'porto', ...attempt }))
    // the rest is not looked at
  }) as unknown as RunReport

const times = (launched: number, finished: number): AttemptReport['timings'] => ({
  queued: 0,
  launched,
  finished,
  digested: finished + 1
})

let measurements = 0
const took = (cluster: string, seconds: number, change: object = {}): MeasuredAttempt => ({
  run: `r-${String((measurements += 1))}` as RunId,
  runName: 'words',
  environment: 'lab',
  job: 'count',
  role: 'job',
  cluster: cluster as ClusterName,
  endedAt: millis(measurements),
  tookMs: seconds * 1_000,
  ...change
})
const all = { runs: 9, unread: 0 }

describe('what is measured', () => {
  test('is from the launch to the end of the program, of attempts that gave an output', () => {
    const report = aReport([
      { verdict: 'agreed', timings: times(1_000, 9_000) },
      { verdict: 'outvoted', timings: times(1_000, 4_000), cluster: 'faro' as ClusterName },
      { verdict: 'failed', timings: times(1_000, 2_000) },
      { verdict: 'cancelled', timings: times(1_000, 2_000) },
      { verdict: 'unreachable', timings: times(1_000, 0) },
      { verdict: 'agreed', timings: times(0, 0) }
    ])
    expect(measuredAttempts(report).map(({ cluster, tookMs }) => [cluster, tookMs])).toEqual([
      ['porto', 8_000],
      ['faro', 3_000]
    ])
  })

  test('belongs to the job of its chunk; reports of the first version say less', () => {
    const chunk = aReport(
      [{ unit: 'count-3' as never, verdict: 'agreed', timings: times(1, 2) }],
      [{ id: 'count-3', job: 'count', role: 'chunk' }]
    )
    const first = aReport([{ verdict: 'agreed', timings: times(1, 2) }], [{ id: 'count' }])
    expect([chunk, first].flatMap(measuredAttempts)).toMatchObject([
      { job: 'count', role: 'chunk' },
      { job: 'count', role: 'job' }
    ])
  })
})

describe('a job', () => {
  test('has median, shortest, longest, number and last for each cluster, fastest first', () => {
    const { jobs } = durationsOf(
      [took('faro', 30), took('porto', 10), took('porto', 12), took('porto', 40), took('faro', 26)],
      all
    )
    expect(jobs).toMatchObject([
      {
        runName: 'words',
        job: 'count',
        runs: 5,
        clusters: [
          {
            cluster: 'porto',
            count: 3,
            median: 12_000,
            shortest: 10_000,
            longest: 40_000,
            last: { tookMs: 40_000 },
            factor: 1,
            missing: 7
          },
          { cluster: 'faro', count: 2, median: 28_000, factor: 28 / 12, missing: 8 }
        ]
      }
    ])
  })

  test('is told apart by run name, job and role, the newest first', () => {
    const { jobs } = durationsOf(
      [
        took('porto', 1),
        took('porto', 1, { role: 'chunk' }),
        took('porto', 1, { runName: 'sort' })
      ],
      all
    )
    expect(jobs.map(({ runName, role }) => [runName, role])).toEqual([
      ['sort', 'job'],
      ['words', 'chunk'],
      ['words', 'job']
    ])
  })
})

describe('a cluster', () => {
  const slow = (times: number): readonly MeasuredAttempt[] => [
    took('porto', 10),
    ...Array.from({ length: times }, () => took('faro', 16))
  ]

  test('is slow when it takes half as long again as the fastest, in three attempts', () => {
    expect(durationsOf(slow(3), all).clusters).toMatchObject([
      { cluster: 'faro', factor: 1.6, slow: true, attempts: 3, jobs: 1 },
      { cluster: 'porto', factor: 1, slow: false }
    ])
    expect(durationsOf(slow(2), all).clusters[0]?.slow).toBe(false)
  })

  test('is not compared when no other ran the same job', () => {
    expect(durationsOf([took('porto', 10)], all).clusters).toMatchObject([
      { factor: null, jobs: 0, slow: false }
    ])
  })
})

test('nothing measured says how much a prediction would need', () => {
  expect(durationsOf([], { runs: 0, unread: 0 })).toEqual({
    jobs: [],
    clusters: [],
    runs: 0,
    unread: 0,
    needed: 10
  })
})
