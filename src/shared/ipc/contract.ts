/**
 * The one contract between the window's page and the main process: every call with the schema of its parameters, every event.
 *
 * Types, the list of channels, the preload's bridge and main's validator derive from it; each area has a file of its own. The page never
 * names a path or a command of this machine: a file is chosen in a dialog of the main process and known to the page by a ticket only.
 * This module needs the schema library, so main imports its values and the page and the preload only its types.
 */
import type { Result } from '../model/errors.js'
import { brokerCalls, type BrokerEvents } from './areas/broker.js'
import { clusterCalls, type ClusterEvents } from './areas/clusters.js'
import { consoleCalls, type ConsoleEvents } from './areas/console.js'
import { environmentCalls, type EnvironmentEvents } from './areas/environment.js'
import { hdfsCalls, type HdfsEvents } from './areas/hdfs.js'
import { hostCalls, type HostEvents } from './areas/hosts.js'
import { labCalls, type LabEvents } from './areas/lab.js'
import { runCalls, type RunEvents } from './areas/runs.js'
import { settingsCalls, type SettingsEvents } from './areas/settings.js'
import { setupCalls, type SetupEvents } from './areas/setup.js'
import type { Call } from './call.js'

/** The page's request → its parameters and its answer. */
export const calls = {
  ...consoleCalls,
  ...runCalls,
  ...environmentCalls,
  ...clusterCalls,
  ...hostCalls,
  ...hdfsCalls,
  ...brokerCalls,
  ...settingsCalls,
  ...labCalls,
  ...setupCalls
} as const

/** Main → page. Whole snapshots, versioned, throttled in main; streams (a terminal's output, lines of a log) in order. */
export interface Events
  extends
    ConsoleEvents,
    RunEvents,
    EnvironmentEvents,
    ClusterEvents,
    HostEvents,
    HdfsEvents,
    BrokerEvents,
    SettingsEvents,
    LabEvents,
    SetupEvents {}

export type CallName = keyof typeof calls
export type EventName = keyof Events
export type Params<K extends CallName> =
  (typeof calls)[K] extends Call<infer P, unknown> ? P : never
export type Returns<K extends CallName> = Exclude<(typeof calls)[K]['returns'], undefined>
export type Handlers = {
  readonly [K in CallName]: (params: Params<K>) => Promise<Result<Returns<K>>>
}
/** The handlers of one area: `HandlersOf<typeof brokerCalls>`. */
export type HandlersOf<Area> = Pick<Handlers, keyof Area & CallName>
