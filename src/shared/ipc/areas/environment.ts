/** What is seen of the environment that is shown: pushed whole, at most once a second. */
import { z } from 'zod'
import { clusterNameSchema } from '../../model/ids.js'
import type { LaneBar, TimelineEvent } from '../../model/timeline.js'
import type { EnvironmentSnapshot, Trial } from '../../model/watch.js'
import { call, nothing } from '../call.js'

export const environmentCalls = {
  /** `null`: there is none yet. Later ones come as `environment.snapshot` events. */
  'environment.read': call(nothing).returns<EnvironmentSnapshot | null>(),
  /** Asks one cluster everything now, instead of when its turn comes. */
  'environment.probe': call(z.strictObject({ cluster: clusterNameSchema })).returns<null>(),
  /** How one cluster was asked, and what came of it; the latest of each kind, newest first. */
  'environment.tried': call(z.strictObject({ cluster: clusterNameSchema })).returns<
    readonly Trial[]
  >(),
  /** Attempts that were on a cluster of the shown environment at or after `from` (milliseconds since 1970), oldest first. */
  'timeline.lanes': call(
    z.strictObject({ from: z.int().min(0).max(Number.MAX_SAFE_INTEGER) })
  ).returns<readonly LaneBar[]>(),
  /** Events of the shown environment, newest first. */
  'timeline.read': call(z.strictObject({ limit: z.int().min(1).max(5_000) })).returns<
    readonly TimelineEvent[]
  >()
} as const

export interface EnvironmentEvents {
  readonly 'environment.snapshot': EnvironmentSnapshot
  /** Oldest first. */
  readonly 'timeline.added': readonly TimelineEvent[]
}
