/**
 * Set-up as people see it: steps, each checked, with what it would do, what it did, and how it stands now.
 *
 * The doctor shows the same steps, checked only.
 */
import { z } from 'zod'
import type { WireError } from './errors.js'

/** `critical`: runs cannot work, or cannot be believed. `warning`: they can, and something is worse than it should be. `unknown`: it could not be looked at. */
export const levels = ['ok', 'warning', 'critical', 'unknown'] as const
export type Level = (typeof levels)[number]

/**
 * Where a step stands. `blocked`: another one comes first. `failed`: its remedy could not be carried out. `ended`: checked, and nothing is going on.
 */
export type StepPhase = 'waiting' | 'checking' | 'applying' | 'blocked' | 'failed' | 'ended'

/** What would be done, or was, exactly; secrets are `…`. */
export const shownChangeSchema = z.object({
  kind: z.enum(['command', 'call', 'file', 'worker', 'settings']),
  /** `this computer`, `the broker`, or a cluster. */
  where: z.string(),
  /** To be copied: a command line, a REST call with its body, the differences of a file. */
  text: z.string(),
  /** What to know about it; `null`: nothing. */
  note: z.string().nullable()
})
export type ShownChange = z.output<typeof shownChangeSchema>

/** What a check came to, and when; milliseconds since 1970. */
export interface StepFound {
  readonly level: Level
  readonly seen: string
  readonly at: number
}

export interface StepView {
  /** `porto/httpfs`: target and step. */
  readonly id: string
  readonly step: string
  /** `console`, `broker`, or a cluster's name. */
  readonly target: string
  readonly title: string
  /** Why it is needed, one or two sentences. */
  readonly why: string
  readonly phase: StepPhase
  /** `null`: not checked yet. */
  readonly level: Level | null
  /** What was seen; `null`: nothing yet. */
  readonly seen: string | null
  /** When it was looked at last; milliseconds since 1970. `null`: not yet. */
  readonly at: number | null
  /** What was found before something was done for it; `null`: nothing was, or another process did it. */
  readonly before: StepFound | null
  /** Cause and remedy of what is not ok. */
  readonly error: WireError | null
  /** What its remedy would do; empty: there is none, or none is needed. */
  readonly remedy: readonly ShownChange[]
  /** What was done for it in this set-up, also by earlier processes, oldest first; what was taken back is not in it. */
  readonly done: readonly ShownChange[]
  /** When the last of that was done; milliseconds since 1970. */
  readonly doneAt: number | null
  /** How many of that can be taken back. */
  readonly undoable: number
  /** Estimate for check and remedy together, seconds. */
  readonly estimateSeconds: number
  readonly tookMs: number | null
  /** Of a blocked one: the steps that come first. */
  readonly waitsFor: readonly string[]
}

export interface SetupPicture {
  readonly environment: string
  readonly steps: readonly StepView[]
}

/** The worst of some; of none: `ok`. */
export function worst(found: readonly Level[]): Level {
  const order: readonly Level[] = ['critical', 'unknown', 'warning']
  return order.find((level) => found.includes(level)) ?? 'ok'
}
