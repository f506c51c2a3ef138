/** The end of a run before its vote, by the user. Nobody is blamed for it. */
import type { Millis } from '../../../shared/model/ids.js'
import { andThen, kill, stay, withNote, type Step } from './change.js'
import { cancelCopies } from './copies.js'
import { proceed } from './proceed.js'
import { isOpen, type RunState } from './state.js'

/** Publishing takes seconds and leaves every target whole: it is let through. */
export function cancel(state: RunState, at: Millis): Step {
  if (state.phase === 'publishing')
    return stay(withNote(state, at, 'info', 'the output is being published; it ends in a moment'))
  if (state.phase === 'cancelling') return stay(state)
  const commands = kill(state.attempts.filter(isOpen))
  const closed: RunState = {
    ...state,
    phase: 'cancelling',
    attempts: state.attempts.map((attempt) =>
      attempt.stage === 'waiting'
        ? { ...attempt, stage: 'ended', endedAt: at, verdict: 'cancelled', reason: CANCELLED }
        : attempt
    )
  }
  return andThen(
    andThen({ state: closed, commands }, (next) => cancelCopies(next, at, CANCELLED)),
    (next) => proceed(next, at)
  )
}

const CANCELLED = 'CANCELLED'
