/**
 * The run machine: `step(state, event)` gives the next state and what is to be done.
 *
 * No clock, no randomness, no I/O, no await: the same events give the same state, which is what resume, the simulator and every
 * test rest on. Events that come too late (of an attempt that is over, of a run that is over) change nothing but the notes.
 */
import { assertNever } from '../../../shared/model/errors.js'
import type { ClusterName, Millis } from '../../../shared/model/ids.js'
import {
  findAttempt,
  finish,
  stay,
  andThen,
  withAttempt,
  withCluster,
  withNote,
  type Step
} from './change.js'
import type { RunEvent } from './events.js'
import { evaluate } from './execute.js'
import { afterPublications } from './publish.js'
import type { RunPlan } from './plan.js'
import { isOpen, type RunState } from './state.js'
import { afterPin, afterSurvey, OCCUPIED } from './survey.js'

export type { Step } from './change.js'

/** The first event makes the state. */
export function begin(plan: RunPlan, at: Millis): Step {
  return {
    state: {
      plan,
      phase: 'surveying',
      startedAt: at,
      finishedAt: null,
      clusters: new Map(plan.clusters.map(({ name }) => [name, { type: 'surveying' }])),
      facts: new Map(),
      ranked: [],
      inputs: plan.inputs.map((input) => ({
        view: {
          path: input.path,
          files: 0,
          bytes: 0,
          manifest: input.type === 'hdfs' ? input.manifest : null,
          trust: 'pinned'
        },
        holdings: []
      })),
      attempts: [],
      units: plan.units.map(({ id }) => ({ id, votes: [], agreed: [] })),
      publications: [],
      verdict: null,
      error: null,
      notes: [],
      refused: [],
      version: 1
    },
    commands: [
      ...plan.clusters.map(({ name }) => ({ type: 'survey' as const, cluster: name })),
      ...plan.inputs.flatMap((input, index) =>
        input.type === 'upload' ? [{ type: 'digest-input' as const, input: index }] : []
      )
    ]
  }
}

/**
 * One event.
 *
 * @param state - `null` before the first event, which must be `started`
 * @throws ConsoleError `INTERNAL` when the first event is another one: the journal is not a run's
 */
export function step(state: RunState | null, event: RunEvent): Step {
  if (event.type === 'started') return begin(event.plan, event.at)
  if (state === null) return assertNever(event as never, 'a run must begin with "started"')
  if (state.phase === 'over') return stay(state)
  return react({ ...state, version: state.version + 1 }, event)
}

function react(state: RunState, event: Exclude<RunEvent, { type: 'started' }>): Step {
  const { at } = event
  switch (event.type) {
    case 'cluster-surveyed':
      return surveyed(state, event)
    case 'cluster-described':
      return stay({ ...state, facts: new Map(state.facts).set(event.cluster, event.facts) })
    case 'input-digested':
    case 'input-reported':
      return inputLearned(state, event)
    case 'attempt-staged':
      return changeOpen(state, event, (attempt) => ({
        ...attempt,
        stage: 'launching',
        stagedBytes: event.bytes
      }))
    case 'attempt-launched':
      return changeOpen(state, event, (attempt) => ({
        ...attempt,
        stage: 'running',
        launchedAt: at
      }))
    case 'attempt-ended':
      return attemptEnded(state, event)
    case 'attempt-stalled':
      return attemptStalled(state, event)
    case 'cluster-lost':
      return clusterLost(state, event.cluster, event.evidence, at)
    case 'attempt-killed':
      return attemptKilled(state, event)
    case 'published':
      return afterPublications(
        {
          ...state,
          publications: state.publications.map((publication) =>
            publication.attempt === event.attempt && publication.at === null
              ? { ...publication, since: event.since, at, error: event.error }
              : publication
          )
        },
        at
      )
    case 'reply-refused':
      return stay(
        withNote(
          {
            ...state,
            refused: [
              ...state.refused,
              { at, cluster: event.cluster, task: event.task, reason: event.reason }
            ]
          },
          at,
          'warning',
          `a reply to ${event.task} was refused: ${event.reason}`,
          event.cluster
        )
      )
    case 'broker-changed':
      return stay(
        withNote(
          state,
          at,
          event.state === 'connected' ? 'info' : 'warning',
          `broker ${event.state}${event.reason === '' ? '' : `: ${event.reason}`}`,
          event.cluster
        )
      )
    case 'cancel-requested':
      return cancel(withNote(state, at, 'warning', `cancelled: ${event.reason}`), at)
    case 'run-failed':
      return andThen(stopAll(state, at), (next) => finish(next, at, 'failed', event.error))
    default:
      return assertNever(event, 'run event')
  }
}

type Of<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>

function surveyed(state: RunState, { at, cluster, survey }: Of<'cluster-surveyed'>): Step {
  if (state.clusters.get(cluster)?.type !== 'surveying') return stay(state)
  const next =
    survey.type === 'unreachable'
      ? withNote(
          withCluster(state, cluster, { type: 'silent', reason: survey.reason }),
          at,
          'warning',
          `left out: ${survey.reason}`,
          cluster
        )
      : withCluster(
          state,
          cluster,
          survey.outputExists
            ? { type: 'excluded', reason: `${OCCUPIED}: ${state.plan.output}` }
            : { type: 'ready', holds: survey.holds }
        )
  return state.phase === 'surveying' ? afterSurvey(next, at) : stay(next)
}

function inputLearned(state: RunState, event: Of<'input-digested'> | Of<'input-reported'>): Step {
  const inputs = state.inputs.map((input, index) => {
    if (index !== event.input) return input
    const { manifest, files, bytes } = event
    return event.type === 'input-digested'
      ? { ...input, view: { ...input.view, manifest, files, bytes } }
      : {
          ...input,
          holdings: [...input.holdings, { cluster: event.cluster, manifest, files, bytes }]
        }
  })
  const next = { ...state, inputs }
  if (state.phase === 'surveying') return afterSurvey(next, event.at)
  return state.phase === 'pinning' ? afterPin(next, event.at) : stay(next)
}

function changeOpen(
  state: RunState,
  event: Of<'attempt-staged'> | Of<'attempt-launched'>,
  change: Parameters<typeof withAttempt>[2]
): Step {
  const attempt = findAttempt(state, event.attempt)
  return attempt !== undefined && isOpen(attempt)
    ? stay(withAttempt(state, event.attempt, change))
    : stay(state)
}

function attemptEnded(state: RunState, event: Of<'attempt-ended'>): Step {
  const { at, outcome } = event
  const attempt = findAttempt(state, event.attempt)
  if (attempt === undefined) return stay(state)
  if (!isOpen(attempt))
    return stay(
      withNote(state, at, 'info', 'a late result came and does not count', attempt.cluster)
    )
  const ended = withAttempt(state, event.attempt, (before) => ({
    ...before,
    stage: 'ended',
    applicationId: event.applicationId,
    finishedAt: event.finishedAt,
    endedAt: at,
    ...(outcome.type === 'succeeded'
      ? { files: outcome.files, manifest: outcome.manifest, counters: outcome.counters }
      : { verdict: 'failed', reason: outcome.code, cause: outcome.cause, log: outcome.log })
  }))
  const told =
    outcome.type === 'failed'
      ? withNote(
          ended,
          at,
          'error',
          `failed, ${outcome.code}${outcome.cause === null ? '' : `: ${outcome.cause}`}`,
          attempt.cluster
        )
      : ended
  return proceed(told, at)
}

function attemptStalled(
  state: RunState,
  { at, attempt: id, stalledMs }: Of<'attempt-stalled'>
): Step {
  const attempt = findAttempt(state, id)
  if (attempt === undefined || !isOpen(attempt)) return stay(state)
  const seconds = String(Math.round(stalledMs / 1000))
  const hung = withAttempt(state, id, (before) => ({
    ...before,
    stage: 'ended',
    endedAt: at,
    verdict: 'hung',
    reason: 'NO_PROGRESS',
    cause: `no progress for ${seconds} s`
  }))
  return andThen(
    {
      state: withNote(hung, at, 'error', `hung: no progress for ${seconds} s`, attempt.cluster),
      commands: [{ type: 'kill', attempt: id, cluster: attempt.cluster }]
    },
    (next) => proceed(next, at)
  )
}

/** Its attempts move at once; the kill waits in the cluster's queue for the day it comes back. */
function clusterLost(state: RunState, cluster: ClusterName, evidence: string, at: Millis): Step {
  if (state.clusters.get(cluster)?.type === 'silent') return stay(state)
  const lost = state.attempts.filter((attempt) => attempt.cluster === cluster && isOpen(attempt))
  const silent = lost.reduce<RunState>(
    (next, { id }) =>
      withAttempt(next, id, (attempt) => ({
        ...attempt,
        stage: 'ended',
        endedAt: at,
        verdict: 'unreachable',
        reason: 'NO_HEARTBEAT',
        cause: evidence
      })),
    withNote(
      withCluster(state, cluster, { type: 'silent', reason: evidence }),
      at,
      'error',
      `silent: ${evidence}`,
      cluster
    )
  )
  const unpublished = {
    ...silent,
    publications: silent.publications.map((publication) =>
      publication.cluster === cluster && publication.at === null
        ? {
            ...publication,
            since: publication.since ?? at,
            at,
            error: { code: 'CLUSTER_UNREACHABLE' as const, message: `${cluster}: ${evidence}` }
          }
        : publication
    )
  }
  return andThen(
    {
      state: unpublished,
      commands: lost.map(({ id }) => ({ type: 'kill' as const, attempt: id, cluster }))
    },
    (next) => proceed(next, at)
  )
}

function attemptKilled(
  state: RunState,
  { at, attempt: id, stopped, error }: Of<'attempt-killed'>
): Step {
  const attempt = findAttempt(state, id)
  if (attempt === undefined) return stay(state)
  const told =
    error === null
      ? `stopped ${stopped.length === 0 ? 'nothing: it was over already' : stopped.join(', ')}`
      : `could not be stopped: ${error.message}`
  const noted = withNote(state, at, error === null ? 'info' : 'warning', told, attempt.cluster)
  const closed = isOpen(attempt)
    ? withAttempt(noted, id, (before) => ({
        ...before,
        stage: 'ended',
        endedAt: at,
        verdict: 'cancelled',
        reason: 'CANCELLED',
        cause: told
      }))
    : noted
  return proceed(closed, at)
}

/** What follows once attempts or clusters have changed. */
function proceed(state: RunState, at: Millis): Step {
  switch (state.phase) {
    case 'pinning':
      return afterPin(state, at)
    case 'executing':
      return evaluate(state, at)
    case 'publishing':
      return afterPublications(state, at)
    case 'cancelling':
      return state.attempts.some(isOpen) ? stay(state) : finish(state, at, 'cancelled')
    default:
      return stay(state)
  }
}

/** Publishing takes seconds and leaves every target whole: it is let through. */
function cancel(state: RunState, at: Millis): Step {
  if (state.phase === 'publishing')
    return stay(withNote(state, at, 'info', 'the output is being published; it ends in a moment'))
  if (state.phase === 'cancelling') return stay(state)
  return andThen(
    {
      state: { ...state, phase: 'cancelling' },
      commands: state.attempts
        .filter(isOpen)
        .map(({ id, cluster }) => ({ type: 'kill' as const, attempt: id, cluster }))
    },
    (next) => proceed(closeBallots(next), at)
  )
}

const closeBallots = (state: RunState): RunState => ({
  ...state,
  attempts: state.attempts.map((attempt) =>
    attempt.stage === 'ended' && attempt.verdict === null
      ? { ...attempt, verdict: 'inconclusive', reason: 'CANCELLED' }
      : attempt
  )
})

function stopAll(state: RunState, at: Millis): Step {
  const open = state.attempts.filter(isOpen)
  return {
    state: closeBallots({
      ...state,
      attempts: state.attempts.map((attempt) =>
        isOpen(attempt)
          ? { ...attempt, stage: 'ended', endedAt: at, verdict: 'cancelled', reason: 'RUN_FAILED' }
          : attempt
      )
    }),
    commands: open.map(({ id, cluster }) => ({ type: 'kill' as const, attempt: id, cluster }))
  }
}
