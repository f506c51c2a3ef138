/** A report as a run with one liar leaves it. */
import type {
  AttemptId,
  ClusterName,
  CopyId,
  ManifestDigest,
  Millis,
  RunId,
  Sha256,
  UnitId
} from '../../../src/shared/model/ids.js'
import type { FileEntry } from '../../../src/shared/model/manifest.js'
import type { AttemptReport, CopyView, RunReport } from '../../../src/shared/model/run.js'

const file = (path: string, length: number, letter: string): FileEntry => ({
  path,
  length,
  sha256: letter.repeat(64) as Sha256
})
const agreedFiles = [file('_SUCCESS', 0, 'e'), file('part-r-00000', 12, 'a')]

function attempt(
  cluster: string,
  verdict: AttemptReport['verdict'],
  letter: string
): AttemptReport {
  return {
    id: `a-${cluster}` as AttemptId,
    unit: 'count' as UnitId,
    cluster: cluster as ClusterName,
    repeats: null,
    verdict,
    reason: verdict === 'outvoted' ? 'DIGEST_DIFFERS' : null,
    cause: null,
    files: [file('_SUCCESS', 0, 'e'), file('part-r-00000', 12, letter)],
    lines: null,
    timings: { queued: 1, launched: 2, finished: 3, digested: 4 },
    applicationId: 'application_1'
  }
}

export function aReport(change: Partial<RunReport> = {}): RunReport {
  const clusters = ['lisbon', 'porto'] as ClusterName[]
  return {
    run: 'r-1' as RunId,
    name: 'wordcount',
    environment: 'lab',
    verdict: 'verified',
    sentence: 'lisbon and porto report equal digests for all 2 files.',
    faults: 1,
    granularity: 'job',
    method: 'bytes',
    seed: 7,
    startedAt: 0 as Millis,
    finishedAt: 65_000 as Millis,
    inputs: [
      {
        path: './books',
        files: 1,
        bytes: 3,
        manifest: 'sha256:1' as ManifestDigest,
        trust: 'pinned'
      }
    ],
    units: [
      {
        id: 'count' as UnitId,
        job: 'count' as UnitId,
        role: 'job',
        method: 'bytes',
        decided: true,
        output: { path: '/results/wordcount', clusters },
        files: agreedFiles.map((one) => ({ ...one, agreed: clusters }))
      }
    ],
    attempts: [
      attempt('faro', 'outvoted', 'b'),
      attempt('lisbon', 'agreed', 'a'),
      attempt('porto', 'agreed', 'a')
    ],
    copies: [],
    clusters: [],
    output: { path: '/results/wordcount', clusters },
    cost: { executions: 3, uploadedBytes: 12_300_000, copiedBytes: 0, comparedBytes: 0 },
    refused: [],
    warnings: [],
    error: null,
    console: { seconds: 65, hadoopSeconds: 64.5, overheadSeconds: 0.5 },
    ...change
  }
}

export function collected(json = false) {
  const lines: string[] = []
  const objects: object[] = []
  const said: string[] = []
  return {
    lines,
    objects,
    said,
    output: {
      json,
      live: false,
      colour: false,
      width: 100,
      line: (text: string) => lines.push(text),
      object: (value: object) => objects.push(value),
      say: (text: string) => said.push(text),
      raw: () => undefined
    }
  }
}

const chunk = (index: number, decided: boolean): RunReport['units'][number] => ({
  id: `count-${String(index)}` as UnitId,
  job: 'count' as UnitId,
  role: 'chunk',
  method: 'bytes',
  decided,
  output: null,
  files: decided
    ? agreedFiles.map((one) => ({ ...one, agreed: ['lisbon', 'porto'] as ClusterName[] }))
    : []
})

export function aCopy(change: Partial<CopyView> = {}): CopyView {
  return {
    id: 'c-1' as CopyId,
    what: 'the output of count-0',
    from: 'porto' as ClusterName,
    to: 'lisbon' as ClusterName,
    mode: 'stream',
    state: 'done',
    bytes: 12_300_000,
    bytesTotal: 12_300_000,
    reason: null,
    cause: null,
    queuedAt: 1_000 as Millis,
    startedAt: 1_100 as Millis,
    endedAt: 2_300 as Millis,
    ...change
  }
}

/** Task level: three chunks and what combines them; faro lied about one, twice, and the last one was not decided. */
export function aTaskReport(change: Partial<RunReport> = {}): RunReport {
  const of = (unit: string, one: AttemptReport, repeats: string | null = null): AttemptReport => ({
    ...one,
    id: `${unit}-${one.cluster}${repeats === null ? '' : '-again'}` as AttemptId,
    unit: unit as UnitId,
    repeats: repeats as AttemptId | null
  })
  return aReport({
    granularity: 'task',
    units: [
      {
        ...aReport().units[0]!,
        id: 'combine' as UnitId,
        job: 'combine' as UnitId,
        method: 'lines'
      },
      chunk(0, true),
      chunk(1, true),
      chunk(2, false)
    ],
    attempts: [
      of('count-0', attempt('lisbon', 'agreed', 'a')),
      of('count-0', attempt('porto', 'agreed', 'a')),
      of('count-1', attempt('faro', 'outvoted', 'b')),
      of('count-1', attempt('faro', 'outvoted', 'b'), 'count-1-faro'),
      of('count-1', attempt('lisbon', 'agreed', 'a')),
      of('count-1', attempt('porto', 'agreed', 'a')),
      { ...of('count-2', attempt('porto', 'failed', 'a')), reason: 'JOB_FAILED', files: [] },
      of('combine', attempt('lisbon', 'agreed', 'a')),
      of('combine', attempt('porto', 'agreed', 'c'))
    ],
    copies: [
      aCopy(),
      aCopy({
        id: 'c-2' as CopyId,
        state: 'failed',
        bytes: 7_100_000,
        reason: 'HDFS_ERROR',
        cause: 'connection reset'
      }),
      aCopy({ id: 'c-3' as CopyId, from: null, mode: 'upload' })
    ],
    cost: { executions: 9, uploadedBytes: 12_300_000, copiedBytes: 4_000_000, comparedBytes: 0 },
    ...change
  })
}
