/** What events do to attempts: they move on, end, hang, are killed, or their cluster falls silent. */
import type { ClusterName, Millis } from '../../../shared/model/ids.js'
import {
  andThen,
  findAttempt,
  kill,
  stay,
  withAttempt,
  withCluster,
  withNote,
  type Step
} from './change.js'
import type { EventOf } from './events.js'
import { cancelCopies, UNANSWERED } from './copies.js'
import { readsOf, withoutHolder } from './datasets.js'
import { unitById } from './lookup.js'
import { proceed } from './proceed.js'
import { isOpen, type Attempt, type RunState } from './state.js'

export function changeOpen(
  state: RunState,
  event: EventOf<'attempt-staged'> | EventOf<'attempt-launched'>,
  change: Parameters<typeof withAttempt>[2]
): Step {
  const attempt = findAttempt(state, event.attempt)
  return attempt !== undefined && isOpen(attempt)
    ? stay(withAttempt(state, event.attempt, change))
    : stay(state)
}

export function attemptEnded(state: RunState, event: EventOf<'attempt-ended'>): Step {
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
      ? {
          files: outcome.files,
          manifest: outcome.manifest,
          counters: outcome.counters,
          lines: outcome.lines ?? null,
          pieces: outcome.pieces ?? []
        }
      : { verdict: 'failed', reason: outcome.code, cause: outcome.cause, log: outcome.log })
  }))
  if (outcome.type === 'succeeded') return proceed(ended, at)
  const { code, cause } = outcome
  // Nobody knows whether the order to start it came: should it have, it would run for nobody.
  const commands = code === UNANSWERED ? kill([attempt]) : []
  const subject = state.units.length > 1 ? `${attempt.unit} ` : ''
  const text = `${subject}failed, ${code}${cause === null ? '' : `: ${cause}`}`
  const told = withNote(ended, at, 'error', text, attempt.cluster)
  const left = DATA_AT_FAULT.has(code) ? withoutData(told, attempt) : told
  return andThen({ state: left, commands }, (next) => proceed(next, at))
}

/** What it read is not what it was given: it needs fresh copies, and is no source for others. */
const DATA_AT_FAULT: ReadonlySet<string> = new Set(['INPUT_DIFFERS', 'INPUT_MISSING'])

function withoutData(state: RunState, { unit: id, cluster }: Attempt): RunState {
  const unit = unitById(state, id)
  const reads = unit === undefined ? null : readsOf(state, unit)
  return (reads ?? []).reduce<RunState>(
    (next, dataset) => withoutHolder(next, dataset.id, cluster),
    state
  )
}

export function attemptStalled(
  state: RunState,
  { at, attempt: id, stalledMs }: EventOf<'attempt-stalled'>
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
      commands: kill([attempt])
    },
    (next) => proceed(next, at)
  )
}

/** Its attempts and copies move at once; the kill waits in the cluster's queue for the day it comes back. */
export function clusterLost(
  state: RunState,
  cluster: ClusterName,
  evidence: string,
  at: Millis
): Step {
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
  const uncopied = cancelCopies(
    unpublished,
    at,
    'NO_HEARTBEAT',
    (copy) => copy.to === cluster || copy.from === cluster
  )
  return andThen(
    { state: uncopied.state, commands: [...kill(lost), ...uncopied.commands] },
    (next) => proceed(next, at)
  )
}

export function attemptKilled(
  state: RunState,
  { at, attempt: id, stopped, error }: EventOf<'attempt-killed'>
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
