/** What is known of one cluster at a moment, gathered by the runtime, judged by the functions beside this file. */
import type { ErrorCode } from '../../../shared/model/errors.js'
import type { Millis } from '../../../shared/model/ids.js'

/** This console's link to the cluster's vhost. `mute`: it stands, but the broker answers nothing over it. */
export type LinkEvidence =
  | { readonly type: 'connecting' }
  | { readonly type: 'up'; readonly since: Millis }
  | { readonly type: 'blocked'; readonly since: Millis; readonly reason: string }
  | { readonly type: 'mute'; readonly reason: string }
  | { readonly type: 'down'; readonly reason: string }

/** The last answer to one kind of question. */
export type AskedEvidence =
  | { readonly type: 'never' }
  | { readonly type: 'answered'; readonly at: Millis }
  /** `failures` in a row, the last at `at`. */
  | {
      readonly type: 'failed'
      readonly at: Millis
      readonly failures: number
      readonly code: ErrorCode
      readonly why: string
    }

export interface ClusterEvidence {
  readonly link: LinkEvidence
  /** Is any vhost of the same broker reached? */
  readonly brokerReached: boolean
  /** Since when a heartbeat could have been heard without a gap; `null`: it cannot be heard. */
  readonly listeningSince: Millis | null
  readonly heartbeatAt: Millis | null
  readonly hello: AskedEvidence
  readonly hdfs: AskedEvidence
  readonly yarn: AskedEvidence
  /** The worker, too, got nothing out of its ResourceManager. */
  readonly workerMissesYarn: boolean
  /** Version of the protocol its worker speaks; `null`: not told. */
  readonly protocol: number | null
}
