/**
 * The ballots of a unit and what they amount to, under its job's rule.
 *
 * `bytes` and `lines` group equal texts. `numeric` has no text: outputs are compared in pairs, and f+1 of them must lie within the tolerance of one
 * another, each of each, because "within" is not transitive.
 */
import { isNumeric, type Compare } from '../../../shared/model/compare.js'
import type { AttemptId } from '../../../shared/model/ids.js'
import { mutualQuorum } from '../numeric.js'
import { canonicalText, isVotable, tally, type Ballot, type Group, type Tally } from '../vote.js'
import { jobOf } from './datasets.js'
import { unitById } from './lookup.js'
import { neededVotes, type Attempt, type RunState, type Unit } from './state.js'

/** Ended with an output, and nothing was decided about it yet. */
export const isBallot = (attempt: Attempt): boolean =>
  attempt.stage === 'ended' && attempt.verdict === null && attempt.manifest !== null

/** How a unit's outputs are compared: chunks like their job, a cut always by its bytes. */
export const ruleOf = (state: RunState, unit: Unit): Compare =>
  unit.role === 'cut' ? 'bytes' : jobOf(state, unit.job).compare

/** What an output is under a rule; `null` under `numeric`, which has no such text. */
export function vouchedText(attempt: Attempt, rule: Compare): string | null {
  if (isNumeric(rule)) return null
  if (rule === 'bytes') return canonicalText(attempt.files)
  // An answer without the digest that was asked for vouches for nothing but itself.
  return attempt.lines === null
    ? `no lines ${attempt.id}`
    : `${attempt.lines.digest} ${String(attempt.lines.count)}`
}

export interface Count {
  readonly tally: Tally
  /** Pairs that have to be compared before anything more can be said. */
  readonly uncompared: readonly (readonly [AttemptId, AttemptId])[]
}

/** @param attempts - of the unit; repeats have no voice of their own */
export function countBallots(state: RunState, unit: Unit, attempts: readonly Attempt[]): Count {
  const rule = ruleOf(state, unit)
  const ballots = attempts.filter((attempt) => isBallot(attempt) && attempt.repeats === null)
  if (isNumeric(rule)) return countValues(unit, ballots, neededVotes(state))
  const votes = ballots.map((attempt): Ballot => {
    const vouchesFor = vouchedText(attempt, rule)
    const { cluster, id, files } = attempt
    return { cluster, attempt: id, files, ...(vouchesFor === null ? {} : { vouchesFor }) }
  })
  return { tally: tally(votes, neededVotes(state)), uncompared: [] }
}

function countValues(unit: Unit, all: readonly Attempt[], needed: number): Count {
  const ballots = all.filter((attempt) => isVotable(attempt.files))
  const ids = ballots.map(({ id }) => id)
  const uncompared = ids.flatMap((left, index) =>
    ids
      .slice(index + 1)
      .filter((right) => outcomeOf(unit, left, right) === undefined)
      .map((right) => [left, right] as const)
  )
  const within = (left: string, right: string): boolean =>
    outcomeOf(unit, left as AttemptId, right as AttemptId) === true
  const agreed = mutualQuorum(ids, within, 1) ?? []
  const rest = ids.filter((id) => !agreed.includes(id))
  const groups = [agreed, ...rest.map((id) => [id])]
    .filter((group) => group.length > 0)
    .map((group) => groupOf(ballots, group))
  const winner = groups[0]
  return {
    tally:
      winner !== undefined && winner.clusters.length >= needed
        ? { type: 'decided', winner, groups }
        : { type: 'no-quorum', groups },
    uncompared
  }
}

/**
 * Does an attempt that lost the vote contradict each of the f+1 that won it? Under `numeric` the vote may be decided before it was compared with
 * all of them, or it may be near some: one of those could be the liar, so it is not blamed.
 */
export function contradicts(
  state: RunState,
  unit: Unit,
  attempt: Attempt,
  agreed: ReadonlySet<AttemptId>
): boolean {
  if (!isNumeric(ruleOf(state, unit)) || !isVotable(attempt.files)) return true
  const current = unitById(state, unit.id) ?? unit
  return [...agreed].every((id) => outcomeOf(current, attempt.id, id) === false)
}

/** `undefined`: not compared yet. */
function outcomeOf(unit: Unit, left: AttemptId, right: AttemptId): boolean | undefined {
  const found = unit.comparisons.find(
    (one) =>
      (one.left === left && one.right === right) || (one.left === right && one.right === left)
  )
  return found?.outcome?.type === 'compared' ? found.outcome.within : undefined
}

function groupOf(ballots: readonly Attempt[], ids: readonly string[]): Group {
  const members = ballots.filter(({ id }) => ids.includes(id))
  return {
    files: members[0]?.files ?? [],
    clusters: members.map(({ cluster }) => cluster),
    attempts: members.map(({ id }) => id)
  }
}
