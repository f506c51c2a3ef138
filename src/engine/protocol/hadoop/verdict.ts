/** An answer that may depend on what only the cluster knows. */
export type Verdict = 'yes' | 'no' | 'unknown'

/** `no` when one is `no`, else `unknown` when one is. */
export const all = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.includes('no') ? 'no' : verdicts.includes('unknown') ? 'unknown' : 'yes'
