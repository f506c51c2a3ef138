/**
 * Publish: f+1 clusters must hold the output under its name, checked there.
 *
 * Where a publication fails (its cluster went out after the vote, say), another cluster runs the job: its output has to equal the one that was
 * decided, and is published in its place. Only when nobody is left the run ends "verified, not published".
 */
import type { Millis } from '../../../shared/model/ids.js'
import { canonicalText } from '../vote.js'
import { andThen, finish, stay, withAttempt, withNote, withUnit, type Step } from './change.js'
import { candidatesFor, isBallot, start } from './execute.js'
import { isOpen, neededVotes, type Attempt, type RunState, type Unit } from './state.js'

/** Goes on when every publication was answered and no attempt is open. */
export function afterPublications(state: RunState, at: Millis): Step {
  if (state.phase !== 'publishing') return stay(state)
  const late = state.attempts.find(isBallot)
  if (late !== undefined)
    return andThen(judgeLate(state, late, at), (next) => afterPublications(next, at))
  if (state.publications.some((one) => one.at === null) || state.attempts.some(isOpen))
    return stay(state)

  const published = state.publications.filter((one) => one.error === null).length
  const missing = neededVotes(state) - published
  if (missing <= 0) return finish(tellFailures(state, at), at, 'verified')
  const unit = state.units.find((one) => one.agreed.length > 0)
  const candidates = unit === undefined ? [] : candidatesFor(state, unit)
  return unit !== undefined && candidates.length >= missing
    ? start(state, unit, candidates.slice(0, missing), [], at)
    : notPublished(tellFailures(state, at), published, at)
}

/** An attempt that ended after the decision joins it or is outvoted by it. */
function judgeLate(state: RunState, attempt: Attempt, at: Millis): Step {
  const unit = state.units.find((one) => one.id === attempt.unit)
  const winner = state.attempts.find((one) => unit?.agreed.includes(one.id) === true)
  const agrees =
    winner !== undefined && canonicalText(winner.files) === canonicalText(attempt.files)
  if (!agrees)
    return stay(
      withAttempt(state, attempt.id, (before) => ({
        ...before,
        verdict: 'outvoted',
        reason: 'DIGEST_DIFFERS'
      }))
    )
  const { id, cluster } = attempt
  const agreed = withUnit(
    withAttempt(state, id, (before) => ({ ...before, verdict: 'agreed' })),
    attempt.unit,
    (before: Unit) => ({
      ...before,
      agreed: [...before.agreed, id],
      votes: [
        ...before.votes,
        {
          unit: before.id,
          at,
          outcome: 'decided',
          groups: [agreedClusters(state, before, attempt)],
          joined: []
        }
      ]
    })
  )
  const publication = { attempt: id, cluster, since: null, at: null, error: null }
  return {
    state: { ...agreed, publications: [...agreed.publications, publication] },
    commands: [{ type: 'publish', attempt: id, cluster }]
  }
}

const agreedClusters = (state: RunState, unit: Unit, joined: Attempt) => [
  ...state.attempts.filter((one) => unit.agreed.includes(one.id)).map((one) => one.cluster),
  joined.cluster
]

function tellFailures(state: RunState, at: Millis): RunState {
  return state.publications
    .filter((one) => one.error !== null)
    .reduce(
      (next, one) =>
        withNote(next, at, 'error', `not published: ${one.error?.message ?? ''}`, one.cluster),
      state
    )
}

function notPublished(state: RunState, published: number, at: Millis): Step {
  const failed = state.publications.filter((one) => one.error !== null)
  return finish(state, at, 'verified', {
    code: 'NOT_PUBLISHED',
    message: `the output is verified, but only ${String(published)} of ${String(neededVotes(state))} clusters hold it as "${state.plan.output}": ${failed.map((one) => `${one.cluster}: ${one.error?.message ?? ''}`).join('; ')}`,
    hint: 'The verified files still lie in the attempts’ own folders; "medusa runs RUN --json" names them.'
  })
}
