/** States of runs with several units: a job that was cut into chunks, and a graph of jobs. */
import type { AttemptId, UnitId } from '@shared/model/ids.js'
import type { AttemptView, RunSnapshot, UnitView } from '@shared/model/run.js'
import {
  aCopy,
  aNote,
  anAttempt,
  aSnapshot,
  aUnit,
  aUnitView,
  aVote,
  at,
  cloud,
  labClusters as clusters,
  manifest,
  someFiles,
  type Times
} from './snapshots.js'

/** Outputs of a chunk: two parts each, other ones for each chunk; `lies` when its first part is altered. */
const chunkFiles = (chunk: number, liar = ''): Pick<AttemptView, 'files' | 'manifest'> => ({
  files: someFiles(1, { 'part-r-00000': `${String(chunk)} ${liar}` }),
  manifest: manifest(`chunk ${String(chunk)} ${liar}`)
})

interface ChunkTry {
  readonly cluster: string
  readonly times: Times
  readonly change?: Partial<AttemptView>
}

function chunkAttempts(unit: string, tries: readonly ChunkTry[]): readonly AttemptView[] {
  return tries.map(({ cluster, times, change }, index) =>
    anAttempt(cluster, times, {
      id: `a-${unit}-${String(index)}` as AttemptId,
      unit: unit as UnitId,
      ...change
    })
  )
}

const chunkId = (chunk: number): UnitId => `count-${String(chunk)}` as UnitId
const CHUNK = { job: aUnit, role: 'chunk' } as const

/** Both first clouds agree on it. */
function agreedChunk(chunk: number, from: number): readonly [UnitView, readonly AttemptView[]] {
  const times = { queued: from, launched: from + 2, finished: from + 24, digested: from + 25 }
  const change = { verdict: 'agreed', ...chunkFiles(chunk) } as const
  const attempts = chunkAttempts(chunkId(chunk), [
    { cluster: 'porto', times, change },
    { cluster: 'lisbon', times: { ...times, digested: from + 26 }, change }
  ])
  const vote = aVote(from + 26.2, {
    unit: chunkId(chunk),
    outcome: 'decided',
    groups: [[cloud('porto'), cloud('lisbon')]]
  })
  return [
    aUnitView({
      ...CHUNK,
      id: chunkId(chunk),
      decided: true,
      agreed: attempts.map((each) => each.id),
      manifest: manifest(`chunk ${String(chunk)} `),
      votes: [vote]
    }),
    attempts
  ]
}

/**
 * Task level under way: the input was cut on the two clouds that hold it; faro got its chunks by copy and lied about one, asked twice.
 * One copy to it failed and is made again.
 */
export function taskLevel(): RunSnapshot {
  const cutters = chunkAttempts('count-cut', [
    {
      cluster: 'porto',
      times: { queued: 2, launched: 3, finished: 14, digested: 15 },
      change: { verdict: 'agreed', files: someFiles(8), manifest: manifest('true') }
    },
    {
      cluster: 'lisbon',
      times: { queued: 2, launched: 3.2, finished: 15, digested: 16 },
      change: { verdict: 'agreed', files: someFiles(8), manifest: manifest('true') }
    }
  ])
  const lied = chunkAttempts('count-2', [
    {
      cluster: 'faro',
      times: { queued: 18, launched: 24, finished: 46, digested: 47 },
      change: { verdict: 'outvoted', reason: 'DIGEST_DIFFERS', ...chunkFiles(2, 'faro') }
    },
    {
      cluster: 'porto',
      times: { queued: 18, launched: 20, finished: 43, digested: 44 },
      change: { verdict: 'agreed', ...chunkFiles(2) }
    },
    {
      cluster: 'faro',
      times: { queued: 47.2, launched: 48, finished: 70, digested: 71 },
      change: {
        verdict: 'outvoted',
        reason: 'CONFIRMS',
        repeats: 'a-count-2-0' as AttemptId,
        round: 1,
        ...chunkFiles(2, 'faro')
      }
    },
    {
      cluster: 'lisbon',
      times: { queued: 71.2, launched: 72, finished: 92, digested: 93 },
      change: { verdict: 'agreed', round: 2, ...chunkFiles(2) }
    }
  ])
  const running = chunkAttempts('count-4', [
    {
      cluster: 'porto',
      times: { queued: 70, launched: 72, mapped: 90 },
      change: { phase: 'running', map: 100, reduce: 31 }
    },
    {
      cluster: 'lisbon',
      times: { queued: 70, launched: 73, finished: 96, digested: 97 },
      change: { phase: 'voting', ...chunkFiles(4) }
    }
  ])
  const copying = chunkAttempts('count-5', [
    {
      cluster: 'porto',
      times: { queued: 84, launched: 86, finished: 99 },
      change: { phase: 'digesting', map: 100, reduce: 100, bytes: 180_000 }
    },
    {
      cluster: 'faro',
      times: { queued: 84 },
      change: { phase: 'staging', map: 0, reduce: 0, bytes: 4_200_000, bytesTotal: 12_300_000 }
    }
  ])
  const failing = chunkAttempts('count-6', [
    {
      cluster: 'porto',
      times: { queued: 88, launched: 90 },
      change: { phase: 'running', map: 40, reduce: 0 }
    },
    {
      cluster: 'lisbon',
      times: { queued: 88, launched: 89, finished: 95 },
      change: { verdict: 'failed', reason: 'JOB_FAILED', cause: 'Java heap space' }
    }
  ])
  const done = [agreedChunk(0, 18), agreedChunk(1, 18.4), agreedChunk(3, 46)]
  const chunks = [
    ...done.map(([unit]) => unit),
    aUnitView({
      ...CHUNK,
      id: chunkId(2),
      decided: true,
      agreed: [lied[1]!.id, lied[3]!.id],
      manifest: manifest('chunk 2 '),
      votes: [
        aVote(47.1, { unit: chunkId(2), groups: [[cloud('porto')], [cloud('faro')]] }),
        aVote(71.1, {
          unit: chunkId(2),
          groups: [[cloud('porto')], [cloud('faro')]],
          joined: [cloud('lisbon')]
        }),
        aVote(93.2, {
          unit: chunkId(2),
          outcome: 'decided',
          groups: [[cloud('porto'), cloud('lisbon')], [cloud('faro')]]
        })
      ]
    }),
    ...[4, 5, 6, 7].map((chunk) => aUnitView({ ...CHUNK, id: chunkId(chunk) }))
  ].sort((a, b) => a.id.localeCompare(b.id))
  return aSnapshot(100, {
    version: 130,
    granularity: 'task',
    inputs: [
      {
        path: '/data/sotu',
        files: 11,
        bytes: 98_400_112,
        manifest: manifest('input'),
        trust: 'pinned'
      }
    ],
    clusters: clusters(100, {
      porto: { state: 'running' },
      lisbon: { state: 'running' },
      faro: { state: 'running' }
    }),
    units: [
      aUnitView({ id: 'combine' as UnitId }),
      aUnitView({
        id: 'count-cut' as UnitId,
        job: aUnit,
        role: 'cut',
        decided: true,
        agreed: cutters.map((each) => each.id),
        manifest: manifest('true'),
        votes: [
          aVote(16.2, {
            unit: 'count-cut' as UnitId,
            outcome: 'decided',
            groups: [[cloud('porto'), cloud('lisbon')]]
          })
        ]
      }),
      ...chunks
    ],
    attempts: [
      ...cutters,
      ...done.flatMap(([, attempts]) => attempts),
      ...lied,
      ...running,
      ...copying,
      ...failing
    ],
    copies: [
      aCopy(
        '1',
        'porto',
        'faro',
        { queued: 18, started: 18.1, ended: 23.4 },
        { what: 'chunk 2 of count' }
      ),
      aCopy(
        '2',
        'porto',
        'faro',
        { queued: 84, started: 84.1, ended: 91.6 },
        {
          what: 'chunk 5 of count',
          state: 'failed',
          bytes: 7_100_000,
          reason: 'HDFS_ERROR',
          cause: 'HttpFS on 127.0.1.1:14000 closed the connection after 7100000 of 12300000 bytes'
        }
      ),
      aCopy(
        '3',
        'lisbon',
        'faro',
        { queued: 91.6, started: 91.7 },
        { what: 'chunk 5 of count', state: 'running', bytes: 4_200_000 }
      )
    ],
    cost: { executions: 16, uploadedBytes: 0, copiedBytes: 23_600_000, comparedBytes: 0 },
    output: { path: '/results/wordcount-sotu', clusters: [] },
    notes: [
      aNote(1.4, 'porto, lisbon and faro answer'),
      aNote(2, 'ranking with seed 20261121: porto, lisbon, faro'),
      aNote(16.3, 'the input is cut into 8 chunks'),
      aNote(71, 'a repeat gave the same output again', 'info', 'faro'),
      aNote(91.6, 'copy of chunk 5 of count from porto failed, HDFS_ERROR', 'warning', 'faro'),
      aNote(95, 'count-6 failed, JOB_FAILED: Java heap space', 'error', 'lisbon')
    ]
  })
}

/** Two jobs and what puts them together, under three rules; the lines of one come in another order on lisbon. */
export function jobGraph(): RunSnapshot {
  const jobs = ['words', 'means', 'report'] as const
  const attempts = jobs.flatMap((job, index) => {
    const from = job === 'report' ? 64 : 2.3
    const files = (name: string): Pick<AttemptView, 'files' | 'manifest'> => {
      const other = job === 'words' && name === 'lisbon' ? 'reordered' : 'true'
      return {
        files: someFiles(2, { 'part-r-00001': `${job} ${other}` }),
        manifest: manifest(`${job} ${other}`)
      }
    }
    return chunkAttempts(
      job,
      ['porto', 'lisbon'].map((cluster) => ({
        cluster,
        times: {
          queued: from,
          launched: from + 3,
          finished: from + 50 + index * 3,
          digested: from + 52 + index * 3
        },
        change: { verdict: 'agreed', ...files(cluster) }
      }))
    )
  })
  const methods = { words: 'lines', means: 'numeric 1e-9', report: 'bytes' } as const
  const ended = 128
  return aSnapshot(ended, {
    version: 140,
    phase: 'over',
    live: false,
    verdict: 'verified',
    finishedAt: at(ended),
    sentence:
      'All 3 jobs were decided, each by 2 clouds that agree (f + 1 = 2): report by porto and lisbon.',
    clusters: clusters(ended, { porto: {}, lisbon: {}, faro: {} }),
    units: jobs.map((job) => {
      const own = attempts.filter((each) => each.unit === job)
      return aUnitView({
        id: job as UnitId,
        method: methods[job],
        decided: true,
        agreed: own.map((each) => each.id),
        manifest: manifest(`${job} true`),
        votes: [
          aVote(job === 'report' ? 126 : 61, {
            unit: job as UnitId,
            outcome: 'decided',
            groups: [[cloud('porto'), cloud('lisbon')]]
          })
        ]
      })
    }),
    attempts,
    copies: [
      aCopy(
        '1',
        'porto',
        'lisbon',
        { queued: 62, started: 62.1, ended: 63.3 },
        { what: 'the output of words' }
      )
    ],
    cost: {
      executions: 6,
      uploadedBytes: 21_280_224,
      copiedBytes: 12_300_000,
      comparedBytes: 1_004_000
    },
    output: { path: '/results/wordcount-sotu', clusters: [cloud('porto'), cloud('lisbon')] },
    console: { seconds: ended, hadoopSeconds: 122, overheadSeconds: 6 },
    notes: [
      aNote(1.4, 'porto, lisbon and faro answer'),
      aNote(
        61,
        'the equal outputs of words differ in bytes: those of porto stand for all',
        'info',
        'porto'
      )
    ]
  })
}
