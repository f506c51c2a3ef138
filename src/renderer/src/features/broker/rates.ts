/** Rates as people read them. */

/** `0.2`, `14`, `1.2 k`: messages or bytes a second. */
export function perSecond(rate: number): string {
  if (rate < 9.95) return rate.toFixed(1)
  return rate < 999.5 ? rate.toFixed(0) : `${(rate / 1_000).toFixed(1)}\u00a0k`
}
