/** The state of a run: the fold of its events. */
import type {
  AttemptId,
  ClusterName,
  CopyId,
  DatasetId,
  ManifestDigest,
  Millis,
  UnitId
} from '../../../shared/model/ids.js'
import type { WireError } from '../../../shared/model/errors.js'
import type { FileEntry, LinesDigest } from '../../../shared/model/manifest.js'
import type {
  AttemptVerdict,
  CopyMode,
  InputView,
  RefusedReply,
  RunNote,
  RunVerdict,
  UnitRole,
  VoteView
} from '../../../shared/model/run.js'
import type { Comparison, Piece } from './events.js'
import type { RunPlan } from './plan.js'

export type ClusterStanding =
  | { readonly type: 'surveying' }
  | { readonly type: 'ready'; readonly holds: readonly boolean[] }
  /** Not used, and why. */
  | { readonly type: 'excluded'; readonly reason: string }
  | { readonly type: 'silent'; readonly reason: string }

export interface Attempt {
  readonly id: AttemptId
  readonly unit: UnitId
  readonly cluster: ClusterName
  readonly round: number
  /** Waiting for its data or for its turn, until `staging`. */
  readonly stage: 'waiting' | 'staging' | 'launching' | 'running' | 'ended'
  /** The attempt of the same cluster that this one repeats; `null` for a first one. */
  readonly repeats: AttemptId | null
  /** `null` while open, and after its end until the vote. */
  readonly verdict: AttemptVerdict | null
  readonly reason: string | null
  readonly cause: string | null
  readonly log: readonly string[]
  readonly files: readonly FileEntry[]
  readonly manifest: ManifestDigest | null
  readonly lines: LinesDigest | null
  readonly pieces: readonly Piece[]
  readonly counters: Readonly<Record<string, number>>
  readonly applicationId: string | null
  /** Of program files; data is counted with its copies. */
  readonly stagedBytes: number
  readonly queuedAt: Millis
  /** Its data was there, its turn had come. */
  readonly startedAt: Millis | null
  readonly launchedAt: Millis | null
  readonly finishedAt: Millis | null
  readonly endedAt: Millis | null
}

/** Two outputs of a unit whose values were compared here. */
export interface ValueComparison {
  readonly left: AttemptId
  readonly right: AttemptId
  readonly since: Millis
  readonly at: Millis | null
  readonly bytes: number
  readonly outcome: Comparison | null
}

export interface Unit {
  readonly id: UnitId
  /** The job of the plan it belongs to. */
  readonly job: UnitId
  readonly role: UnitRole
  /** Number of its chunk, from 0. */
  readonly chunk: number | null
  readonly votes: readonly VoteView[]
  /** The attempts whose output won; empty while undecided. */
  readonly agreed: readonly AttemptId[]
  readonly comparisons: readonly ValueComparison[]
  /** The accepted attempt whose bytes stand for all, where equal outputs differ in bytes. */
  readonly canonical: AttemptId | null
  /** Accepted attempts whose bytes the others did not find equal. */
  readonly rejected: readonly AttemptId[]
  /** Its output is known byte by byte and may be used. */
  readonly settled: boolean
}

/** Where a data set lies on a cluster. */
export type Place =
  | { readonly type: 'path'; readonly path: string }
  /** `folder`: below the attempt's output. */
  | { readonly type: 'attempt'; readonly attempt: AttemptId; readonly folder: string | null }
  | { readonly type: 'copy'; readonly copy: CopyId }

/** A set of files known by its manifest: an input, a chunk of one, the output of a unit. */
export interface Dataset {
  readonly id: DatasetId
  /** For people: the input's path, or whose output it is. */
  readonly label: string
  /** It lies on this machine; the input's number and the chunk's. */
  readonly local: { readonly input: number; readonly chunk: number | null } | null
  readonly manifest: ManifestDigest
  readonly files: number
  readonly bytes: number
  readonly holders: ReadonlyMap<ClusterName, Place>
  /** Copies have to have these lines too: the manifest is only its first holder's word. */
  readonly lines: LinesDigest | null
}

export interface Copy {
  readonly id: CopyId
  readonly dataset: DatasetId
  /** `null`: this machine. */
  readonly from: ClusterName | null
  readonly to: ClusterName
  readonly mode: CopyMode
  readonly stage: 'queued' | 'running' | 'ended'
  readonly verdict: 'done' | 'failed' | 'cancelled' | null
  readonly reason: string | null
  readonly cause: string | null
  readonly bytes: number
  readonly queuedAt: Millis
  readonly startedAt: Millis | null
  readonly endedAt: Millis | null
}

export interface Publication {
  readonly unit: UnitId
  readonly cluster: ClusterName
  readonly since: Millis | null
  readonly at: Millis | null
  readonly error: WireError | null
}

/** An input report of one holder. */
export interface Holding {
  readonly cluster: ClusterName
  readonly manifest: ManifestDigest | null
  readonly files: number
  readonly bytes: number
  readonly reason: string | null
  readonly at: Millis
}

export interface InputState {
  readonly view: InputView
  readonly holdings: readonly Holding[]
  /** Of a local input at task level. */
  readonly pieces: readonly Piece[]
}

export interface RunState {
  readonly plan: RunPlan
  readonly phase: 'surveying' | 'pinning' | 'executing' | 'publishing' | 'cancelling' | 'over'
  readonly startedAt: Millis
  /** The holders of inputs were asked to digest them. */
  readonly pinningAt: Millis | null
  readonly finishedAt: Millis | null
  readonly clusters: ReadonlyMap<ClusterName, ClusterStanding>
  /** What clusters said about themselves. */
  readonly facts: ReadonlyMap<ClusterName, Readonly<Record<string, unknown>>>
  /** Order in which clusters are asked; empty before the inputs are pinned. */
  readonly ranked: readonly ClusterName[]
  readonly inputs: readonly InputState[]
  readonly datasets: ReadonlyMap<DatasetId, Dataset>
  readonly copies: readonly Copy[]
  readonly attempts: readonly Attempt[]
  readonly units: readonly Unit[]
  readonly publications: readonly Publication[]
  readonly verdict: RunVerdict | null
  readonly error: WireError | null
  readonly notes: readonly RunNote[]
  readonly refused: readonly RefusedReply[]
  /** Number of events folded. */
  readonly version: number
}

export const isOpen = (attempt: Attempt): boolean => attempt.stage !== 'ended'
export const isUnderWay = (copy: Copy): boolean => copy.stage !== 'ended'
export const neededVotes = (state: RunState): number => state.plan.faults + 1
export const isReady = (state: RunState, cluster: ClusterName): boolean =>
  state.clusters.get(cluster)?.type === 'ready'
