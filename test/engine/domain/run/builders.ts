/** Builders for runs in tests: a plan, its events, and a player that feeds them to the machine. */
import type { RunCommand } from '../../../../src/engine/domain/run/commands.js'
import type { RunEvent } from '../../../../src/engine/domain/run/events.js'
import type { PlannedJob, PlannedSource, RunPlan } from '../../../../src/engine/domain/run/plan.js'
import type { RunState } from '../../../../src/engine/domain/run/state.js'
import { step, type Step } from '../../../../src/engine/domain/run/step.js'
import {
  millis,
  type AttemptId,
  type ClusterName,
  type CopyId,
  type ManifestDigest,
  type Millis,
  type RunId,
  type Sha256,
  type UnitId
} from '../../../../src/shared/model/ids.js'
import type { FileEntry } from '../../../../src/shared/model/manifest.js'

export const cluster = (name: string): ClusterName => name as ClusterName
export const attempt = (number: number): AttemptId => `r-1-${String(number)}` as AttemptId
export const digest = (letter: string): ManifestDigest =>
  `sha256:${letter.repeat(64)}` as ManifestDigest

/** A job that is the run's last, unless it says otherwise. */
export const aJob = (
  id: string,
  sources: readonly PlannedSource[],
  change: Partial<PlannedJob> = {}
): PlannedJob => ({
  id: id as UnitId,
  program: {
    kind: 'jar',
    jar: { name: 'x.jar', length: 1, sha256: 'a'.repeat(64) as Sha256 },
    main: 'wordcount',
    args: ['{input}', '{output}'],
    files: [],
    archives: [],
    environment: {}
  },
  sources,
  compare: 'bytes',
  configuration: {},
  cut: false,
  publishAs: '/results/wordcount',
  ...change
})

/** Seed 0 ranks braga, faro, lisbon, porto as the machine does; tests read the order from the commands. */
export function aPlan(change: Partial<RunPlan> = {}, names = ['porto', 'lisbon', 'faro']): RunPlan {
  return {
    version: 2,
    run: 'r-1' as RunId,
    name: 'wordcount',
    environment: 'lab',
    faults: 1,
    ranking: 'random',
    seed: 1,
    acceptWeaker: false,
    clusters: names.map((name) => ({
      name: cluster(name),
      address: name,
      workFolder: '/w',
      peers: { url: `http://${name}/webhdfs/v1`, user: 'u', namenode: `hdfs://${name}:9000` }
    })),
    inputs: [{ type: 'upload', path: './books' }],
    jobs: [aJob('count', [{ type: 'input', input: 0 }])],
    granularity: 'job',
    chunks: { count: 8 },
    relaunchSameCluster: false,
    parallel: 4,
    copies: { distcpFrom: null, atATime: 4 },
    output: '/results/wordcount',
    hangFloorMs: millis(600_000),
    ...change
  }
}

export const output = (letter: string): readonly FileEntry[] => [
  { path: '_SUCCESS', length: 0, sha256: 'e'.repeat(64) as Sha256 },
  { path: 'part-r-00000', length: 3, sha256: letter.repeat(64) as Sha256 }
]

export const started = (plan: RunPlan): RunEvent => ({ type: 'started', at: millis(0), plan })
export const ready = (name: string, outputExists = false, holds = [true]): RunEvent => ({
  type: 'cluster-surveyed',
  at: millis(1),
  cluster: cluster(name),
  survey: { type: 'ready', holds, outputExists }
})
export const unreachable = (name: string): RunEvent => ({
  type: 'cluster-surveyed',
  at: millis(1),
  cluster: cluster(name),
  survey: { type: 'unreachable', reason: 'no answer within 5 s' }
})
export const digested: RunEvent = {
  type: 'input-digested',
  at: millis(2),
  input: 0,
  manifest: digest('1'),
  files: 2,
  bytes: 20
}
export const ended = (number: number, letter: string, at = 100): RunEvent => ({
  type: 'attempt-ended',
  at: millis(at),
  attempt: attempt(number),
  outcome: { type: 'succeeded', files: output(letter), manifest: digest(letter), counters: {} },
  applicationId: `application_${String(number)}`,
  finishedAt: millis(at - 10)
})
export const failed = (number: number, code = 'JOB_FAILED', at = 100): RunEvent => ({
  type: 'attempt-ended',
  at: millis(at),
  attempt: attempt(number),
  outcome: { type: 'failed', code, cause: 'java.lang.OutOfMemoryError', log: ['line'] },
  applicationId: null,
  finishedAt: millis(at)
})
export const published = (
  name: string,
  message: string | null = null,
  at = 200,
  unit = 'count'
): RunEvent => ({
  type: 'published',
  at: millis(at),
  since: millis(at - 5),
  unit: unit as UnitId,
  cluster: cluster(name),
  error: message === null ? null : { code: 'HDFS_ERROR', message }
})
export const lost = (name: string, at = 300): RunEvent => ({
  type: 'cluster-lost',
  at: millis(at),
  cluster: cluster(name),
  evidence: 'no heartbeat'
})
/** An answer to a copy: of its bytes, or with the code of a failure. */
export const copied = (id: string, code: string | null = null, at = 50): RunEvent => ({
  type: 'copy-ended',
  at: millis(at),
  copy: id as CopyId,
  outcome:
    code === null
      ? { type: 'done', bytes: 10 }
      : { type: 'failed', code, cause: 'something', bytes: 3 }
})

export interface Played {
  readonly state: RunState
  /** Of the last event only. */
  readonly commands: readonly RunCommand[]
}

/** Plays events; uploads succeed at once by themselves, copies between clusters wait for their events. */
export function play(...events: readonly RunEvent[]): Played {
  let state: RunState | null = null
  let commands: readonly RunCommand[] = []
  for (const event of events) {
    const next: Step = withUploads(step(state, event), event.at)
    state = next.state
    commands = next.commands
  }
  if (state === null) throw new Error('no event was played')
  return { state, commands }
}

function withUploads(before: Step, at: Millis): Step {
  const isUpload = (command: RunCommand): boolean =>
    command.type === 'copy' &&
    before.state.copies.find(({ id }) => id === command.copy)?.mode === 'upload'
  const [upload] = before.commands.filter(isUpload)
  if (upload?.type !== 'copy') return before
  const others = before.commands.filter((command) => command !== upload)
  const outcome = { type: 'done', bytes: 20 } as const
  const after = step(before.state, { type: 'copy-ended', at, copy: upload.copy, outcome })
  return withUploads({ state: after.state, commands: [...others, ...after.commands] }, at)
}

/** A run of three clusters whose first f+1 attempts have begun. */
export const begun = (plan = aPlan()): readonly RunEvent[] => [
  started(plan),
  ...plan.clusters.map(({ name }) => ready(name)),
  digested
]

/** `attempt → cluster` of the attempts there are. */
export const placed = ({ state }: Played): readonly string[] =>
  state.attempts.map((one) => one.cluster)

export const verdicts = ({ state }: Played): Readonly<Record<string, string | null>> =>
  Object.fromEntries(state.attempts.map((one) => [one.cluster, one.verdict]))
