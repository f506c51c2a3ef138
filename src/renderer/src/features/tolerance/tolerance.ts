/**
 * What could go wrong now without harm, from the clouds of a run: n answer, q = f + 1 equal digests are needed always.
 * Silent survived: n − q. Lying outvoted: min(f, n − q). All f lies outvoted needs n ≥ 2f + 1, the bracket under the pips.
 */
import type { ClusterState } from '@shared/model/run.js'
import { toleranceText as text } from '../../text/shell.js'

export type Pip = 'counts' | 'asked' | 'degraded' | 'excluded' | 'silent' | 'missing'

export interface Tolerance {
  readonly faults: number
  /** Counting first, then asked, degraded, excluded, silent; `missing` fill up to 2f + 1. */
  readonly pips: readonly Pip[]
  /** 2f + 1 */
  readonly bracket: number
  readonly says: string
  readonly why: string
}

const ORDER: readonly Pip[] = ['counts', 'asked', 'degraded', 'excluded', 'silent', 'missing']

function pip(state: ClusterState): Pip {
  switch (state) {
    case 'ready':
    case 'running':
      return 'counts'
    case 'surveying':
      return 'asked'
    case 'excluded':
    case 'silent':
      return state
  }
}

/** Of the clouds of a run. @param faults - f, integer ≥ 0 */
export const tolerance = (
  clusters: readonly { readonly state: ClusterState }[],
  faults: number
): Tolerance =>
  toleranceOf(
    clusters.map((cluster) => pip(cluster.state)),
    faults
  )

/** @param known - one a cloud, in any order @param faults - f, integer ≥ 0 */
export function toleranceOf(known: readonly Pip[], faults: number): Tolerance {
  const bracket = 2 * faults + 1
  const counting = known.filter((each) => each === 'counts').length
  const asked = known.filter((each) => each === 'asked').length
  const missing = Array.from({ length: Math.max(0, bracket - known.length) }, (): Pip => 'missing')
  const pips = [...known, ...missing].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b))
  const why =
    asked > 0 ? text.answered(counting, known.length) : text.count(counting, known.length, bracket)
  return { faults, pips, bracket, why, says: says(counting, faults, asked > 0) }
}

function says(counting: number, faults: number, open: boolean): string {
  const silent = counting - (faults + 1)
  if (open) return text.open
  if (silent < 0) return text.noVerdict
  if (silent === 0) return text.noFault
  const lying = Math.min(faults, silent)
  return lying === 0 ? text.silent(silent) : text.lying(lying, silent)
}
