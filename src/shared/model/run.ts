/**
 * A run as people see it: the snapshot that window and command line show, and the report that is kept.
 *
 * The engine's own state is richer (src/engine/domain/run); both shapes here are projections of it. The report's format is
 * public (README, docs/formats.md): it may be extended, never changed.
 */
import type { FileEntry, LinesDigest } from './manifest.js'
import type {
  AttemptId,
  ClusterName,
  CopyId,
  ManifestDigest,
  Millis,
  RunId,
  UnitId
} from './ids.js'
import type { WireError } from './errors.js'

/** Of an attempt; `null` while it is open. */
export type AttemptVerdict =
  'agreed' | 'outvoted' | 'failed' | 'hung' | 'unreachable' | 'cancelled' | 'inconclusive'
export type RunVerdict = 'verified' | 'not-verified' | 'cancelled' | 'failed'

/** What a unit is: a whole job, the cutting of an input on the clusters that hold it, or a job on one chunk. */
export type UnitRole = 'job' | 'cut' | 'chunk'
/** How a data set travels: from this machine, over WebHDFS, or by distcp. */
export type CopyMode = 'upload' | 'stream' | 'distcp'

/** Where an attempt is: waiting for its data or its turn and uploading, waiting for its launch, on the cloud, being digested, waiting for the vote, over. */
export type AttemptPhase =
  'staging' | 'launching' | 'preparing' | 'checking' | 'running' | 'digesting' | 'voting' | 'over'

/** What is known of a cluster in this run. `silent`: no heartbeat and no answer. */
export type ClusterState = 'surveying' | 'ready' | 'running' | 'excluded' | 'silent'

export interface ClusterView {
  readonly name: ClusterName
  readonly address: string
  readonly state: ClusterState
  /** Why it is excluded or silent; `null` otherwise. */
  readonly reason: string | null
  /** Place in the ranking, from 0; `null` before the ranking or when left out. */
  readonly rank: number | null
  /** When a heartbeat was last seen; `null` when never. */
  readonly heartbeatAt: Millis | null
}

export interface AttemptView {
  readonly id: AttemptId
  readonly unit: UnitId
  readonly cluster: ClusterName
  readonly phase: AttemptPhase
  /** Percent, 0 … 100. */
  readonly map: number
  readonly reduce: number
  /** Bytes uploaded while staging, bytes digested while digesting. */
  readonly bytes: number
  /** Out of so many; 0 when unknown. */
  readonly bytesTotal: number
  readonly verdict: AttemptVerdict | null
  /** A reason code, for example DIGEST_DIFFERS, JOB_FAILED, NO_HEARTBEAT. */
  readonly reason: string | null
  /** The probable cause in a line, as the cluster told it. */
  readonly cause: string | null
  /** Which vote started it: 0 for the first f+1. */
  readonly round: number
  /** The attempt of the same cluster that it repeats. */
  readonly repeats: AttemptId | null
  readonly applicationId: string | null
  readonly files: readonly FileEntry[]
  readonly manifest: ManifestDigest | null
  readonly timings: AttemptTimings
}

/** Milliseconds since 1970 on the console's clock; 0: not reached. */
export interface AttemptTimings {
  readonly queued: number
  readonly launched: number
  /** The job ended on the cloud. */
  readonly finished: number
  /** Its digests are here. */
  readonly digested: number
}

/** A vote that was taken, for the time line: what was compared, what it led to. */
export interface VoteView {
  readonly unit: UnitId
  readonly at: Millis
  readonly outcome: 'decided' | 'no-quorum'
  /** Clusters with equal manifests, largest group first. */
  readonly groups: readonly (readonly ClusterName[])[]
  /** Clusters that were brought in by it. */
  readonly joined: readonly ClusterName[]
}

export interface UnitView {
  readonly id: UnitId
  /** The job of the job file. */
  readonly job: UnitId
  readonly role: UnitRole
  /** The rule of its vote: `bytes`, `lines`, `numeric 1e-9`. */
  readonly method: string
  readonly decided: boolean
  readonly votes: readonly VoteView[]
  /** Attempts whose manifest won. */
  readonly agreed: readonly AttemptId[]
  readonly manifest: ManifestDigest | null
}

/** Bytes on their way to a cluster, so that it can run an attempt, or hold an output. */
export interface CopyView {
  readonly id: CopyId
  /** What is copied, for people. */
  readonly what: string
  /** `null`: from this machine. */
  readonly from: ClusterName | null
  readonly to: ClusterName
  readonly mode: CopyMode
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  readonly bytes: number
  readonly bytesTotal: number
  /** Why it failed or was given up: a code and the cause. */
  readonly reason: string | null
  readonly cause: string | null
  readonly queuedAt: Millis
  /** 0: not yet. */
  readonly startedAt: Millis
  readonly endedAt: Millis
}

/** What the answer took. */
export interface RunCost {
  /** Attempts that began on a cloud. */
  readonly executions: number
  /** Bytes sent from here, copied between clusters, and read here for comparisons. */
  readonly uploadedBytes: number
  readonly copiedBytes: number
  readonly comparedBytes: number
}

/** One line of the run's story, for log and time line. */
export interface RunNote {
  readonly at: Millis
  readonly severity: 'info' | 'warning' | 'error'
  readonly cluster: ClusterName | null
  readonly text: string
}

export interface RunSnapshot {
  readonly run: RunId
  /** Grows with every change; a snapshot with a lower version is older. */
  readonly version: number
  readonly name: string
  readonly environment: string
  /** A living process carries it out. An open run that is not live was interrupted. */
  readonly live: boolean
  readonly phase: 'surveying' | 'pinning' | 'executing' | 'publishing' | 'over'
  readonly faults: number
  /** f + 1. */
  readonly needed: number
  readonly granularity: 'job' | 'task'
  /** The rule of what is published; several differ: with commas. */
  readonly method: string
  readonly seed: number
  readonly startedAt: Millis
  readonly finishedAt: Millis | null
  /** The console's clock when this snapshot was made. */
  readonly now: Millis
  readonly verdict: RunVerdict | null
  /** The verdict in a sentence: who, what, how many were needed. Empty before. */
  readonly sentence: string
  readonly error: WireError | null
  readonly inputs: readonly InputView[]
  readonly clusters: readonly ClusterView[]
  readonly attempts: readonly AttemptView[]
  readonly copies: readonly CopyView[]
  readonly units: readonly UnitView[]
  readonly output: { readonly path: string; readonly clusters: readonly ClusterName[] }
  readonly cost: RunCost
  readonly notes: readonly RunNote[]
  readonly console: ConsoleShare
}

export interface InputView {
  /** As written in the job file. */
  readonly path: string
  readonly files: number
  readonly bytes: number
  readonly manifest: ManifestDigest | null
  /** `pinned`: by f+1 holders, a given manifest or the upload; `holder:X`: only X has it, nobody can check it. */
  readonly trust: 'pinned' | `holder:${string}`
}

/** Seconds. `overheadSeconds`: wall time outside the union of intervals in which a cloud had a command of this run in flight. */
export interface ConsoleShare {
  readonly seconds: number
  readonly hadoopSeconds: number
  readonly overheadSeconds: number
}

/** What `medusa run --report FILE` writes and `medusa runs RUN --json` prints. */
export interface RunReport {
  readonly run: RunId
  readonly name: string
  readonly environment: string
  readonly verdict: RunVerdict
  readonly sentence: string
  readonly faults: number
  readonly granularity: 'job' | 'task'
  readonly method: string
  readonly seed: number
  readonly startedAt: Millis
  readonly finishedAt: Millis
  readonly inputs: readonly InputView[]
  readonly units: readonly UnitReport[]
  readonly attempts: readonly AttemptReport[]
  readonly copies: readonly CopyView[]
  readonly clusters: readonly ClusterReport[]
  readonly output: { readonly path: string; readonly clusters: readonly ClusterName[] }
  readonly cost: RunCost
  /** Replies that were refused: forged, garbage, out of place. */
  readonly refused: readonly RefusedReply[]
  readonly warnings: readonly string[]
  readonly error: WireError | null
  readonly console: ConsoleShare
}

export interface ClusterReport {
  readonly name: ClusterName
  readonly state: ClusterState
  /** Why it was left out or is silent; `null` otherwise. */
  readonly reason: string | null
  /** Versions, capacity, locale, clock as the cluster told them; `null` when it did not. */
  readonly facts: Readonly<Record<string, unknown>> | null
}

export interface UnitReport {
  readonly id: UnitId
  readonly job: UnitId
  readonly role: UnitRole
  readonly method: string
  readonly decided: boolean
  /** The name its output has on `clusters`; `null`: other jobs read it, it has none. */
  readonly output: { readonly path: string; readonly clusters: readonly ClusterName[] } | null
  readonly files: readonly (FileEntry & { readonly agreed: readonly ClusterName[] })[]
}

export interface AttemptReport {
  readonly id: AttemptId
  readonly unit: UnitId
  readonly cluster: ClusterName
  readonly repeats: AttemptId | null
  readonly verdict: AttemptVerdict
  readonly reason: string | null
  readonly cause: string | null
  readonly files: readonly FileEntry[]
  /** Under `compare: lines`. */
  readonly lines: LinesDigest | null
  readonly timings: AttemptTimings
  readonly applicationId: string | null
}

export interface RefusedReply {
  readonly at: Millis
  readonly cluster: ClusterName
  readonly task: string
  readonly reason: string
}

/** A line of the list of runs. */
export interface RunSummary {
  readonly run: RunId
  readonly name: string
  readonly environment: string
  readonly verdict: RunVerdict | null
  readonly startedAt: Millis
  readonly finishedAt: Millis | null
  /** A living process carries it out. */
  readonly live: boolean
}
