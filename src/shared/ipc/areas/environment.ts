/** What is seen of the environment that is shown: pushed whole, at most once a second. */
import { z } from 'zod'
import { clusterNameSchema } from '../../model/ids.js'
import type { TimelineEvent } from '../../model/timeline.js'
import type { EnvironmentSnapshot } from '../../model/watch.js'
import { call, nothing } from '../call.js'

export const environmentCalls = {
  /** `null`: there is none yet. Later ones come as `environment.snapshot` events. */
  'environment.read': call(nothing).returns<EnvironmentSnapshot | null>(),
  /** Asks one cluster everything now, instead of when its turn comes. */
  'environment.probe': call(z.strictObject({ cluster: clusterNameSchema })).returns<null>(),
  /** Events of the shown environment, newest first. */
  'timeline.read': call(z.strictObject({ limit: z.int().min(1).max(5_000) })).returns<
    readonly TimelineEvent[]
  >()
} as const

export interface EnvironmentEvents {
  readonly 'environment.snapshot': EnvironmentSnapshot
  readonly 'timeline.added': readonly TimelineEvent[]
}
