/**
 * The lab on this machine, from the window, and what Set-up wants to know of the shown environment's settings.
 *
 * What takes long is told by the view: those calls answer when it is over, and what went wrong stands in the view, too.
 */
import { z } from 'zod'
import { clusterNameSchema, type ClusterName } from '../../model/ids.js'
import { call, nothing } from '../call.js'
import { labFaults, type LabView } from '../lab-view.js'

/** A cluster of the shown environment as its settings have it. */
export interface ClusterWays {
  readonly name: ClusterName
  /** `user@host:port`; `null`: no ssh in its settings. */
  readonly ssh: string | null
  /** Does it have an HttpFS, through which files go when its DataNodes cannot be reached? */
  readonly httpfs: boolean
}

export interface SetupView {
  readonly environment: string
  /** `host:port` of its broker. */
  readonly broker: string
  /** Base URL; `null`: none in its settings. */
  readonly management: string | null
  readonly clusters: readonly ClusterWays[]
}

/** Who watches: made up by the page, new for each showing. */
const byPage = z.strictObject({ page: z.string().min(1).max(40) })
const ofCloud = z.strictObject({ cloud: clusterNameSchema })

export const labCalls = {
  /** From now on the lab is looked at every other second, and changes come as `lab.view` events. */
  'lab.watch': call(byPage).returns<LabView>(),
  /** Nothing when another page watches by now. */
  'lab.unwatch': call(byPage).returns<null>(),
  /** Starts three clouds; with `tour` the tour follows. */
  'lab.start': call(z.strictObject({ tour: z.boolean() })).returns<null>(),
  /** Calls off a start or an installation; what was started is taken down. */
  'lab.cancel': call(nothing).returns<null>(),
  'lab.stop': call(nothing).returns<null>(),
  'lab.fault': call(ofCloud.extend({ kind: z.enum(labFaults) })).returns<null>(),
  'lab.heal': call(ofCloud).returns<null>(),
  /** Makes the cloud that is asked first lie, starts the demo's job, heals the cloud when the run is over. */
  'lab.tour': call(nothing).returns<null>(),
  /** Runs the commands of `LabView.remedy`. */
  'lab.install': call(nothing).returns<null>(),
  /** `null`: no environment is shown. */
  'setup.read': call(nothing).returns<SetupView | null>()
} as const

export interface LabEvents {
  readonly 'lab.view': LabView
}
