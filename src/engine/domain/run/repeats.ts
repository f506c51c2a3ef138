/**
 * Repeats on the same clusters: who contradicts itself is unreliable; when f+1 clusters do, it is the job.
 *
 * A repeat has no voice of its own. It either confirms the first attempt of its cluster or takes that one's voice away.
 */
import { isNumeric } from '../../../shared/model/compare.js'
import type { Millis } from '../../../shared/model/ids.js'
import { stay, withAttempt, withNote, type Step } from './change.js'
import { isBallot, ruleOf, vouchedText } from './ballots.js'
import { endRun } from './end-run.js'
import { attemptsOf } from './lookup.js'
import { neededVotes, type Attempt, type RunState, type Unit } from './state.js'

/** First attempts whose clusters may be asked once more: they have an output, and were not repeated yet. */
export function repeatable(state: RunState, unit: Unit): readonly Attempt[] {
  // Values have no digest that could contradict itself.
  if (!state.plan.relaunchSameCluster || isNumeric(ruleOf(state, unit))) return []
  const attempts = attemptsOf(state, unit.id)
  return attempts.filter(
    (attempt) =>
      attempt.repeats === null &&
      isBallot(attempt) &&
      !attempts.some((other) => other.repeats === attempt.id)
  )
}

/** Of a repeat that said the same; its verdict is that of the attempt it repeats. */
export const CONFIRMS = 'CONFIRMS'
export const CONTRADICTS = 'CONTRADICTS_ITSELF'

/** Looks at repeats that have ended; ends the run when the job itself is at fault. */
export function judgeRepeats(state: RunState, unit: Unit, at: Millis): Step {
  const ended = attemptsOf(state, unit.id).filter(
    (attempt) => attempt.repeats !== null && attempt.reason !== CONFIRMS && isBallot(attempt)
  )
  const judged = ended.reduce<RunState>(
    (next, repeat) => judgeRepeat(next, unit, repeat, at),
    state
  )
  const contradicting = new Set(
    attemptsOf(judged, unit.id)
      .filter((attempt) => attempt.reason === CONTRADICTS)
      .map((attempt) => attempt.cluster)
  )
  if (contradicting.size < neededVotes(state)) return stay(judged)
  const names = [...contradicting].join(', ')
  return endRun(
    withNote(judged, at, 'error', `the job is non-deterministic: ${names} contradict themselves`),
    at,
    'not-verified',
    {
      code: 'NOT_DETERMINISTIC',
      message: `the job "${unit.id}" gives another output each time: ${names} contradicted themselves, and at most ${String(state.plan.faults)} of them can be faulty`,
      hint: 'If only the order of lines varies, use "compare: lines"; if numbers differ a little, "compare: { numeric: { tolerance: … } }".'
    },
    'NOT_NEEDED'
  )
}

function judgeRepeat(state: RunState, unit: Unit, repeat: Attempt, at: Millis): RunState {
  const first = state.attempts.find((attempt) => attempt.id === repeat.repeats)
  if (first === undefined) return state
  const rule = ruleOf(state, unit)
  const same = vouchedText(first, rule) === vouchedText(repeat, rule)
  if (same)
    return withNote(
      withAttempt(state, repeat.id, (before) => ({ ...before, reason: CONFIRMS })),
      at,
      'info',
      'a repeat gave the same output again',
      repeat.cluster
    )
  const taken = (attempt: Attempt): Attempt => ({
    ...attempt,
    verdict: 'inconclusive',
    reason: CONTRADICTS
  })
  return withNote(
    withAttempt(withAttempt(state, first.id, taken), repeat.id, taken),
    at,
    'warning',
    'contradicts itself: a repeat gave another output, so neither counts',
    repeat.cluster
  )
}
