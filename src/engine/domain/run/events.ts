/**
 * Everything that can happen to a run. Past tense; each is a line of the journal, so members are added and never changed.
 *
 * `at` is the console's clock when the event was learned of.
 */
import type {
  AttemptId,
  ClusterName,
  CopyId,
  ManifestDigest,
  Millis,
  UnitId
} from '../../../shared/model/ids.js'
import type { WireError } from '../../../shared/model/errors.js'
import type { FileEntry, LinesDigest } from '../../../shared/model/manifest.js'
import type { RunPlan } from './plan.js'

export type Survey =
  | {
      readonly type: 'ready'
      /** For each input of the plan: does the cluster hold it? `true` for uploads. */
      readonly holds: readonly boolean[]
      readonly outputExists: boolean
    }
  | { readonly type: 'unreachable'; readonly reason: string }

/** A piece of an input that is a data set of its own. */
export interface Piece {
  /** Folder of the piece below the cut's output; `null` for one that the console cut from local files. */
  readonly folder: string | null
  readonly manifest: ManifestDigest
  readonly files: number
  readonly bytes: number
}

export type AttemptOutcome =
  | {
      readonly type: 'succeeded'
      readonly files: readonly FileEntry[]
      readonly manifest: ManifestDigest
      readonly counters: Readonly<Record<string, number>>
      /** Under `compare: lines`. */
      readonly lines?: LinesDigest
      /** Of an attempt that cut its input. */
      readonly pieces?: readonly Piece[]
    }
  | {
      readonly type: 'failed'
      /** A code of docs/protocol/tasks.md, or `STAGING_FAILED`, `LAUNCH_FAILED`, `LOST`. */
      readonly code: string
      readonly cause: string | null
      readonly log: readonly string[]
    }

export type CopyOutcome =
  | {
      readonly type: 'done'
      readonly bytes: number
    }
  | {
      readonly type: 'failed'
      /** A code of docs/protocol/tasks.md, or of errors.ts. */
      readonly code: string
      readonly cause: string | null
      readonly bytes: number
    }

/** `misread`: what a cluster served was not what its attempt had digested. */
export type Comparison =
  | { readonly type: 'compared'; readonly within: boolean; readonly difference: string | null }
  | { readonly type: 'misread'; readonly attempt: AttemptId; readonly cause: string }

interface Happening<T extends string> {
  readonly type: T
  readonly at: Millis
}

export type RunEvent =
  | (Happening<'started'> & { readonly plan: RunPlan })
  | (Happening<'cluster-surveyed'> & { readonly cluster: ClusterName; readonly survey: Survey })
  /** What a cluster says about itself; it may take its time, nothing waits for it. */
  | (Happening<'cluster-described'> & {
      readonly cluster: ClusterName
      readonly facts: Readonly<Record<string, unknown>>
    })
  /** The console read a local input. */
  | (Happening<'input-digested'> & {
      readonly input: number
      readonly manifest: ManifestDigest
      readonly files: number
      readonly bytes: number
      /** At task level. */
      readonly pieces?: readonly Piece[]
    })
  /** A cluster told what it holds; `manifest: null`: it could not. */
  | (Happening<'input-reported'> & {
      readonly input: number
      readonly cluster: ClusterName
      readonly manifest: ManifestDigest | null
      readonly files: number
      readonly bytes: number
      readonly reason: string | null
    })
  | (Happening<'copy-ended'> & { readonly copy: CopyId; readonly outcome: CopyOutcome })
  | (Happening<'copy-killed'> & { readonly copy: CopyId; readonly error: WireError | null })
  | (Happening<'attempt-staged'> & { readonly attempt: AttemptId; readonly bytes: number })
  | (Happening<'attempt-launched'> & { readonly attempt: AttemptId })
  | (Happening<'attempt-ended'> & {
      readonly attempt: AttemptId
      readonly outcome: AttemptOutcome
      readonly applicationId: string | null
      /** Console clock when the job itself was seen to be over. */
      readonly finishedAt: Millis
    })
  | (Happening<'attempt-stalled'> & { readonly attempt: AttemptId; readonly stalledMs: number })
  | (Happening<'compared'> & {
      readonly unit: UnitId
      readonly left: AttemptId
      readonly right: AttemptId
      readonly since: Millis
      /** Read for it, from both clusters together. */
      readonly bytes: number
      readonly outcome: Comparison
    })
  /** No heartbeat and no answer to a direct probe. */
  | (Happening<'cluster-lost'> & { readonly cluster: ClusterName; readonly evidence: string })
  | (Happening<'attempt-killed'> & {
      readonly attempt: AttemptId
      readonly stopped: readonly string[]
      readonly error: WireError | null
    })
  | (Happening<'published'> & {
      readonly unit: UnitId
      readonly cluster: ClusterName
      /** When the rename was sent. */
      readonly since: Millis
      readonly error: WireError | null
    })
  | (Happening<'reply-refused'> & {
      readonly cluster: ClusterName
      readonly task: string
      readonly reason: string
    })
  | (Happening<'broker-changed'> & {
      readonly cluster: ClusterName
      readonly state: string
      readonly reason: string
    })
  | (Happening<'cancel-requested'> & { readonly reason: string })
  /** Something that makes the run pointless: a local input vanished, the jar changed. */
  | (Happening<'run-failed'> & { readonly error: WireError })

export type RunEventType = RunEvent['type']

export type EventOf<T extends RunEventType> = Extract<RunEvent, { type: T }>
