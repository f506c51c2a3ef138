/** How long the console itself took: wall time outside the union of the intervals in which a cloud worked for the run. */
import type { Millis } from '../../../shared/model/ids.js'
import type { ConsoleShare } from '../../../shared/model/run.js'
import type { RunState } from './state.js'

export interface Interval {
  /** Milliseconds, `from ≤ to`. */
  readonly from: number
  readonly to: number
}

/** Length of the union of intervals, in their unit. */
export function unionLength(intervals: readonly Interval[]): number {
  const sorted = [...intervals].sort((a, b) => a.from - b.from)
  let total = 0
  let reached = -Infinity
  for (const { from, to } of sorted) {
    if (to <= reached) continue
    total += to - Math.max(from, reached)
    reached = to
  }
  return total
}

/**
 * Seconds of a run: in all, with a command of it in flight on a cloud (a copy, an attempt, a digest), and the rest.
 *
 * @param now - the end, for a run that is still open
 */
export function consoleShare(state: RunState, now: Millis): ConsoleShare {
  const end = state.finishedAt ?? now
  const within = (from: number, to: number): Interval => ({ from, to: Math.min(to, end) })
  const { pinningAt } = state
  const intervals = [
    ...state.inputs.flatMap(({ holdings }) =>
      pinningAt === null ? [] : holdings.map(({ at }) => within(pinningAt, at))
    ),
    ...state.attempts.flatMap(({ startedAt, endedAt }) =>
      startedAt === null ? [] : [within(startedAt, endedAt ?? end)]
    ),
    ...state.copies.flatMap(({ startedAt, endedAt }) =>
      startedAt === null ? [] : [within(startedAt, endedAt ?? end)]
    ),
    ...state.units
      .flatMap((unit) => unit.comparisons)
      .map(({ since, at }) => within(since, at ?? end)),
    ...state.publications.flatMap((publication) =>
      publication.since === null ? [] : [within(publication.since, publication.at ?? end)]
    )
  ].filter(({ from, to }) => to > from)
  const seconds = (end - state.startedAt) / 1000
  const hadoopSeconds = unionLength(intervals) / 1000
  return { seconds, hadoopSeconds, overheadSeconds: Math.max(0, seconds - hadoopSeconds) }
}
