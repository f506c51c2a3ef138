/** The end of a run before its vote: by the user, or because something of ours is wrong. Nobody is blamed for it. */
import type { Millis } from '../../../shared/model/ids.js'
import { andThen, stay, withNote, type Step } from './change.js'
import { cancelCopies } from './copies.js'
import { kill } from './execute.js'
import { proceed } from './proceed.js'
import { isOpen, type Attempt, type RunState } from './state.js'

/** Publishing takes seconds and leaves every target whole: it is let through. */
export function cancel(state: RunState, at: Millis): Step {
  if (state.phase === 'publishing')
    return stay(withNote(state, at, 'info', 'the output is being published; it ends in a moment'))
  if (state.phase === 'cancelling') return stay(state)
  const commands = kill(state.attempts.filter(isOpen))
  const closed = endWhere(
    closeBallots({ ...state, phase: 'cancelling' }),
    at,
    'CANCELLED',
    (attempt) => attempt.stage === 'waiting'
  )
  return andThen(
    andThen({ state: closed, commands }, (next) => cancelCopies(next, at, 'CANCELLED')),
    (next) => proceed(next, at)
  )
}

const endWhere = (
  state: RunState,
  at: Millis,
  reason: string,
  which: (attempt: Attempt) => boolean
): RunState => ({
  ...state,
  attempts: state.attempts.map((attempt) =>
    isOpen(attempt) && which(attempt)
      ? { ...attempt, stage: 'ended', endedAt: at, verdict: 'cancelled', reason }
      : attempt
  )
})

const closeBallots = (state: RunState): RunState => ({
  ...state,
  attempts: state.attempts.map((attempt) =>
    attempt.stage === 'ended' && attempt.verdict === null
      ? { ...attempt, verdict: 'inconclusive', reason: 'CANCELLED' }
      : attempt
  )
})

export function stopAll(state: RunState, at: Millis): Step {
  const commands = kill(state.attempts.filter(isOpen))
  const ended = closeBallots(endWhere(state, at, 'RUN_FAILED', () => true))
  return andThen({ state: ended, commands }, (next) => cancelCopies(next, at, 'RUN_FAILED'))
}
