/** Which step of set-up mends what a code says: a link leads there from wherever such an error stands. Pure. */
import type { ErrorCode } from '@shared/model/errors.js'

/** Steps of the broker. */
const OF_BROKER: Partial<Record<ErrorCode, string>> = {
  BROKER_UNREACHABLE: 'node',
  MANAGEMENT_UNREACHABLE: 'plugin',
  AUTH_REFUSED: 'console-user',
  NOT_PERMITTED: 'console-user',
  PRIVILEGE_MISSING: 'reach'
}
/** Steps of a cluster. */
const OF_CLUSTER: Partial<Record<ErrorCode, string>> = {
  VHOST_REFUSED: 'vhost',
  QUEUE_MISSING: 'worker',
  TASK_TIMED_OUT: 'worker',
  REPLY_REFUSED: 'worker',
  HDFS_ERROR: 'httpfs-proof',
  CLUSTER_UNREACHABLE: 'hdfs',
  SSH_FAILED: 'reach',
  HOST_KEY_CHANGED: 'reach',
  PRIVILEGE_MISSING: 'reach'
}

/**
 * @param cluster - whose error it is; `null`: the broker's
 * @returns `porto/vhost`; `null`: no step is about it
 */
export function mendingStep(code: ErrorCode, cluster: string | null): string | null {
  const own = cluster === null ? undefined : OF_CLUSTER[code]
  if (own !== undefined && cluster !== null) return `${cluster}/${own}`
  const step = OF_BROKER[code]
  return step === undefined ? null : `broker/${step}`
}
