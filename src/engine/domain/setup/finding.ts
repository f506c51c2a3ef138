/** What the check of a step comes to. */
import type { ErrorCode, WireError } from '../../../shared/model/errors.js'
import type { Level } from '../../../shared/model/setup.js'
import type { Change } from './change.js'

export interface Finding {
  readonly level: Level
  /** What was seen, for people. */
  readonly seen: string
  /** Cause and remedy, of all but `ok`. */
  readonly error: WireError | null
  /** What mends it; empty: nothing that can be done from here. */
  readonly remedy: readonly Change[]
}

/** Why something is not ok, and what to do about it. */
export interface Trouble {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string
}

export const fine = (seen: string): Finding => ({ level: 'ok', seen, error: null, remedy: [] })

export const wrong = (
  level: Exclude<Level, 'ok'>,
  seen: string,
  error: Trouble,
  remedy: readonly Change[] = []
): Finding => ({ level, seen, error, remedy })
