/**
 * The one contract between the window's page and the main process: every call with the schema of its parameters, every event.
 *
 * Types, the list of channels, the preload's bridge and main's validator derive from it. The page never names a path or a
 * command: a file is chosen in a dialog of the main process and known to the page by a ticket only.
 * This module needs the schema library, so main imports its values and the page and the preload only its types.
 */
import { z } from 'zod'
import type { Result } from '../model/errors.js'
import { runIdSchema, type Millis, type RunId } from '../model/ids.js'
import type { RunSnapshot } from '../model/run.js'
import type { ConsoleState, ThemeChoice } from './console-state.js'

/** What a fetch brought: all of it equal to what was voted for. */
export interface FetchedOutput {
  readonly folder: string
  readonly files: number
  readonly bytes: number
  /** Files of which a first copy was not what was voted for, and was replaced by another cloud's. */
  readonly replaced: number
  readonly at: Millis
}

interface Schema<T> {
  parse(raw: unknown): T
}
interface Call<P, R> {
  readonly params: Schema<P>
  readonly returns?: R
}
const call = <P>(params: Schema<P>): { returns: <R>() => Call<P, R> } => ({
  returns: () => ({ params })
})

const nothing = z.strictObject({})
const ofRun = z.strictObject({ run: runIdSchema })
const themeChoice = z.enum(['system', 'light', 'dark']) satisfies z.ZodType<ThemeChoice>

/** Longest text the page may put on the clipboard: the digests of some 8 000 files. */
export const CLIPBOARD_LIMIT = 1_000_000

/** The page's request → its parameters and its answer. */
export const calls = {
  /** What the page needs first; later changes come as `console.state` events. */
  'console.read': call(nothing).returns<ConsoleState>(),
  /** Starts the engine again after it could not be started. */
  'console.retry': call(nothing).returns<null>(),
  'theme.choose': call(z.strictObject({ theme: themeChoice })).returns<null>(),
  'clipboard.write': call(
    z.strictObject({ text: z.string().min(1).max(CLIPBOARD_LIMIT) })
  ).returns<null>(),
  /** From now on `run.snapshot` events are those of this run, and of no other. */
  'runs.follow': call(ofRun).returns<RunSnapshot>(),
  'runs.unfollow': call(nothing).returns<null>(),
  /** Asks for a job file in a dialog and starts it; `null`: the dialog was closed. */
  'runs.open': call(nothing).returns<RunId | null>(),
  /** Starts the job file of `ConsoleState.start` once more, with or without the full guarantee. */
  'runs.startAgain': call(
    z.strictObject({ ticket: z.string().max(40), acceptWeaker: z.boolean() })
  ).returns<RunId>(),
  'runs.dismissStart': call(nothing).returns<null>(),
  'runs.cancel': call(ofRun).returns<null>(),
  /** Asks for a folder in a dialog and fetches the output into it; `null`: the dialog was closed. */
  'runs.fetch': call(ofRun).returns<FetchedOutput | null>(),
  /** Opens the folder into which the output of this run was fetched last. */
  'runs.showFetched': call(ofRun).returns<null>()
} as const

/** Main → page. Whole snapshots, versioned, throttled in main. */
export interface Events {
  readonly 'console.state': ConsoleState
  readonly 'run.snapshot': RunSnapshot
}

export type CallName = keyof typeof calls
export type EventName = keyof Events
export type Params<K extends CallName> =
  (typeof calls)[K] extends Call<infer P, unknown> ? P : never
export type Returns<K extends CallName> = Exclude<(typeof calls)[K]['returns'], undefined>
export type Handlers = {
  readonly [K in CallName]: (params: Params<K>) => Promise<Result<Returns<K>>>
}
