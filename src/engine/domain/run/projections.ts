/** What others see of a run's state: the snapshot (live, for window and terminal) and the report (kept, public format). */
import { methodOf } from '../../../shared/model/compare.js'
import type { AttemptId, ClusterName, CopyId, Millis, UnitId } from '../../../shared/model/ids.js'
import type {
  AttemptPhase,
  AttemptReport,
  AttemptTimings,
  AttemptView,
  ClusterState,
  ClusterView,
  CopyView,
  RunCost,
  RunReport,
  RunSnapshot,
  UnitReport,
  UnitView
} from '../../../shared/model/run.js'
import { ruleOf } from './ballots.js'
import { consoleShare } from './console-share.js'
import { jobOf, outputDataset, readsOf } from './datasets.js'
import { attemptsOf, copiesOf, unitById } from './lookup.js'
import { publishedUnits } from './publish.js'
import { verdictSentence } from './sentence.js'
import {
  isOpen,
  isUnderWay,
  neededVotes,
  type Attempt,
  type Copy,
  type RunState,
  type Unit
} from './state.js'

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
  /** Bytes of copies so far. */
  readonly copied: ReadonlyMap<CopyId, number>
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
    granularity: plan.granularity,
    method: methodOfRun(state),
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
    copies: state.copies.map((copy) => copyView(state, copy, view)),
    units: state.units.map((unit) => unitView(state, unit)),
    output: outputOf(state),
    cost: costOf(state),
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
  const live =
    attempt.stage === 'waiting'
      ? waitingProgress(state, attempt, view)
      : isOpen(attempt)
        ? view.progress.get(attempt.id)
        : undefined
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
    repeats: attempt.repeats,
    applicationId: attempt.applicationId ?? live?.applicationId ?? null,
    files: attempt.files,
    manifest: attempt.manifest,
    timings: timingsOf(attempt, live?.finishedAt ?? null)
  }
}

/** What an attempt waits for are the copies to its cluster. */
function waitingProgress(state: RunState, attempt: Attempt, view: LiveView): LiveProgress {
  const unit = unitById(state, attempt.unit)
  const reads = (unit === undefined ? null : readsOf(state, unit)) ?? []
  const copies = reads
    .flatMap((dataset) => copiesOf(state, dataset.id, attempt.cluster))
    .filter((copy) => isUnderWay(copy) || copy.verdict === 'done')
  const views = copies.map((copy) => copyView(state, copy, view))
  return {
    ...STILL,
    bytes: views.reduce((sum, { bytes }) => sum + bytes, 0),
    bytesTotal: views.reduce((sum, { bytesTotal }) => sum + bytesTotal, 0)
  }
}

const STILL: LiveProgress = {
  phase: 'staging',
  map: 0,
  reduce: 0,
  bytes: 0,
  bytesTotal: 0,
  applicationId: null,
  finishedAt: null
}

function copyView(state: RunState, copy: Copy, view: LiveView): CopyView {
  const dataset = state.datasets.get(copy.dataset)
  const bytesTotal = dataset?.bytes ?? 0
  const { id, from, to, mode, stage, verdict, reason, cause, queuedAt, startedAt, endedAt } = copy
  return {
    id,
    what: dataset?.label ?? copy.dataset,
    from,
    to,
    mode,
    state: stage === 'ended' ? (verdict ?? 'cancelled') : stage,
    // The worker goes on counting while it reads the copy once more.
    bytes: stage === 'running' ? Math.min(view.copied.get(id) ?? 0, bytesTotal) : copy.bytes,
    bytesTotal,
    reason,
    cause,
    queuedAt,
    startedAt: startedAt ?? NEVER,
    endedAt: endedAt ?? NEVER
  }
}

const NEVER = 0 as Millis

function phaseOf(state: RunState, attempt: Attempt, live: LiveProgress | undefined): AttemptPhase {
  if (attempt.stage === 'ended')
    return attempt.verdict === null && state.phase === 'executing' ? 'voting' : 'over'
  if (attempt.stage === 'waiting') return 'staging'
  return attempt.stage === 'running' ? (live?.phase ?? 'preparing') : attempt.stage
}

const timingsOf = (attempt: Attempt, finishedAt: Millis | null): AttemptTimings => ({
  queued: attempt.queuedAt,
  launched: attempt.launchedAt ?? 0,
  finished: attempt.finishedAt ?? finishedAt ?? 0,
  digested: attempt.manifest === null ? 0 : (attempt.endedAt ?? 0)
})

function unitView(state: RunState, unit: Unit): UnitView {
  const winner = attemptsOf(state, unit.id).find(({ id }) => unit.agreed.includes(id))
  return {
    id: unit.id,
    job: unit.job,
    role: unit.role,
    method: methodOf(ruleOf(state, unit)),
    decided: unit.agreed.length > 0,
    votes: unit.votes,
    agreed: unit.agreed,
    manifest: state.datasets.get(outputDataset(unit.id))?.manifest ?? winner?.manifest ?? null
  }
}

/** The rules of what is published, each once. */
function methodOfRun({ plan }: RunState): string {
  const published = plan.jobs.filter((job) => job.publishAs !== null)
  return [...new Set(published.map((job) => methodOf(job.compare)))].join(', ')
}

const publishedOn = (state: RunState, unit: UnitId): readonly ClusterName[] =>
  state.publications
    .filter((one) => one.unit === unit && one.at !== null && one.error === null)
    .map((one) => one.cluster)

/** Clusters that hold something that is published under its name: none unless the run is verified and all of it published. */
function outputOf(state: RunState): RunReport['output'] {
  const { output: path } = state.plan
  if (state.verdict !== 'verified' || state.error !== null) return { path, clusters: [] }
  const clusters = publishedUnits(state).flatMap((unit) => publishedOn(state, unit.id))
  return { path, clusters: [...new Set(clusters)] }
}

function costOf(state: RunState): RunCost {
  const sent = (mode: (one: Copy) => boolean): number =>
    state.copies.filter(mode).reduce((sum, { bytes }) => sum + bytes, 0)
  return {
    executions: state.attempts.filter((attempt) => attempt.launchedAt !== null).length,
    uploadedBytes:
      sent((copy) => copy.mode === 'upload') +
      state.attempts.reduce((sum, attempt) => sum + attempt.stagedBytes, 0),
    copiedBytes: sent((copy) => copy.mode !== 'upload'),
    comparedBytes: state.units
      .flatMap((unit) => unit.comparisons)
      .reduce((sum, { bytes }) => sum + bytes, 0)
  }
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
    granularity: plan.granularity,
    method: methodOfRun(state),
    seed: plan.seed,
    startedAt: state.startedAt,
    finishedAt,
    inputs: state.inputs.map((input) => input.view),
    units: state.units.map((unit) => unitReport(state, unit)),
    attempts: state.attempts.map(attemptReport),
    copies: state.copies.map((copy) => copyView(state, copy, BLIND)),
    clusters: plan.clusters.map(({ name, address }) => {
      const view = clusterView(state, name, address, BLIND)
      return { name, state: view.state, reason: view.reason, facts: state.facts.get(name) ?? null }
    }),
    output: outputOf(state),
    cost: costOf(state),
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
  copied: new Map(),
  heartbeats: new Map()
}

function unitReport(state: RunState, unit: Unit): UnitReport {
  const winners = attemptsOf(state, unit.id).filter(({ id }) => unit.agreed.includes(id))
  const canonical = winners.find(({ id }) => id === unit.canonical) ?? mostCommon(winners)
  const path = unit.role === 'job' ? jobOf(state, unit.job).publishAs : null
  const agreed = winners.map((attempt) => attempt.cluster)
  return {
    id: unit.id,
    job: unit.job,
    role: unit.role,
    method: methodOf(ruleOf(state, unit)),
    decided: winners.length > 0,
    files: (canonical?.files ?? []).map((file) => ({ ...file, agreed })),
    output: path === null ? null : { path, clusters: publishedOn(state, unit.id) }
  }
}

/** The one whose bytes most of them have: that is what was settled on. */
const mostCommon = (attempts: readonly Attempt[]): Attempt | undefined =>
  [...attempts].sort((a, b) => sharing(attempts, b) - sharing(attempts, a))[0]

const sharing = (attempts: readonly Attempt[], one: Attempt): number =>
  attempts.filter(({ manifest }) => manifest === one.manifest).length

const attemptReport = (attempt: Attempt): AttemptReport => ({
  id: attempt.id,
  unit: attempt.unit,
  cluster: attempt.cluster,
  repeats: attempt.repeats,
  verdict: attempt.verdict ?? 'inconclusive',
  reason: attempt.reason,
  cause: attempt.cause,
  files: attempt.files,
  lines: attempt.lines,
  timings: timingsOf(attempt, null),
  applicationId: attempt.applicationId
})
