/** What the page knows of the lab on this machine: plain data, pushed whole. Never a password: those stay in the lab's folder. */
import type { WireError } from '../model/errors.js'
import type { ClusterName, Millis, RunId } from '../model/ids.js'

/** What a lab's cloud can be made to do. `outage` silences it; all others alter a byte somewhere. */
export const labFaults = ['lie', 'lie-once', 'corrupt', 'swap', 'outage'] as const
export type LabFault = (typeof labFaults)[number]

/** How many clouds a lab started from the window has: the fewest among which a liar is outvoted. */
export const LAB_CLOUDS = 3
/** Milliseconds between two looks at this machine and its lab, while a page watches. */
export const LAB_LOOK_MS = 5_000

/** One thing a lab needs of this machine. */
export interface LabNeed {
  readonly id: string
  /** `RabbitMQ`, `memory`. */
  readonly title: string
  /** What the lab does with it. */
  readonly why: string
  /** `short`: it will probably do, but not well. */
  readonly state: 'there' | 'short' | 'missing'
  /** What was found, or looked for: a path, a version, a size. */
  readonly seen: string
  /** What to do about it, where no command installs it. */
  readonly remedy: string | null
}

/** What installs the things that are missing. */
export interface LabRemedy {
  /** To be typed in this order, as the user of this window. */
  readonly commands: readonly string[]
  /** May this program run them: as root, or by `sudo -n`? */
  readonly runnable: boolean
  /** Why it may not. */
  readonly why: string | null
}

export type LabCloudState =
  'up' | 'lying' | 'corrupting' | 'swapping' | 'outage' | 'degraded' | 'down'

export interface LabCloud {
  readonly name: ClusterName
  readonly address: string
  readonly state: LabCloudState
  /** Daemons that do not run, when it is degraded. */
  readonly missing: readonly string[]
}

/** One step of the start, of a cloud, of `broker`, or of `lab` as a whole. */
export interface LabStep {
  readonly cloud: string
  readonly daemon: string
  readonly state: 'starting' | 'ready'
  /** Since the start began. */
  readonly seconds: number
}

/** What happens to the lab now, asked for in this window; one at a time. */
export type LabActivity =
  | { readonly type: 'none' }
  | {
      readonly type: 'starting'
      readonly since: Millis
      readonly steps: readonly LabStep[]
      /** Is the tour to follow? */
      readonly tour: boolean
      /** It was called off: what was started is being taken down. */
      readonly cancelling: boolean
    }
  | { readonly type: 'stopping'; readonly since: Millis }
  | {
      readonly type: 'installing'
      readonly since: Millis
      /** The last lines the installers wrote. */
      readonly lines: readonly string[]
      readonly cancelling: boolean
    }
  /** The tour's job is laid out and its liar prepared. */
  | { readonly type: 'preparing-tour'; readonly since: Millis }

/** The tour that goes on, or the last one. */
export interface LabTour {
  readonly run: RunId
  readonly liar: ClusterName
  /** `false` until its liar was healed. */
  readonly over: boolean
}

export interface LabView {
  /** Grows with every change. */
  readonly version: number
  /** When clouds and needs were looked at; `null`: not yet. */
  readonly at: Millis | null
  /** Where it lies. */
  readonly folder: string
  readonly needs: readonly LabNeed[]
  /** `null`: nothing is missing that a command would install. */
  readonly remedy: LabRemedy | null
  /** `null`: there never was a lab here, or nobody has looked yet. */
  readonly broker: 'up' | 'down' | null
  /** In the order of the settings; empty: there never was a lab here. */
  readonly clouds: readonly LabCloud[]
  readonly activity: LabActivity
  readonly tour: LabTour | null
  /** What went wrong the last time, until it is done again. */
  readonly problem: {
    readonly what: 'start' | 'stop' | 'install' | 'tour' | 'fault' | 'look'
    readonly error: WireError
  } | null
}
