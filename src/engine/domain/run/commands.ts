/** What the machine wants done. Imperative; the runtime carries each out and answers with events. */
import type { AttemptId, ClusterName, CopyId, UnitId } from '../../../shared/model/ids.js'

export type RunCommand =
  /** hello, facts, stat of inputs and output → `cluster-surveyed`. */
  | { readonly type: 'survey'; readonly cluster: ClusterName }
  /** Hash a local input, cut it at task level → `input-digested`. */
  | { readonly type: 'digest-input'; readonly input: number }
  /** Let a cluster digest an input it holds → `input-reported`. */
  | { readonly type: 'report-input'; readonly input: number; readonly cluster: ClusterName }
  /** Bring a data set to a cluster → `copy-ended`. */
  | { readonly type: 'copy'; readonly copy: CopyId }
  /** → `copy-killed`. */
  | { readonly type: 'kill-copy'; readonly copy: CopyId; readonly cluster: ClusterName }
  /** Bring its program, launch, watch → `attempt-staged`, `attempt-launched`, `attempt-ended`. */
  | { readonly type: 'attempt'; readonly attempt: AttemptId; readonly cluster: ClusterName }
  /** → `attempt-killed`. */
  | { readonly type: 'kill'; readonly attempt: AttemptId; readonly cluster: ClusterName }
  /** Read two outputs here and compare their values → `compared`. */
  | {
      readonly type: 'compare'
      readonly unit: UnitId
      readonly left: AttemptId
      readonly right: AttemptId
    }
  /** Rename, then digest the target → `published`. */
  | { readonly type: 'publish'; readonly unit: UnitId; readonly cluster: ClusterName }
  /** Write the report, close queues. Nothing comes after it. */
  | { readonly type: 'finish' }
