/** Samples and what is said of them: medians with their spread, ratios of medians. Pure. */

export interface Figure {
  readonly name: string
  readonly unit: string
  readonly samples: readonly number[]
}

export interface Summary {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** @throws RangeError for no samples: a figure without a measurement must not look like zero */
export function summary(samples: readonly number[]): Summary {
  const sorted = [...samples].sort((a, b) => a - b)
  const low = sorted[Math.floor((sorted.length - 1) / 2)]
  const high = sorted[Math.ceil((sorted.length - 1) / 2)]
  const [min] = sorted
  const max = sorted.at(-1)
  if (low === undefined || high === undefined || min === undefined || max === undefined)
    throw new RangeError('samples must hold at least one number, got none')
  return { median: (low + high) / 2, min, max }
}

export const median = (samples: readonly number[]): number => summary(samples).median

/** Three digits that count, however large: `0.0412`, `4.13`, `413`, `41300`. */
export function rounded(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value)
  const power = Math.floor(Math.log10(Math.abs(value)))
  return value.toFixed(Math.min(6, Math.max(0, 2 - power)))
}

/**
 * The variants of a round, beginning with another one each time, so that none is always the one that comes after the same.
 *
 * @param round - from 0
 */
export function inTurn<T>(variants: readonly T[], round: number): readonly T[] {
  const first = variants.length === 0 ? 0 : round % variants.length
  return [...variants.slice(first), ...variants.slice(0, first)]
}
