/**
 * What a number of clusters can stand (design: "the guarantee").
 *
 * f+1 equal digests are needed always; so n − (f+1) silent clusters are survived, and min(f, n − (f+1)) lying ones outvoted.
 */
export interface Tolerance {
  /** Clusters that count. */
  readonly clusters: number
  /** f + 1. */
  readonly needed: number
  /** Silent clusters that are survived; negative: so many are missing for any verdict. */
  readonly silent: number
  /** Lying clusters that are outvoted, never above f. */
  readonly lying: number
  /** n ≥ 2f + 1: all f may lie. */
  readonly full: boolean
}

/** @param clusters - how many count, ≥ 0 @param faults - f, integer ≥ 0 */
export function tolerance(clusters: number, faults: number): Tolerance {
  const needed = faults + 1
  const spare = clusters - needed
  return {
    clusters,
    needed,
    silent: spare,
    lying: Math.max(0, Math.min(faults, spare)),
    full: clusters >= 2 * faults + 1
  }
}

const count = (n: number, what: string): string =>
  `${String(n)} ${what} ${n === 1 ? 'cluster' : 'clusters'}`

/** The same as a sentence, for messages. */
export function toleranceSentence({ clusters, needed, silent, lying }: Tolerance): string {
  if (silent < 0)
    return `${String(needed)} equal outputs are needed and only ${String(clusters)} ${clusters === 1 ? 'cluster is' : 'clusters are'} at hand: no output can be verified`
  if (silent === 0) return `with ${String(clusters)} clusters no fault at all can be tolerated`
  return lying === 0
    ? `with ${String(clusters)} clusters ${count(silent, 'silent')} can be survived, none that lies`
    : `with ${String(clusters)} clusters ${count(lying, 'lying')} can be outvoted or ${count(silent, 'silent')} survived`
}
