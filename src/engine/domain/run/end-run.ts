/** The end of a run: whatever is still open is closed with it, so that nothing goes on and every attempt has a verdict. */
import type { WireError } from '../../../shared/model/errors.js'
import type { Millis } from '../../../shared/model/ids.js'
import type { RunVerdict } from '../../../shared/model/run.js'
import { andThen, finish, kill, type Step } from './change.js'
import { cancelCopies } from './copies.js'
import { isOpen, type Attempt, type RunState } from './state.js'

/** @param reason - of attempts and copies that end with it; nobody is blamed for them */
export function endRun(
  state: RunState,
  at: Millis,
  verdict: RunVerdict,
  error: WireError | null,
  reason: string
): Step {
  const closed: RunState = {
    ...state,
    attempts: state.attempts.map((attempt) => closeAttempt(attempt, at, reason))
  }
  const stopped: Step = { state: closed, commands: kill(state.attempts.filter(isOpen)) }
  return andThen(
    andThen(stopped, (next) => cancelCopies(next, at, reason)),
    (next) => finish(next, at, verdict, error)
  )
}

function closeAttempt(attempt: Attempt, at: Millis, reason: string): Attempt {
  if (isOpen(attempt))
    return { ...attempt, stage: 'ended', endedAt: at, verdict: 'cancelled', reason }
  return attempt.verdict === null ? { ...attempt, verdict: 'inconclusive', reason } : attempt
}
