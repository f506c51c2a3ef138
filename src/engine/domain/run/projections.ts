/** What others see of a run's state: the snapshot (live, for window and terminal) and the report (kept, public format). */
import type { AttemptId, ClusterName, Millis } from '../../../shared/model/ids.js'
import type {
  AttemptPhase,
  AttemptReport,
  AttemptTimings,
  AttemptView,
  ClusterState,
  ClusterView,
  RunReport,
  RunSnapshot,
  UnitReport,
  UnitView
} from '../../../shared/model/run.js'
import { consoleShare } from './console-share.js'
import { verdictSentence } from './sentence.js'
import { isOpen, neededVotes, type Attempt, type RunState, type Unit } from './state.js'

/** What is shown and not journaled: it comes often and nothing is decided by it. */
export interface LiveProgress {
  readonly phase: AttemptPhase
  readonly map: number
  readonly reduce: number
  readonly bytes: number
  readonly bytesTotal: number
  readonly applicationId: string | null
  /** Console clock when the job was first seen to be over. */
  readonly finishedAt: Millis | null
}

export interface LiveView {
  readonly now: Millis
  readonly live: boolean
  readonly progress: ReadonlyMap<AttemptId, LiveProgress>
  readonly heartbeats: ReadonlyMap<ClusterName, Millis>
}

export function toSnapshot(state: RunState, view: LiveView): RunSnapshot {
  const { plan } = state
  return {
    run: plan.run,
    version: state.version,
    name: plan.name,
    environment: plan.environment,
    live: view.live,
    phase: state.phase === 'cancelling' ? 'executing' : state.phase,
    faults: plan.faults,
    needed: neededVotes(state),
    method: 'bytes',
    seed: plan.seed,
    startedAt: state.startedAt,
    finishedAt: state.finishedAt,
    now: view.now,
    verdict: state.verdict,
    sentence: verdictSentence(state),
    error: state.error,
    inputs: state.inputs.map((input) => input.view),
    clusters: plan.clusters.map(({ name, address }) => clusterView(state, name, address, view)),
    attempts: state.attempts.map((attempt) => attemptView(state, attempt, view)),
    units: state.units.map((unit) => unitView(state, unit)),
    output: outputOf(state),
    notes: state.notes,
    console: consoleShare(state, view.now)
  }
}

function clusterView(
  state: RunState,
  name: ClusterName,
  address: string,
  view: LiveView
): ClusterView {
  const standing = state.clusters.get(name)
  const rank = state.ranked.indexOf(name)
  const running = state.attempts.some((attempt) => attempt.cluster === name && isOpen(attempt))
  const type: ClusterState =
    standing?.type === 'ready' && running ? 'running' : (standing?.type ?? 'surveying')
  return {
    name,
    address,
    state: type,
    reason: standing?.type === 'excluded' || standing?.type === 'silent' ? standing.reason : null,
    rank: rank === -1 ? null : rank,
    heartbeatAt: view.heartbeats.get(name) ?? null
  }
}

function attemptView(state: RunState, attempt: Attempt, view: LiveView): AttemptView {
  const live = isOpen(attempt) ? view.progress.get(attempt.id) : undefined
  const done = attempt.manifest !== null
  const size = attempt.files.reduce((sum, file) => sum + file.length, 0)
  return {
    id: attempt.id,
    unit: attempt.unit,
    cluster: attempt.cluster,
    phase: phaseOf(state, attempt, live),
    map: live?.map ?? (done ? 100 : 0),
    reduce: live?.reduce ?? (done ? 100 : 0),
    bytes: live?.bytes ?? size,
    bytesTotal: live?.bytesTotal ?? size,
    verdict: attempt.verdict,
    reason: attempt.reason,
    cause: attempt.cause,
    round: attempt.round,
    applicationId: attempt.applicationId ?? live?.applicationId ?? null,
    files: attempt.files,
    manifest: attempt.manifest,
    timings: timingsOf(attempt, live?.finishedAt ?? null)
  }
}

function phaseOf(state: RunState, attempt: Attempt, live: LiveProgress | undefined): AttemptPhase {
  if (attempt.stage === 'ended')
    return attempt.verdict === null && state.phase === 'executing' ? 'voting' : 'over'
  return attempt.stage === 'running' ? (live?.phase ?? 'preparing') : attempt.stage
}

const timingsOf = (attempt: Attempt, finishedAt: Millis | null): AttemptTimings => ({
  queued: attempt.queuedAt,
  launched: attempt.launchedAt ?? 0,
  finished: attempt.finishedAt ?? finishedAt ?? 0,
  digested: attempt.manifest === null ? 0 : (attempt.endedAt ?? 0)
})

function unitView(state: RunState, unit: Unit): UnitView {
  const winner = state.attempts.find((attempt) => unit.agreed.includes(attempt.id))
  return {
    id: unit.id,
    decided: unit.agreed.length > 0,
    votes: unit.votes,
    agreed: unit.agreed,
    manifest: winner?.manifest ?? null
  }
}

/** Clusters that hold the output under its name: none unless the run is verified and published. */
function outputOf(state: RunState): RunReport['output'] {
  const published =
    state.verdict === 'verified' && state.error === null
      ? state.publications.filter((one) => one.error === null).map((one) => one.cluster)
      : []
  return { path: state.plan.output, clusters: published }
}

/** @param state - of a run that is over */
export function toReport(state: RunState): RunReport {
  const { plan } = state
  const finishedAt = state.finishedAt ?? state.startedAt
  return {
    run: plan.run,
    name: plan.name,
    environment: plan.environment,
    verdict: state.verdict ?? 'failed',
    sentence: verdictSentence(state),
    faults: plan.faults,
    method: 'bytes',
    seed: plan.seed,
    startedAt: state.startedAt,
    finishedAt,
    inputs: state.inputs.map((input) => input.view),
    units: state.units.map((unit) => unitReport(state, unit)),
    attempts: state.attempts.map(attemptReport),
    clusters: plan.clusters.map(({ name, address }) => {
      const view = clusterView(state, name, address, BLIND)
      return { name, state: view.state, reason: view.reason, facts: state.facts.get(name) ?? null }
    }),
    output: outputOf(state),
    refused: state.refused,
    warnings: state.notes.filter((note) => note.severity === 'warning').map((note) => note.text),
    error: state.error,
    console: consoleShare(state, finishedAt)
  }
}

const BLIND: LiveView = {
  now: 0 as Millis,
  live: false,
  progress: new Map(),
  heartbeats: new Map()
}

function unitReport(state: RunState, unit: Unit): UnitReport {
  const winners = state.attempts.filter((attempt) => unit.agreed.includes(attempt.id))
  const agreed = winners.map((attempt) => attempt.cluster)
  return {
    id: unit.id,
    decided: winners.length > 0,
    files: (winners[0]?.files ?? []).map((file) => ({ ...file, agreed }))
  }
}

const attemptReport = (attempt: Attempt): AttemptReport => ({
  id: attempt.id,
  unit: attempt.unit,
  cluster: attempt.cluster,
  verdict: attempt.verdict ?? 'inconclusive',
  reason: attempt.reason,
  cause: attempt.cause,
  files: attempt.files,
  timings: timingsOf(attempt, null),
  applicationId: attempt.applicationId
})
