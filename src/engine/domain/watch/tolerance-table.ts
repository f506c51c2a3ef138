/** What can go wrong right now, for each fault limit worth looking at, and which clusters would make the next one possible. */
import type { ClusterName } from '../../../shared/model/ids.js'
import type { ToleranceRow, WatchedState } from '../../../shared/model/watch.js'
import { tolerance } from '../tolerance.js'

export interface CountedCluster {
  readonly name: ClusterName
  readonly state: WatchedState
  readonly counts: boolean
}

/** The nearer to counting, the earlier: something of a degraded one answers already. */
const NEARNESS: Readonly<Record<WatchedState, number>> = {
  active: 0,
  degraded: 1,
  unknown: 2,
  silent: 3,
  out: 4
}

/** @param usual - the environment's own f, integer ≥ 0 */
export function toleranceTable(
  clusters: readonly CountedCluster[],
  usual: number
): readonly ToleranceRow[] {
  const counting = clusters.filter(({ counts }) => counts).length
  const waiting = clusters
    .filter(({ counts }) => !counts)
    .sort((one, other) => NEARNESS[one.state] - NEARNESS[other.state])
    .map(({ name }) => name)
  return [...new Set([1, 2, usual])]
    .sort((one, other) => one - other)
    .map((faults) => rowOf(faults, usual, counting, waiting))
}

function rowOf(
  faults: number,
  usual: number,
  counting: number,
  waiting: readonly ClusterName[]
): ToleranceRow {
  const { lying, silent } = tolerance(counting, faults)
  const full = 2 * faults + 1
  const missing = Math.max(0, full - counting)
  // Both need spare clusters: a lie takes one for the vote that outvotes it, a silence takes one away.
  const together =
    silent >= 2 && faults > 0 ? { lying: Math.min(faults, silent - 1), silent: 0 } : null
  return {
    faults,
    usual: faults === usual,
    counting,
    full,
    lying,
    silent,
    together: together === null ? null : { ...together, silent: silent - together.lying },
    missing,
    candidates: missing === 0 ? [] : waiting
  }
}
