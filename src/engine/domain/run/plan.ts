/** What a run was asked to do: fixed at its start, the first line of its journal. */
import type { Compare } from '../../../shared/model/compare.js'
import type {
  ClusterName,
  ManifestDigest,
  Millis,
  RunId,
  Sha256,
  UnitId
} from '../../../shared/model/ids.js'
import type { Chunks } from '../../../shared/model/job.js'

/** A local file that goes along with a job, pinned when the run was prepared. */
export interface PlannedFile {
  /** File name on the cluster, without folders. */
  readonly name: string
  /** Bytes. */
  readonly length: number
  readonly sha256: Sha256
}

export type PlannedInput =
  | { readonly type: 'upload'; readonly path: string }
  | { readonly type: 'hdfs'; readonly path: string; readonly manifest: ManifestDigest | null }

/** What a job reads: input number `input` of the run, or what another job of it wrote. */
export type PlannedSource =
  | { readonly type: 'input'; readonly input: number }
  | { readonly type: 'job'; readonly job: UnitId }

/** All kinds of jobs end up as `hadoop jar`; the kind is for people. */
export interface PlannedProgram {
  readonly kind: 'jar' | 'streaming' | 'example'
  readonly jar: PlannedFile
  readonly main: string | null
  /** With `{input}`, `{inputs}` and `{output}` still in them: paths differ from cluster to cluster. */
  readonly args: readonly string[]
  readonly files: readonly PlannedFile[]
  readonly archives: readonly PlannedFile[]
  readonly environment: Readonly<Record<string, string>>
}

export interface PlannedJob {
  readonly id: UnitId
  readonly program: PlannedProgram
  readonly sources: readonly PlannedSource[]
  readonly compare: Compare
  readonly configuration: Readonly<Record<string, string>>
  /** Task level: its input is cut, each chunk is a unit of its own. */
  readonly cut: boolean
  /** Its output gets this name; `null`: other jobs of the run read it, nobody else. */
  readonly publishAs: string | null
}

export interface PlannedCluster {
  readonly name: ClusterName
  readonly address: string
  /** HDFS folder of ours there. */
  readonly workFolder: string
  /** Where other clusters read from. */
  readonly peers: {
    readonly url: string
    readonly user: string
    /** For distcp; `null`: it can't be used. */
    readonly namenode: string | null
  }
}

/** Of the shape below. */
export const PLAN_VERSION = 2

export interface RunPlan {
  /** {@link PLAN_VERSION} of the program that wrote it. */
  readonly version: number
  readonly run: RunId
  readonly name: string
  readonly environment: string
  /** f. */
  readonly faults: number
  readonly ranking: 'random' | 'prediction'
  readonly seed: number
  readonly acceptWeaker: boolean
  readonly clusters: readonly PlannedCluster[]
  readonly inputs: readonly PlannedInput[]
  /** Each after those it reads from. */
  readonly jobs: readonly PlannedJob[]
  readonly granularity: 'job' | 'task'
  readonly chunks: Chunks
  /** When outputs differ: repeat on the same clusters before another one joins. */
  readonly relaunchSameCluster: boolean
  /** Attempts under way at once on one cluster. */
  readonly parallel: number
  readonly copies: { readonly distcpFrom: number | null; readonly atATime: number }
  /** As in the job file; what is published stands in the jobs. */
  readonly output: string
  /** An attempt without any progress for so long is hung. */
  readonly hangFloorMs: Millis
}

/** The paths that must not exist when the run begins. */
export const targetsOf = (plan: RunPlan): readonly string[] =>
  plan.jobs.flatMap((job) => (job.publishAs === null ? [] : [job.publishAs]))
