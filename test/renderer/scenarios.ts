/** The states a run can be seen in, each as one whole snapshot. Names of clouds are those of the lab. */
import type { AttemptId } from '@shared/model/ids.js'
import type { RunSnapshot } from '@shared/model/run.js'
import {
  aCluster,
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
  someFiles
} from './snapshots.js'

const id = (name: string): AttemptId => `a-${name}` as AttemptId
const truth = someFiles(4)
const lie = someFiles(4, { 'part-r-00002': 'faro' })
const honest = { files: truth, manifest: manifest('true') }
const lying = { files: lie, manifest: manifest('faro') }

export function surveying(): RunSnapshot {
  return aSnapshot(1.2, {
    version: 2,
    phase: 'surveying',
    inputs: [{ path: './demo-output/input', files: 0, bytes: 0, manifest: null, trust: 'pinned' }],
    clusters: clusters(1.2, {
      porto: { rank: null },
      faro: { rank: null },
      lisbon: { state: 'surveying', rank: null, heartbeatAt: null }
    }),
    notes: []
  })
}

const begun = [
  aNote(1.4, 'porto, faro and lisbon answer'),
  aNote(2.1, 'the input is pinned: 11 files, 10.6 MB'),
  aNote(2.2, 'ranking with seed 20261121: porto, faro, lisbon'),
  aNote(2.3, 'porto and faro run the job')
]

export function running(): RunSnapshot {
  return aSnapshot(38, {
    version: 14,
    clusters: clusters(38, {
      porto: { state: 'running' },
      faro: { state: 'running' },
      lisbon: {}
    }),
    attempts: [
      anAttempt(
        'porto',
        { queued: 2.3, launched: 5, mapped: 36 },
        { phase: 'running', map: 100, reduce: 17 }
      ),
      anAttempt('faro', { queued: 2.3, launched: 6.1 }, { phase: 'running', map: 82, reduce: 0 })
    ],
    notes: begun
  })
}

const firstVote = aVote(81.4, {
  groups: [[cloud('porto')], [cloud('faro')]],
  joined: [cloud('lisbon')]
})

export function disagreement(): RunSnapshot {
  return aSnapshot(112, {
    version: 31,
    clusters: clusters(112, { porto: {}, faro: {}, lisbon: { state: 'running' } }),
    attempts: [
      anAttempt(
        'porto',
        { queued: 2.3, launched: 5, mapped: 52, finished: 74.6, digested: 75.9 },
        { phase: 'voting', ...honest }
      ),
      anAttempt(
        'faro',
        { queued: 2.3, launched: 6.1, mapped: 55.1, finished: 79.8, digested: 81 },
        { phase: 'voting', ...lying }
      ),
      anAttempt(
        'lisbon',
        { queued: 81.4, launched: 83 },
        { phase: 'running', map: 64, reduce: 0, round: 1 }
      )
    ],
    units: [aUnitView({ votes: [firstVote] })],
    notes: [...begun, aNote(81.4, 'porto ≠ faro: lisbon starts', 'info')]
  })
}

export function verified(): RunSnapshot {
  const before = disagreement()
  return aSnapshot(165.3, {
    ...before,
    version: 47,
    now: at(165.3),
    phase: 'over',
    verdict: 'verified',
    live: false,
    finishedAt: at(165.3),
    sentence:
      'porto and lisbon report equal digests for all 5 files; f + 1 = 2 clouds were needed. faro was outvoted on part-r-00002.',
    clusters: clusters(165, { porto: {}, faro: {}, lisbon: {} }),
    attempts: [
      { ...before.attempts[0]!, phase: 'over', verdict: 'agreed' },
      { ...before.attempts[1]!, phase: 'over', verdict: 'outvoted', reason: 'DIGEST_DIFFERS' },
      anAttempt(
        'lisbon',
        { queued: 81.4, launched: 83, mapped: 138.3, finished: 162, digested: 163.4 },
        { verdict: 'agreed', round: 1, ...honest }
      )
    ],
    units: [
      aUnitView({
        decided: true,
        agreed: [id('porto'), id('lisbon')],
        manifest: manifest('true'),
        votes: [
          firstVote,
          aVote(163.5, {
            outcome: 'decided',
            groups: [[cloud('porto'), cloud('lisbon')], [cloud('faro')]]
          })
        ]
      })
    ],
    output: { path: '/results/wordcount-sotu', clusters: [cloud('porto'), cloud('lisbon')] },
    notes: [...before.notes],
    console: { seconds: 165.3, hadoopSeconds: 160.2, overheadSeconds: 5.1 }
  })
}

export function notVerified(): RunSnapshot {
  const before = verified()
  const other = { files: someFiles(4, { 'part-r-00001': 'lisbon' }), manifest: manifest('lisbon') }
  return {
    ...before,
    version: 49,
    verdict: 'not-verified',
    sentence:
      'porto, faro and lisbon report three different digests; no other cloud is left. No output is published.',
    attempts: [
      { ...before.attempts[0]!, verdict: 'inconclusive' },
      { ...before.attempts[1]!, verdict: 'inconclusive', reason: null },
      { ...before.attempts[2]!, verdict: 'inconclusive', ...other }
    ],
    units: [
      aUnitView({
        votes: [
          firstVote,
          aVote(163.5, { groups: [[cloud('porto')], [cloud('faro')], [cloud('lisbon')]] })
        ]
      })
    ],
    output: { path: '/results/wordcount-sotu', clusters: [] },
    notes: [
      ...disagreement().notes,
      aNote(163.5, 'vote 2: three different outputs, no cloud is left', 'error')
    ]
  }
}

export function failedAttempts(): RunSnapshot {
  const before = verified()
  return {
    ...before,
    version: 52,
    sentence:
      'lisbon and coimbra report equal digests for all 5 files; f + 1 = 2 clouds were needed.',
    clusters: clusters(165, {
      porto: {},
      faro: {
        state: 'silent',
        reason: 'no heartbeat since 14:02:49, and HttpFS on 127.0.3.1:14000 refuses the connection'
      },
      lisbon: {},
      coimbra: {}
    }),
    attempts: [
      anAttempt(
        'porto',
        { queued: 2.3, launched: 5, finished: 31.7 },
        {
          verdict: 'failed',
          reason: 'JOB_FAILED',
          cause:
            'java.lang.OutOfMemoryError: Java heap space at org.apache.hadoop.mapred.MapTask$MapOutputBuffer.init(MapTask.java:989)'
        }
      ),
      anAttempt(
        'faro',
        { queued: 2.3, launched: 6.1 },
        {
          verdict: 'unreachable',
          reason: 'NO_HEARTBEAT',
          cause:
            'no heartbeat for 12.4 s; probe of http://127.0.3.1:14000/webhdfs/v1: connect ECONNREFUSED'
        }
      ),
      anAttempt(
        'lisbon',
        { queued: 32, launched: 33.4, mapped: 88, finished: 112, digested: 113.2 },
        { verdict: 'agreed', round: 1, ...honest }
      ),
      anAttempt(
        'coimbra',
        { queued: 50.5, launched: 52.1, mapped: 138.3, finished: 162, digested: 163.4 },
        { verdict: 'agreed', round: 2, ...honest }
      )
    ],
    units: [
      aUnitView({
        decided: true,
        agreed: [id('lisbon'), id('coimbra')],
        manifest: manifest('true'),
        votes: [aVote(163.5, { outcome: 'decided', groups: [[cloud('lisbon'), cloud('coimbra')]] })]
      })
    ],
    output: { path: '/results/wordcount-sotu', clusters: [cloud('lisbon'), cloud('coimbra')] },
    notes: [
      ...begun,
      aNote(31.7, 'porto failed: java.lang.OutOfMemoryError', 'error', 'porto'),
      aNote(32, 'lisbon runs the job in the place of porto'),
      aNote(50.4, 'no heartbeat for 12.4 s and no answer to a probe', 'warning', 'faro'),
      aNote(50.5, 'coimbra starts in place of an attempt that gave no output')
    ]
  }
}

export function cancelled(): RunSnapshot {
  const before = running()
  return {
    ...before,
    version: 20,
    now: at(43.2),
    phase: 'over',
    verdict: 'cancelled',
    live: false,
    finishedAt: at(43.2),
    sentence: 'You stopped it at 14:02:50. Both attempts ended within 4 s; no cloud is blamed.',
    attempts: before.attempts.map((attempt) => ({
      ...attempt,
      phase: 'over',
      verdict: 'cancelled',
      reason: 'KILLED',
      timings: { ...attempt.timings, finished: at(42.6) }
    })),
    clusters: clusters(43, { porto: {}, faro: {}, lisbon: {} }),
    notes: [...begun, aNote(39, 'cancelled by the user', 'warning')]
  }
}

export function failed(): RunSnapshot {
  return aSnapshot(2.8, {
    version: 9,
    phase: 'over',
    verdict: 'failed',
    live: false,
    finishedAt: at(2.8),
    error: {
      code: 'OUTPUT_EXISTS',
      message: 'the output path /results/wordcount-sotu exists on porto and lisbon',
      hint: 'name another output in the job file'
    },
    sentence: 'The run failed: the output path /results/wordcount-sotu exists on porto and lisbon.',
    inputs: [{ path: './demo-output/input', files: 0, bytes: 0, manifest: null, trust: 'pinned' }],
    clusters: clusters(2, {
      porto: { state: 'excluded', rank: null, reason: 'the output path exists' },
      lisbon: { state: 'excluded', rank: null, reason: 'the output path exists' },
      faro: { rank: null }
    }),
    notes: [aNote(2.8, 'the output path exists on porto and lisbon', 'error')]
  })
}

export function fiveClouds(): RunSnapshot {
  const before = disagreement()
  return {
    ...before,
    version: 60,
    faults: 2,
    needed: 3,
    clusters: clusters(112, {
      porto: {},
      faro: {},
      lisbon: { state: 'running' },
      braga: {
        state: 'excluded',
        rank: null,
        reason: 'its worker speaks protocol 0, this console speaks 1'
      },
      coimbra: {
        state: 'silent',
        rank: null,
        heartbeatAt: null,
        reason: 'no heartbeat, and medusa.hello got no answer within 10 s'
      }
    }),
    attempts: before.attempts.map((attempt) => ({ ...attempt, round: 0 })),
    units: [aUnitView()]
  }
}

export function longNames(): RunSnapshot {
  const before = verified()
  const long = (name: string): string => `${name}-eu-west-research-cluster-0${String(name.length)}`
  const files = (kind: string): typeof truth =>
    someFiles(4, { 'part-r-00002': kind }).map((file) => ({
      ...file,
      path: file.path
        .replace('part-r-', 'year=2024/month=11/state-of-the-union/part-m-')
        .replace(/(\d{5})$/, '$1-c000.snappy.parquet'),
      length: kind === 'true' || !file.path.endsWith('2') ? file.length : file.length + 17
    }))
  const rename = (name: string): ReturnType<typeof cloud> => cloud(long(name))
  return {
    ...before,
    version: 70,
    name: 'inverted-index-of-all-congressional-records-2024',
    sentence: before.sentence.replaceAll(/porto|lisbon|faro/g, (name) => long(name)),
    clusters: before.clusters.map((each) => ({
      ...each,
      name: rename(each.name),
      address: `${each.name}.hadoop.research.example.org`
    })),
    attempts: before.attempts.map((each) => ({
      ...each,
      cluster: rename(each.cluster),
      files: files(each.cluster === 'faro' ? 'faro' : 'true')
    })),
    units: before.units.map((unit) => ({
      ...unit,
      votes: unit.votes.map((vote) => ({
        ...vote,
        groups: vote.groups.map((group) => group.map(rename)),
        joined: vote.joined.map(rename)
      }))
    })),
    inputs: [
      {
        ...before.inputs[0]!,
        path: '/data/archives/congress/records/year=2024/everything-that-was-said-and-written-down'
      }
    ],
    output: {
      path: '/results/research/congress/inverted-index-of-all-congressional-records-2024',
      clusters: before.output.clusters.map(rename)
    },
    notes: before.notes.map((note) => ({
      ...note,
      cluster: note.cluster === null ? null : rename(note.cluster),
      text: note.text.replaceAll(/porto|lisbon|faro/g, (name) => long(name))
    }))
  }
}

export function manyFiles(): RunSnapshot {
  const before = verified()
  const honestly = { files: someFiles(240), manifest: manifest('true') }
  const wrongly = {
    files: someFiles(240, {
      'part-r-00017': 'faro',
      'part-r-00121': 'faro',
      'part-r-00200': 'faro'
    }).filter((file) => file.path !== 'part-r-00230'),
    manifest: manifest('faro')
  }
  return {
    ...before,
    version: 80,
    attempts: before.attempts.map((each) => ({
      ...each,
      ...(each.verdict === 'outvoted' ? wrongly : honestly)
    })),
    sentence: before.sentence
      .replace('all 5 files', 'all 241 files')
      .replace('part-r-00002', '4 files')
  }
}

export function manyClouds(): RunSnapshot {
  const before = verified()
  const names = [
    'porto',
    'lisbon',
    'braga',
    'coimbra',
    'evora',
    'aveiro',
    'viseu',
    'leiria',
    'beja',
    'guarda',
    'faro',
    'sintra'
  ]
  const liars = new Set(['faro', 'sintra'])
  const agreed = names.filter((name) => !liars.has(name))
  return {
    ...before,
    version: 90,
    faults: 5,
    needed: 6,
    sentence:
      'porto, lisbon, braga, coimbra, evora, aveiro, viseu, leiria, beja and guarda report equal digests for all 5 files; f + 1 = 6 clouds were needed.',
    clusters: names.map((name, index) =>
      aCluster(name, {
        address: `127.0.${String(index + 1)}.1`,
        rank: index,
        heartbeatAt: at(164 - index * 0.3)
      })
    ),
    attempts: names.map((name, index) =>
      anAttempt(
        name,
        {
          queued: 2.3,
          launched: 5 + (index % 4),
          mapped: 52 + index,
          finished: 74.6 + index * 2,
          digested: 75.9 + index * 2
        },
        liars.has(name)
          ? {
              verdict: 'outvoted',
              files: someFiles(4, { 'part-r-00002': name }),
              manifest: manifest(name)
            }
          : { verdict: 'agreed', ...honest }
      )
    ),
    units: [
      aUnitView({
        id: aUnit,
        decided: true,
        agreed: agreed.map(id),
        manifest: manifest('true'),
        votes: [
          aVote(98.5, {
            outcome: 'decided',
            groups: [agreed.map(cloud), [cloud('faro')], [cloud('sintra')]]
          })
        ]
      })
    ],
    output: { ...before.output, clusters: agreed.map(cloud) }
  }
}
