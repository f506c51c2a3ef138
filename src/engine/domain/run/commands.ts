/** What the machine wants done. Imperative; the runtime carries each out and answers with events. */
import type { AttemptId, ClusterName } from '../../../shared/model/ids.js'

export type RunCommand =
  /** hello, facts, stat of inputs and output → `cluster-surveyed`. */
  | { readonly type: 'survey'; readonly cluster: ClusterName }
  /** Hash a local input → `input-digested`. */
  | { readonly type: 'digest-input'; readonly input: number }
  /** Let a cluster digest an input it holds → `input-reported`. */
  | { readonly type: 'report-input'; readonly input: number; readonly cluster: ClusterName }
  /** Upload, launch, watch → `attempt-staged`, `attempt-launched`, `attempt-ended`. */
  | { readonly type: 'attempt'; readonly attempt: AttemptId; readonly cluster: ClusterName }
  /** → `attempt-killed`. */
  | { readonly type: 'kill'; readonly attempt: AttemptId; readonly cluster: ClusterName }
  /** Rename, then digest the target → `published`. */
  | { readonly type: 'publish'; readonly attempt: AttemptId; readonly cluster: ClusterName }
  /** Write the report, close queues. Nothing comes after it. */
  | { readonly type: 'finish' }
