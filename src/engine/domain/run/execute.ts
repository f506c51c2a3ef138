/**
 * Execute and vote: f+1 attempts first, then one more for each that is missing, until f+1 agree or nobody is left.
 *
 * An attempt that is still open is assumed to join the largest group: only what is certainly missing is started, so that a run without faults
 * costs f+1 executions and no more.
 */
import type { AttemptId, ClusterName, Millis } from '../../../shared/model/ids.js'
import { tally, type Ballot, type Group, type Tally } from '../vote.js'
import { finish, stay, andThen, withNote, withUnit, type Step } from './change.js'
import type { RunCommand } from './commands.js'
import { isOpen, neededVotes, type Attempt, type RunState, type Unit } from './state.js'

/** Looks at every open unit and decides what follows. */
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
  const attempts = state.attempts.filter((attempt) => attempt.unit === unit.id)
  const needed = neededVotes(state)
  const result = tally(attempts.filter(isBallot).map(toBallot), needed)
  if (result.type === 'decided') return decide(state, unit, result, at)

  const open = attempts.filter(isOpen)
  const largest = result.groups[0]?.clusters.length ?? 0
  const missing = needed - largest - open.length
  if (missing <= 0) return stay(state)

  const candidates = candidatesFor(state, unit)
  return candidates.length < missing
    ? giveUp(state, unit, result.groups, at)
    : start(state, unit, candidates.slice(0, missing), result.groups, at)
}

/** Clusters that have not tried this unit yet, best first. */
export function candidatesFor(state: RunState, unit: Unit): readonly ClusterName[] {
  return state.ranked.filter(
    (name) =>
      state.clusters.get(name)?.type === 'ready' &&
      !state.attempts.some((attempt) => attempt.unit === unit.id && attempt.cluster === name)
  )
}

/** Ended with an output, and nothing was decided about it yet. */
export const isBallot = (attempt: Attempt): boolean =>
  attempt.stage === 'ended' && attempt.verdict === null && attempt.manifest !== null

const toBallot = ({ cluster, id, files }: Attempt): Ballot => ({ cluster, attempt: id, files })

function decide(
  state: RunState,
  unit: Unit,
  result: Extract<Tally, { type: 'decided' }>,
  at: Millis
): Step {
  const agreed = new Set<AttemptId>(result.winner.attempts)
  const winners = state.attempts.filter((attempt) => agreed.has(attempt.id))
  const left = state.attempts.filter((attempt) => attempt.unit === unit.id && isOpen(attempt))
  const judged: RunState = {
    ...state,
    attempts: state.attempts.map((attempt) =>
      attempt.unit === unit.id ? judge(attempt, agreed, at) : attempt
    )
  }
  const counted = withUnit(judged, unit.id, (before) => ({
    ...before,
    agreed: result.winner.attempts,
    votes: [...before.votes, vote(unit, 'decided', result.groups, [], at)]
  }))
  return {
    state: {
      ...counted,
      phase: 'publishing',
      publications: winners.map(({ id, cluster }) => ({
        attempt: id,
        cluster,
        since: null,
        at: null,
        error: null
      }))
    },
    commands: [
      ...kill(left),
      ...winners.map(({ id, cluster }): RunCommand => ({ type: 'publish', attempt: id, cluster }))
    ]
  }
}

/** Cancelled ones are never counted as lies; a disagreement is one only against f+1 equal voices. */
function judge(attempt: Attempt, agreed: ReadonlySet<AttemptId>, at: Millis): Attempt {
  if (agreed.has(attempt.id)) return { ...attempt, verdict: 'agreed' }
  if (isOpen(attempt))
    return { ...attempt, stage: 'ended', endedAt: at, verdict: 'cancelled', reason: 'NOT_NEEDED' }
  return isBallot(attempt) ? { ...attempt, verdict: 'outvoted', reason: 'DIGEST_DIFFERS' } : attempt
}

export function start(
  state: RunState,
  unit: Unit,
  clusters: readonly ClusterName[],
  groups: readonly Group[],
  at: Millis
): Step {
  const earlier = state.attempts.filter((attempt) => attempt.unit === unit.id)
  const round = earlier.length === 0 ? 0 : 1 + Math.max(...earlier.map(({ round }) => round))
  const attempts = clusters.map((cluster, index): Attempt => ({
    id: `${state.plan.run}-${String(state.attempts.length + index + 1)}` as AttemptId,
    unit: unit.id,
    cluster,
    round,
    stage: 'staging',
    verdict: null,
    reason: null,
    cause: null,
    log: [],
    files: [],
    manifest: null,
    counters: {},
    applicationId: null,
    stagedBytes: 0,
    queuedAt: at,
    launchedAt: null,
    finishedAt: null,
    endedAt: null
  }))
  const joined: RunState = { ...state, attempts: [...state.attempts, ...attempts] }
  const told =
    groups.length > 1
      ? withUnit(joined, unit.id, (before) => ({
          ...before,
          votes: [...before.votes, vote(unit, 'no-quorum', groups, clusters, at)]
        }))
      : joined
  const noted = withNote(told, at, 'info', why(clusters, round, groups))
  return {
    state: noted,
    commands: attempts.map(({ id, cluster }): RunCommand => ({
      type: 'attempt',
      attempt: id,
      cluster
    }))
  }
}

function why(clusters: readonly ClusterName[], round: number, groups: readonly Group[]): string {
  const names = clusters.join(' and ')
  const verb = clusters.length === 1 ? 'starts' : 'start'
  if (round === 0) return `${names} ${verb}, first in the ranking`
  return groups.length > 1
    ? `${groups.map((group) => group.clusters.join(' = ')).join(' ≠ ')}: ${names} ${verb}`
    : `${names} ${verb} in place of an attempt that gave no output`
}

/** Nobody is left who could make f+1 equal: every voice that was heard stays without a verdict against it. */
function giveUp(state: RunState, unit: Unit, groups: readonly Group[], at: Millis): Step {
  const left = state.attempts.filter(isOpen)
  const closed: RunState = {
    ...state,
    attempts: state.attempts.map((attempt): Attempt => {
      if (isOpen(attempt))
        return {
          ...attempt,
          stage: 'ended',
          endedAt: at,
          verdict: 'cancelled',
          reason: 'NOT_NEEDED'
        }
      return isBallot(attempt)
        ? { ...attempt, verdict: 'inconclusive', reason: 'NO_QUORUM' }
        : attempt
    })
  }
  const counted = withUnit(closed, unit.id, (before) => ({
    ...before,
    votes: [...before.votes, vote(unit, 'no-quorum', groups, [], at)]
  }))
  const step = finish(counted, at, 'not-verified')
  return { state: step.state, commands: [...kill(left), ...step.commands] }
}

const vote = (
  unit: Unit,
  outcome: 'decided' | 'no-quorum',
  groups: readonly Group[],
  joined: readonly ClusterName[],
  at: Millis
) => ({ unit: unit.id, at, outcome, groups: groups.map((group) => group.clusters), joined })

const kill = (attempts: readonly Attempt[]): readonly RunCommand[] =>
  attempts.map(({ id, cluster }) => ({ type: 'kill', attempt: id, cluster }))
