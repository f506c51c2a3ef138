/** Builders of what a window is shown, for component tests, the recorded states of the end-to-end tests, and a look by eye. */
import {
  millis,
  type AttemptId,
  type ClusterName,
  type CopyId,
  type ManifestDigest,
  type RunId,
  type Sha256,
  type UnitId
} from '@shared/model/ids.js'
import type { FileEntry } from '@shared/model/manifest.js'
import type {
  AttemptView,
  ClusterView,
  CopyView,
  RunNote,
  RunSnapshot,
  RunSummary,
  UnitView,
  VoteView
} from '@shared/model/run.js'

/** 14:02:11 on a day in November, local time: pictures then show the same everywhere. */
export const START = new Date(2026, 10, 21, 14, 2, 11).getTime()
export const at = (seconds: number): ReturnType<typeof millis> => millis(START + seconds * 1_000)

export const cloud = (name: string): ClusterName => name as ClusterName
export const aRunId = 'r-20261121-140211-7k2m' as RunId
export const aUnit = 'count' as UnitId

/** 64 hexadecimal digits that follow from a text; no real digest. */
export function sha(text: string): Sha256 {
  let a = 0x811c9dc5
  let digits = ''
  for (let round = 0; round < 8; round += 1) {
    for (const character of `${text}${String(round)}`)
      a = Math.imul(a ^ character.charCodeAt(0), 0x01000193) >>> 0
    a = Math.imul(a ^ (a >>> 15), 0x2c1b3c6d) >>> 0
    digits += a.toString(16).padStart(8, '0')
  }
  return digits as Sha256
}

export const manifest = (text: string): ManifestDigest => `sha256:${sha(text)}` as ManifestDigest

/** `_SUCCESS` and so many part files; `lies` names those that come out otherwise, and as what. */
export function someFiles(
  parts: number,
  lies: Readonly<Record<string, string>> = {}
): readonly FileEntry[] {
  const names = [
    '_SUCCESS',
    ...Array.from({ length: parts }, (_, index) => `part-r-${String(index).padStart(5, '0')}`)
  ]
  return names.map((path, index) => ({
    path,
    length: path === '_SUCCESS' ? 0 : 249_000 + ((index * 7_919) % 4_000),
    sha256: sha(`${path} ${lies[path] ?? 'true'}`)
  }))
}

export function aCluster(name: string, change: Partial<ClusterView> = {}): ClusterView {
  return {
    name: cloud(name),
    address: '127.0.1.1',
    state: 'ready',
    reason: null,
    rank: 0,
    heartbeatAt: at(0),
    ...change
  }
}

const ADDRESS: Readonly<Record<string, string>> = {
  porto: '127.0.1.1',
  lisbon: '127.0.2.1',
  faro: '127.0.3.1',
  braga: '127.0.4.1',
  coimbra: '127.0.5.1'
}
/** Clouds with the lab's addresses, ranked in the order in which they are given. @param seconds - when they were last heard of */
export const labClusters = (
  seconds: number,
  states: Readonly<Record<string, Parameters<typeof aCluster>[1]>>
): ReturnType<typeof aCluster>[] =>
  Object.entries(states).map(([name, change], index) =>
    aCluster(name, {
      address: ADDRESS[name] ?? '127.0.9.1',
      rank: index,
      heartbeatAt: at(Math.max(0, seconds - 0.4 - index * 0.6)),
      ...change
    })
  )

export interface Times {
  readonly queued?: number
  readonly launched?: number
  readonly finished?: number
  readonly digested?: number
  readonly mapped?: number
}

/** @param times - seconds since the start of the run; 0 or absent: not reached */
export function anAttempt(
  name: string,
  times: Times,
  change: Partial<AttemptView> = {}
): AttemptView {
  const time = (seconds: number | undefined): number =>
    seconds === undefined ? 0 : START + seconds * 1_000
  return {
    id: `a-${name}` as AttemptId,
    unit: aUnit,
    cluster: cloud(name),
    phase: 'over',
    map: 100,
    reduce: 100,
    bytes: 0,
    bytesTotal: 0,
    verdict: null,
    reason: null,
    cause: null,
    round: 0,
    repeats: null,
    applicationId: 'application_1795270931000_0007',
    files: [],
    manifest: null,
    timings: {
      queued: time(times.queued),
      launched: time(times.launched),
      finished: time(times.finished),
      digested: time(times.digested),
      ...(times.mapped === undefined ? {} : { mapped: time(times.mapped) })
    },
    ...change
  }
}

export function aVote(seconds: number, change: Partial<VoteView> = {}): VoteView {
  return { unit: aUnit, at: at(seconds), outcome: 'no-quorum', groups: [], joined: [], ...change }
}

export function aUnitView(change: Partial<UnitView> = {}): UnitView {
  return {
    id: aUnit,
    job: change.id ?? aUnit,
    role: 'job',
    method: 'bytes',
    decided: false,
    votes: [],
    agreed: [],
    manifest: null,
    ...change
  }
}

/** @param times - seconds since the start of the run; absent: not reached */
export function aCopy(
  id: string,
  from: string | null,
  to: string,
  times: { readonly queued?: number; readonly started?: number; readonly ended?: number },
  change: Partial<CopyView> = {}
): CopyView {
  const time = (seconds: number | undefined): ReturnType<typeof millis> =>
    seconds === undefined ? millis(0) : at(seconds)
  return {
    id: `c-${id}` as CopyId,
    what: 'the output of count',
    from: from === null ? null : cloud(from),
    to: cloud(to),
    mode: from === null ? 'upload' : 'stream',
    state: 'done',
    bytes: 12_300_000,
    bytesTotal: 12_300_000,
    reason: null,
    cause: null,
    queuedAt: time(times.queued),
    startedAt: time(times.started),
    endedAt: time(times.ended),
    ...change
  }
}

export function aNote(
  seconds: number,
  text: string,
  severity: RunNote['severity'] = 'info',
  cluster: string | null = null
): RunNote {
  return { at: at(seconds), severity, cluster: cluster === null ? null : cloud(cluster), text }
}

export function aSnapshot(seconds: number, change: Partial<RunSnapshot> = {}): RunSnapshot {
  return {
    run: aRunId,
    version: 1,
    name: 'wordcount-sotu',
    environment: 'lab',
    live: true,
    phase: 'executing',
    faults: 1,
    needed: 2,
    granularity: 'job',
    method: 'bytes',
    seed: 20_261_121,
    startedAt: at(0),
    finishedAt: null,
    now: at(seconds),
    verdict: null,
    sentence: '',
    error: null,
    inputs: [
      {
        path: './demo-output/input',
        files: 11,
        bytes: 10_640_112,
        manifest: manifest('input'),
        trust: 'pinned'
      }
    ],
    clusters: [],
    attempts: [],
    copies: [],
    units: [aUnitView()],
    output: { path: '/results/wordcount-sotu', clusters: [] },
    cost: { executions: 0, uploadedBytes: 0, copiedBytes: 0, comparedBytes: 0 },
    notes: [],
    console: { seconds: 0, hadoopSeconds: 0, overheadSeconds: 0 },
    ...change
  }
}

export function summaryOf(snapshot: RunSnapshot): RunSummary {
  const { run, name, environment, verdict, startedAt, finishedAt, live } = snapshot
  return { run, name, environment, verdict, startedAt, finishedAt, live }
}
