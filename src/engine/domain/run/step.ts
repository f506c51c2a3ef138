/**
 * The run machine: `step(state, event)` gives the next state and what is to be done.
 *
 * No clock, no randomness, no I/O, no await: the same events give the same state, which is what resume, the simulator and every
 * test rest on. Events that come too late (of an attempt that is over, of a run that is over) change nothing but the notes.
 */
import { assertNever, ConsoleError } from '../../../shared/model/errors.js'
import type { Millis } from '../../../shared/model/ids.js'
import { attemptEnded, attemptKilled, attemptStalled, changeOpen, clusterLost } from './attempts.js'
import { cancel } from './cancel.js'
import { andThen, stay, withCluster, withNote, type Step } from './change.js'
import type { EventOf, RunEvent } from './events.js'
import { compared } from './compared.js'
import { copyEnded, copyKilled } from './copies.js'
import { endRun } from './end-run.js'
import { PLAN_VERSION, targetsOf, type RunPlan } from './plan.js'
import { proceed } from './proceed.js'
import { publicationEnded } from './publish.js'
import { freshUnit } from './settle.js'
import type { RunState } from './state.js'
import { afterPin } from './pin.js'
import { afterSurvey, OCCUPIED } from './survey.js'

export type { Step } from './change.js'

/**
 * The first event makes the state.
 *
 * @throws ConsoleError `JOURNAL_DAMAGED` for a plan of another shape
 */
export function begin(plan: RunPlan, at: Millis): Step {
  if (plan.version !== PLAN_VERSION)
    throw new ConsoleError(
      'JOURNAL_DAMAGED',
      `run ${String(plan.run)} was written by another version`,
      {
        hint: `Its report can still be read: npx medusa runs ${String(plan.run)} --json`
      }
    )
  return {
    state: {
      plan,
      phase: 'surveying',
      startedAt: at,
      pinningAt: null,
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
        holdings: [],
        pieces: []
      })),
      datasets: new Map(),
      copies: [],
      attempts: [],
      units: plan.jobs.flatMap((job) => (job.cut ? [] : [freshUnit(job.id, job.id, 'job', null)])),
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
    case 'copy-ended':
      return andThen(copyEnded(state, event), (next) => proceed(next, at))
    case 'copy-killed':
      return stay(copyKilled(state, event))
    case 'compared':
      return proceed(compared(state, event), at)
    case 'published':
      return proceed(publicationEnded(state, event), at)
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
      return endRun(state, at, 'failed', event.error, 'RUN_FAILED')
    default:
      return assertNever(event, 'run event')
  }
}

function surveyed(state: RunState, { at, cluster, survey }: EventOf<'cluster-surveyed'>): Step {
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
            ? { type: 'excluded', reason: `${OCCUPIED}: ${targetsOf(state.plan).join(', ')}` }
            : { type: 'ready', holds: survey.holds }
        )
  return state.phase === 'surveying' ? afterSurvey(next, at) : stay(next)
}

function inputLearned(
  state: RunState,
  event: EventOf<'input-digested'> | EventOf<'input-reported'>
): Step {
  // What the inputs are is settled once; whoever speaks again is not heard.
  if (state.phase !== 'surveying' && state.phase !== 'pinning') return stay(state)
  const inputs = state.inputs.map((input, index) => {
    if (index !== event.input) return input
    const { manifest, files, bytes } = event
    if (event.type === 'input-digested')
      return {
        ...input,
        view: { ...input.view, manifest, files, bytes },
        pieces: event.pieces ?? []
      }
    const { cluster, reason } = event
    if (input.holdings.some((holding) => holding.cluster === cluster)) return input
    return {
      ...input,
      holdings: [...input.holdings, { cluster, manifest, files, bytes, reason, at: event.at }]
    }
  })
  const next = { ...state, inputs }
  return state.phase === 'surveying' ? afterSurvey(next, event.at) : afterPin(next, event.at)
}
