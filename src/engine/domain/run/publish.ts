/** Publish: f+1 clusters must hold the output under its name, checked there; fewer is "verified, not published". */
import type { Millis } from '../../../shared/model/ids.js'
import { finish, stay, withNote, type Step } from './change.js'
import { neededVotes, type RunState } from './state.js'

/** Ends the run when every publication was answered. */
export function afterPublications(state: RunState, at: Millis): Step {
  if (state.phase !== 'publishing' || state.publications.some((one) => one.at === null))
    return stay(state)
  const failed = state.publications.filter((one) => one.error !== null)
  const told = failed.reduce(
    (next, one) =>
      withNote(next, at, 'error', `not published: ${one.error?.message ?? ''}`, one.cluster),
    state
  )
  const published = state.publications.length - failed.length
  if (published >= neededVotes(state)) return finish(told, at, 'verified')
  return finish(told, at, 'verified', {
    code: 'NOT_PUBLISHED',
    message: `the output is verified, but only ${String(published)} of ${String(neededVotes(state))} clusters hold it as "${state.plan.output}": ${failed.map((one) => `${one.cluster}: ${one.error?.message ?? ''}`).join('; ')}`,
    hint: 'The verified files still lie in the attempts’ own folders; "medusa runs RUN --json" names them.'
  })
}
