/** Small, pure changes to a run's state that several steps share. */
import type { AttemptId, ClusterName, Millis, UnitId } from '../../../shared/model/ids.js'
import type { WireError } from '../../../shared/model/errors.js'
import type { RunNote, RunVerdict } from '../../../shared/model/run.js'
import type { RunCommand } from './commands.js'
import type { Attempt, ClusterStanding, RunState, Unit } from './state.js'

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

export const findAttempt = (state: RunState, id: AttemptId): Attempt | undefined =>
  state.attempts.find((attempt) => attempt.id === id)

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
