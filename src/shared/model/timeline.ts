/** One event of broker, clusters and runs on the time line that all of them share. Kept on disk, so that it survives a restart. */
import { z } from 'zod'
import type { AttemptId, ClusterName, Millis, RunId } from './ids.js'
import type { AttemptVerdict } from './run.js'

export const timelineEventSchema = z.object({
  id: z.string().min(1),
  /** Milliseconds since 1970, the console's clock. */
  at: z.number(),
  environment: z.string(),
  /** What it happened to. */
  source: z.enum(['broker', 'cluster', 'run', 'console']),
  /** The cluster or run; the environment's broker for `broker`. */
  subject: z.string(),
  /** For the shape: `agreed` good, `attention` look at it, `failed`, `unreachable`, `outvoted`, `running`, `cancelled`, `inconclusive`, `note`. */
  look: z.enum([
    'agreed',
    'attention',
    'failed',
    'unreachable',
    'outvoted',
    'running',
    'cancelled',
    'inconclusive',
    'verified',
    'not-verified',
    'note'
  ]),
  /** Closed set of what can happen, so that nothing has to be matched by its text: `cluster-silent`, `cluster-back`, `broker-blocked`, … */
  code: z.string().min(1),
  /** One sentence without its subject and without a full stop: `silent: no heartbeat for 6 s and no answer from its HDFS`. */
  text: z.string(),
  /** The run it belongs to, when it is told of a cluster. */
  run: z.string().nullable()
})
export type TimelineEvent = z.output<typeof timelineEventSchema>

/** An attempt of a run as it stands in its cluster's lane. */
export interface LaneBar {
  readonly run: RunId
  /** The run's name. */
  readonly name: string
  readonly attempt: AttemptId
  readonly cluster: ClusterName
  readonly from: Millis
  /** `null`: it goes on. */
  readonly to: Millis | null
  readonly verdict: AttemptVerdict | null
  /** Its run has no process any more: `to` is when it was last seen. */
  readonly interrupted?: true
  /** `false`: a repeat, which has no voice of its own. */
  readonly counted: boolean
}
