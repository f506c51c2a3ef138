/** What the window knows besides the run it shows: plain data, pushed whole. */
import type { WireError } from '../model/errors.js'
import type { ClusterName, Millis, RunId } from '../model/ids.js'
import type { RunSummary } from '../model/run.js'
import type { EnvironmentEntry } from '../model/settings.js'

/** `system`: as the desktop has it. */
export type ThemeChoice = 'system' | 'light' | 'dark'

/** What the desktop is told of while nobody looks at the window: a run ended; a cloud went down or came back. */
export type NoticeKind = 'runs' | 'clusters'

/** The page's process ended by itself and was started again; the engine was not touched. */
export interface PageRestart {
  readonly at: Millis
  /** Chromium's word for it: `crashed`, `oom`, `killed`. */
  readonly reason: string
}

/** The engine is started after the window is shown, so the page may come first. While it failed, runs can be read, not started. */
export type EngineState =
  | { readonly type: 'starting' }
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly error: WireError }

/** A job file that was asked to be started, until its run is there. */
export interface StartState {
  /** Stands for the file: the page does not get to name paths. */
  readonly ticket: string
  /** Where it lies, for people. */
  readonly file: string
  /** `null` while it is being started; otherwise why it was not. */
  readonly error: WireError | null
}

export interface ConsoleState {
  /** Grows with every change. */
  readonly version: number
  /** The one that is shown; `null` until settings are read, or when there is none. */
  readonly environment: string | null
  /** All that can be chosen, as the settings have them; the lab is among them once it was started. */
  readonly environments: readonly EnvironmentEntry[]
  /** Clusters of the shown environment, in the order of the settings. */
  readonly clusters: readonly ClusterName[]
  /** Is there a management plugin's address in the shown environment? */
  readonly management: boolean
  /** The state folder the command line named, for commands to copy; `null`: the usual one. */
  readonly stateFolder: string | null
  readonly engine: EngineState
  readonly theme: ThemeChoice
  readonly notices: Readonly<Record<NoticeKind, boolean>>
  /** The last time the page had to be started again; `null`: never. */
  readonly restarted: PageRestart | null
  /** Newest first. */
  readonly runs: readonly RunSummary[]
  /** When the list was read; `null`: not yet. */
  readonly runsReadAt: Millis | null
  /** Why the list could not be read the last time; the list is then an old one. */
  readonly runsError: WireError | null
  /** The run the window was asked to show: by the command line, or because it was started here. */
  readonly asked: RunId | null
  /** Runs that this process carries out or carried out; others can only be watched. */
  readonly own: readonly RunId[]
  readonly start: StartState | null
}
