/** When are two outputs equal? The rule stands in the job file, and its name in every verdict. */
import { z } from 'zod'

export const compareSchema = z.union(
  [
    z.enum(['bytes', 'lines']),
    z.strictObject({
      numeric: z.strictObject({
        /** Largest difference of two numbers: |a − b| ≤ tolerance × max(1, |a|, |b|). */
        tolerance: z.number().positive().max(1)
      })
    })
  ],
  'bytes, lines, or { numeric: { tolerance: 1.0e-9 } } (above 0, at most 1)'
)

/**
 * `bytes`: equal manifests. `lines`: equal lines over all parts, whatever their order. `numeric`: the same texts in the same places, and numbers
 * that lie within the tolerance of one another, absolute below 1 and relative above.
 */
export type Compare = z.output<typeof compareSchema>

/** The rule's name: `bytes`, `lines`, `numeric 1e-9`. */
export const methodOf = (compare: Compare): string =>
  typeof compare === 'string' ? compare : `numeric ${String(compare.numeric.tolerance)}`

export const isNumeric = (compare: Compare): compare is Exclude<Compare, string> =>
  typeof compare !== 'string'
