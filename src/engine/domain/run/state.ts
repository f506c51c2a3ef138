/** The state of a run: the fold of its events. */
import type {
  AttemptId,
  ClusterName,
  ManifestDigest,
  Millis,
  UnitId
} from '../../../shared/model/ids.js'
import type { WireError } from '../../../shared/model/errors.js'
import type { FileEntry } from '../../../shared/model/manifest.js'
import type {
  AttemptVerdict,
  InputView,
  RefusedReply,
  RunNote,
  RunVerdict,
  VoteView
} from '../../../shared/model/run.js'
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
  readonly stage: 'staging' | 'launching' | 'running' | 'ended'
  /** `null` while open, and after its end until the vote. */
  readonly verdict: AttemptVerdict | null
  readonly reason: string | null
  readonly cause: string | null
  readonly log: readonly string[]
  readonly files: readonly FileEntry[]
  readonly manifest: ManifestDigest | null
  readonly counters: Readonly<Record<string, number>>
  readonly applicationId: string | null
  readonly stagedBytes: number
  readonly queuedAt: Millis
  readonly launchedAt: Millis | null
  readonly finishedAt: Millis | null
  readonly endedAt: Millis | null
}

export interface Unit {
  readonly id: UnitId
  readonly votes: readonly VoteView[]
  /** The attempts whose manifest won; empty while undecided. */
  readonly agreed: readonly AttemptId[]
}

export interface Publication {
  readonly attempt: AttemptId
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
}

export interface InputState {
  readonly view: InputView
  readonly holdings: readonly Holding[]
}

export interface RunState {
  readonly plan: RunPlan
  readonly phase: 'surveying' | 'pinning' | 'executing' | 'publishing' | 'cancelling' | 'over'
  readonly startedAt: Millis
  readonly finishedAt: Millis | null
  readonly clusters: ReadonlyMap<ClusterName, ClusterStanding>
  /** What clusters said about themselves. */
  readonly facts: ReadonlyMap<ClusterName, Readonly<Record<string, unknown>>>
  /** Order in which clusters are asked; empty before the inputs are pinned. */
  readonly ranked: readonly ClusterName[]
  readonly inputs: readonly InputState[]
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
export const neededVotes = (state: RunState): number => state.plan.faults + 1
