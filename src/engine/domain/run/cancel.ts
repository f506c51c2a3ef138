/** The end of a run before its vote: by the user, or because something of ours is wrong. Nobody is blamed for it. */
import type { Millis } from '../../../shared/model/ids.js'
import { andThen, stay, withNote, type Step } from './change.js'
import { proceed } from './proceed.js'
import { isOpen, type RunState } from './state.js'

/** Publishing takes seconds and leaves every target whole: it is let through. */
export function cancel(state: RunState, at: Millis): Step {
  if (state.phase === 'publishing' && !state.attempts.some(isOpen))
    return stay(withNote(state, at, 'info', 'the output is being published; it ends in a moment'))
  if (state.phase === 'cancelling') return stay(state)
  return andThen(
    {
      state: { ...state, phase: 'cancelling' },
      commands: state.attempts
        .filter(isOpen)
        .map(({ id, cluster }) => ({ type: 'kill' as const, attempt: id, cluster }))
    },
    (next) => proceed(closeBallots(next), at)
  )
}

const closeBallots = (state: RunState): RunState => ({
  ...state,
  attempts: state.attempts.map((attempt) =>
    attempt.stage === 'ended' && attempt.verdict === null
      ? { ...attempt, verdict: 'inconclusive', reason: 'CANCELLED' }
      : attempt
  )
})

export function stopAll(state: RunState, at: Millis): Step {
  const open = state.attempts.filter(isOpen)
  return {
    state: closeBallots({
      ...state,
      attempts: state.attempts.map((attempt) =>
        isOpen(attempt)
          ? { ...attempt, stage: 'ended', endedAt: at, verdict: 'cancelled', reason: 'RUN_FAILED' }
          : attempt
      )
    }),
    commands: open.map(({ id, cluster }) => ({ type: 'kill' as const, attempt: id, cluster }))
  }
}
