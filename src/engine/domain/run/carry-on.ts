/** The heart of a run under way: everything that can be decided now. */
import type { Millis } from '../../../shared/model/ids.js'
import { andThen, stay, type Step } from './change.js'
import { dispatch } from './dispatch.js'
import { evaluate } from './execute.js'
import { publishAll } from './publish.js'
import { settle } from './settle.js'
import type { RunState } from './state.js'

/** Votes settle outputs, outputs start the jobs that read them, and those wait for copies: round and round until all wait. */
export function carryOn(state: RunState, at: Millis): Step {
  const round = [evaluate, settle, dispatch, publishAll].reduce<Step>(
    (step, decide) =>
      andThen(step, (next) => (next.phase === 'executing' ? decide(next, at) : stay(next))),
    stay(state)
  )
  const quiet = round.state === state || round.state.phase !== 'executing'
  return quiet ? round : andThen(round, (next) => carryOn(next, at))
}
