/** Which decision comes next, by the run's phase. */
import type { Millis } from '../../../shared/model/ids.js'
import { finish, stay, type Step } from './change.js'
import { evaluate } from './execute.js'
import { afterPublications } from './publish.js'
import { isOpen, type RunState } from './state.js'
import { afterPin } from './survey.js'

/** What follows once attempts or clusters have changed. */
export function proceed(state: RunState, at: Millis): Step {
  switch (state.phase) {
    case 'pinning':
      return afterPin(state, at)
    case 'executing':
      return evaluate(state, at)
    case 'publishing':
      return afterPublications(state, at)
    case 'cancelling':
      return state.attempts.some(isOpen) ? stay(state) : finish(state, at, 'cancelled')
    default:
      return stay(state)
  }
}
