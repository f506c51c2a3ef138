/** One event of broker, clusters and runs on the time line that all of them share. Kept on disk, so that it survives a restart. */
import { z } from 'zod'

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
