/** Runs: follow one, start, cancel, fetch. Files are chosen in dialogs of the main process; the page knows them by a ticket only. */
import { z } from 'zod'
import type { Durations } from '../../model/durations.js'
import { runIdSchema, type Millis, type RunId } from '../../model/ids.js'
import type { RunSnapshot } from '../../model/run.js'
import { call, nothing } from '../call.js'

/** What a fetch brought: all of it equal to what was voted for. */
export interface FetchedOutput {
  readonly folder: string
  readonly files: number
  readonly bytes: number
  /** Files of which a first copy was not what was voted for, and was replaced by another cloud's. */
  readonly replaced: number
  readonly at: Millis
}

const ofRun = z.strictObject({ run: runIdSchema })

export const runCalls = {
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
  /** How long attempts took, as the newest runs that are over tell it. */
  'runs.durations': call(nothing).returns<Durations>(),
  /** Opens the folder into which the output of this run was fetched last. */
  'runs.showFetched': call(ofRun).returns<null>()
} as const

export interface RunEvents {
  readonly 'run.snapshot': RunSnapshot
}
