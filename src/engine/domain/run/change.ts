/** Small, pure changes to a run's state that several steps share. */
import type { AttemptId, ClusterName, CopyId, Millis, UnitId } from '../../../shared/model/ids.js'
import type { WireError } from '../../../shared/model/errors.js'
import type { RunNote, RunVerdict } from '../../../shared/model/run.js'
import type { Group } from '../vote.js'
import type { RunCommand } from './commands.js'
import { attemptById, attemptsOf } from './lookup.js'
import {
  isOpen,
  type Attempt,
  type ClusterStanding,
  type Copy,
  type RunState,
  type Unit
} from './state.js'

export interface Step {
  readonly state: RunState
  readonly commands: readonly RunCommand[]
}

export const stay = (state: RunState): Step => ({ state, commands: [] })

/**
 * Runs the next decision on what the last one led to; commands add up.
 *
 * n.b. not called `then`: a module that exports a `then` is taken for a promise by `import()`.
 */
export function andThen(step: Step, next: (state: RunState) => Step): Step {
  const { state, commands } = next(step.state)
  return { state, commands: [...step.commands, ...commands] }
}

export function withNote(
  state: RunState,
  at: Millis,
  severity: RunNote['severity'],
  text: string,
  cluster: ClusterName | null = null
): RunState {
  return { ...state, notes: [...state.notes, { at, severity, cluster, text }] }
}

export function withAttempt(
  state: RunState,
  id: AttemptId,
  change: (attempt: Attempt) => Attempt
): RunState {
  return {
    ...state,
    attempts: state.attempts.map((attempt) => (attempt.id === id ? change(attempt) : attempt))
  }
}

/** @param changes - what becomes different about which copies; made in one go, so that there is one new list */
export function withCopies(state: RunState, changes: ReadonlyMap<CopyId, Partial<Copy>>): RunState {
  return {
    ...state,
    copies: state.copies.map((copy) => {
      const change = changes.get(copy.id)
      return change === undefined ? copy : { ...copy, ...change }
    })
  }
}

export function withUnit(state: RunState, id: UnitId, change: (unit: Unit) => Unit): RunState {
  return { ...state, units: state.units.map((unit) => (unit.id === id ? change(unit) : unit)) }
}

export function withCluster(
  state: RunState,
  name: ClusterName,
  standing: ClusterStanding
): RunState {
  return { ...state, clusters: new Map(state.clusters).set(name, standing) }
}

/** An attempt to be made; `repeats`: the earlier one of the same cluster that it repeats. */
export interface Launch {
  readonly cluster: ClusterName
  readonly repeats: AttemptId | null
}

/**
 * New attempts of a unit. They wait for their data and their turn.
 *
 * @param groups - what the vote that leads to them found; empty before the first
 * @param why - in words, instead of the usual ones
 */
export function startAttempts(
  state: RunState,
  unit: Unit,
  launches: readonly Launch[],
  groups: readonly Group[],
  why: string | null,
  at: Millis
): Step {
  const earlier = attemptsOf(state, unit.id)
  const round = earlier.length === 0 ? 0 : 1 + Math.max(...earlier.map(({ round }) => round))
  const clusters = launches.map(({ cluster }) => cluster)
  const attempts = launches.map(({ cluster, repeats }, index): Attempt => ({
    id: `${state.plan.run}-${String(state.attempts.length + index + 1)}` as AttemptId,
    unit: unit.id,
    cluster,
    round,
    repeats,
    stage: 'waiting',
    verdict: null,
    reason: null,
    cause: null,
    log: [],
    files: [],
    manifest: null,
    lines: null,
    pieces: [],
    counters: {},
    applicationId: null,
    stagedBytes: 0,
    queuedAt: at,
    startedAt: null,
    launchedAt: null,
    finishedAt: null,
    endedAt: null
  }))
  const joined: RunState = { ...state, attempts: [...state.attempts, ...attempts] }
  const told =
    groups.length > 1
      ? withUnit(joined, unit.id, (before) => ({
          ...before,
          votes: [
            ...before.votes,
            {
              unit: unit.id,
              at,
              outcome: 'no-quorum',
              groups: groups.map((group) => group.clusters),
              joined: clusters
            }
          ]
        }))
      : joined
  const subject = state.units.length > 1 ? `${unit.id}: ` : ''
  const text = why ?? usualReason(clusters, round, groups)
  return stay(withNote(told, at, 'info', `${subject}${text}`))
}

function usualReason(
  clusters: readonly ClusterName[],
  round: number,
  groups: readonly Group[]
): string {
  const names = clusters.join(' and ')
  const verb = clusters.length === 1 ? 'starts' : 'start'
  if (round === 0) return `${names} ${verb}`
  return groups.length > 1
    ? `${groups.map((group) => group.clusters.join(' = ')).join(' ≠ ')}: ${names} ${verb}`
    : `${names} ${verb} in place of an attempt that gave no output`
}

export const findAttempt = attemptById

/** Attempts that never left this machine have nothing to be stopped. */
export const kill = (attempts: readonly Attempt[]): readonly RunCommand[] =>
  attempts
    .filter((attempt) => isOpen(attempt) && attempt.stage !== 'waiting')
    .map(({ id, cluster }) => ({ type: 'kill', attempt: id, cluster }))

/** The end of a run: nothing is decided after it. */
export function finish(
  state: RunState,
  at: Millis,
  verdict: RunVerdict,
  error: WireError | null = null
): Step {
  return {
    state: { ...state, phase: 'over', finishedAt: at, verdict, error },
    commands: [{ type: 'finish' }]
  }
}

/** Clusters whose standing is `ready`, in the order of the plan. */
export function readyClusters(state: RunState): readonly ClusterName[] {
  return state.plan.clusters
    .map((cluster) => cluster.name)
    .filter((name) => state.clusters.get(name)?.type === 'ready')
}
