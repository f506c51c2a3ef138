/** What a comparison of values means: two outputs are equal under the rule or not, or a cluster does not serve what it digested. */
import { withAttempt, withNote, withUnit } from './change.js'
import type { EventOf } from './events.js'
import { isOpen, type RunState } from './state.js'

export function compared(state: RunState, event: EventOf<'compared'>): RunState {
  const { at, left, right, since, bytes, outcome } = event
  const noted = withUnit(state, event.unit, (unit) => ({
    ...unit,
    comparisons: unit.comparisons.map((one) =>
      one.left === left && one.right === right && one.outcome === null
        ? { ...one, since, at, bytes, outcome }
        : one
    )
  }))
  if (outcome.type === 'compared') return noted
  const attempt = noted.attempts.find(({ id }) => id === outcome.attempt)
  if (attempt === undefined || isOpen(attempt) || attempt.verdict !== null) return noted
  const failed = withAttempt(noted, attempt.id, (before) => ({
    ...before,
    verdict: 'failed',
    reason: 'OUTPUT_UNREADABLE',
    cause: outcome.cause
  }))
  return withNote(
    failed,
    at,
    'error',
    `failed, OUTPUT_UNREADABLE: ${outcome.cause}`,
    attempt.cluster
  )
}
