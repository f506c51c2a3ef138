/**
 * Execute and vote: f+1 attempts first, then one more for each that is missing, until f+1 agree or nobody is left.
 *
 * An attempt that is still open is assumed to join the largest group: only what is certainly missing is started, so that a run without faults
 * costs f+1 executions and no more.
 */
import type { AttemptId, Millis } from '../../../shared/model/ids.js'
import type { Group, Tally } from '../vote.js'
import { contradicts, countBallots, isBallot } from './ballots.js'
import { candidatesFor, couldTry } from './candidates.js'
import { andThen, kill, startAttempts, stay, withNote, withUnit, type Step } from './change.js'
import { readsOf } from './datasets.js'
import { endRun } from './end-run.js'
import { attemptsOf, unitById } from './lookup.js'
import { CONFIRMS, judgeRepeats, repeatable } from './repeats.js'
import {
  isOpen,
  neededVotes,
  type Attempt,
  type Dataset,
  type RunState,
  type Unit
} from './state.js'

/** Looks at every undecided unit whose inputs are known and decides what follows. */
export function evaluate(state: RunState, at: Millis): Step {
  return state.units
    .filter((unit) => unit.agreed.length === 0)
    .reduce<Step>(
      (step, unit) =>
        step.state.phase === 'executing'
          ? andThen(step, (next) => evaluateUnit(next, unit, at))
          : step,
      stay(state)
    )
}

function evaluateUnit(state: RunState, unit: Unit, at: Millis): Step {
  if (isQuiet(state, unit)) return stay(state)
  const reads = readsOf(state, unit)
  if (reads === null) return stay(state)
  return andThen(judgeRepeats(state, unit, at), (judged) =>
    judged.phase === 'executing' ? count(judged, unit, reads, at) : stay(judged)
  )
}

/** Enough attempts are open, none has ended: nothing can be said yet. Most units of a run at task level are so most of the time. */
function isQuiet(state: RunState, unit: Unit): boolean {
  const attempts = attemptsOf(state, unit.id)
  return attempts.length >= neededVotes(state) && attempts.every(isOpen)
}

function count(state: RunState, unit: Unit, reads: readonly Dataset[], at: Millis): Step {
  const attempts = attemptsOf(state, unit.id)
  const { tally, uncompared } = countBallots(state, unit, attempts)
  if (tally.type === 'decided') return decide(state, unit, tally, at)
  if (uncompared.length > 0) return compare(state, unit, uncompared, at)
  if (attempts.some((attempt) => isOpen(attempt) && attempt.repeats !== null)) return stay(state)

  const open = attempts.filter(isOpen).length
  const largest = tally.groups[0]?.clusters.length ?? 0
  const missing = neededVotes(state) - largest - open
  if (missing <= 0) return stay(state)

  const again = tally.groups.length > 1 ? repeatable(state, unit) : []
  if (again.length > 0) {
    const launches = again.map(({ id, cluster }) => ({ cluster, repeats: id }))
    return startAttempts(state, unit, launches, tally.groups, 'they are asked again', at)
  }
  const candidates = candidatesFor(state, unit, reads)
  if (candidates.length < missing)
    return couldTry(state, unit, reads) < missing
      ? giveUp(state, unit, tally.groups, at)
      : stay(state)
  const launches = candidates.slice(0, missing).map((cluster) => ({ cluster, repeats: null }))
  return startAttempts(state, unit, launches, tally.groups, null, at)
}

/** Asks for the comparisons that are missing and not under way. */
function compare(
  state: RunState,
  unit: Unit,
  pairs: readonly (readonly [AttemptId, AttemptId])[],
  at: Millis
): Step {
  const current = unitById(state, unit.id) ?? unit
  const fresh = pairs.filter(
    ([left, right]) => !current.comparisons.some((one) => one.left === left && one.right === right)
  )
  if (fresh.length === 0) return stay(state)
  return {
    state: withUnit(state, unit.id, (before) => ({
      ...before,
      comparisons: [
        ...before.comparisons,
        ...fresh.map(([left, right]) => ({
          left,
          right,
          since: at,
          at: null,
          bytes: 0,
          outcome: null
        }))
      ]
    })),
    commands: fresh.map(([left, right]) => ({ type: 'compare', unit: unit.id, left, right }))
  }
}

function decide(
  state: RunState,
  unit: Unit,
  result: Extract<Tally, { type: 'decided' }>,
  at: Millis
): Step {
  const agreed = new Set<AttemptId>(result.winner.attempts)
  const left = attemptsOf(state, unit.id).filter(isOpen)
  const judged: RunState = {
    ...state,
    attempts: state.attempts.map((attempt) =>
      attempt.unit === unit.id ? judge(state, unit, attempt, agreed, at) : attempt
    )
  }
  const counted = withUnit(judged, unit.id, (before) => ({
    ...before,
    agreed: result.winner.attempts,
    votes: [
      ...before.votes,
      {
        unit: unit.id,
        at,
        outcome: 'decided',
        groups: result.groups.map((group) => group.clusters),
        joined: []
      }
    ]
  }))
  return { state: counted, commands: kill(left) }
}

/** Cancelled ones are never counted as lies; a disagreement is one only against f+1 equal voices. */
function judge(
  state: RunState,
  unit: Unit,
  attempt: Attempt,
  agreed: ReadonlySet<AttemptId>,
  at: Millis
): Attempt {
  const spokenFor = attempt.reason === CONFIRMS ? attempt.repeats : attempt.id
  if (spokenFor !== null && agreed.has(spokenFor)) return { ...attempt, verdict: 'agreed' }
  if (isOpen(attempt)) return cancelled(attempt, at)
  if (!isBallot(attempt)) return attempt
  return contradicts(state, unit, attempt, agreed)
    ? { ...attempt, verdict: 'outvoted', reason: 'DIGEST_DIFFERS' }
    : { ...attempt, verdict: 'inconclusive', reason: 'NOT_COMPARED' }
}

const cancelled = (attempt: Attempt, at: Millis): Attempt => ({
  ...attempt,
  stage: 'ended',
  endedAt: at,
  verdict: 'cancelled',
  reason: 'NOT_NEEDED'
})

/** Nobody is left who could make f+1 equal: every voice that was heard stays without a verdict against it. */
function giveUp(state: RunState, unit: Unit, groups: readonly Group[], at: Millis): Step {
  const closed: RunState = {
    ...state,
    attempts: state.attempts.map((attempt): Attempt =>
      attempt.unit === unit.id && isBallot(attempt)
        ? { ...attempt, verdict: 'inconclusive', reason: 'NO_QUORUM' }
        : attempt
    )
  }
  const counted = withUnit(closed, unit.id, (before) => ({
    ...before,
    votes: [
      ...before.votes,
      {
        unit: unit.id,
        at,
        outcome: 'no-quorum',
        groups: groups.map((group) => group.clusters),
        joined: []
      }
    ]
  }))
  const told =
    state.units.length > 1
      ? withNote(
          counted,
          at,
          'error',
          `${unit.id}: no ${String(neededVotes(state))} clusters agree`
        )
      : counted
  return endRun(told, at, 'not-verified', null, 'NOT_NEEDED')
}
