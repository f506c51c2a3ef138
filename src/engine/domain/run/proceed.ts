/** Which decisions come next, by the run's phase. */
import type { Millis } from '../../../shared/model/ids.js'
import { carryOn } from './carry-on.js'
import { stay, type Step } from './change.js'
import { endRun } from './end-run.js'
import { afterPin } from './pin.js'
import { publishAll } from './publish.js'
import { isOpen, type RunState } from './state.js'
import { afterSurvey } from './survey.js'

/** What follows once attempts, copies or clusters have changed. */
export function proceed(state: RunState, at: Millis): Step {
  switch (state.phase) {
    case 'surveying':
      return afterSurvey(state, at)
    case 'pinning':
      return afterPin(state, at)
    case 'executing':
      return carryOn(state, at)
    case 'publishing':
      return publishAll(state, at)
    case 'cancelling':
      return state.attempts.some(isOpen)
        ? stay(state)
        : endRun(state, at, 'cancelled', null, 'CANCELLED')
    default:
      return stay(state)
  }
}
