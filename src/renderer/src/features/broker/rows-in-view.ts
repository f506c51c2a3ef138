/** Which of many rows of equal height are drawn: those in view and some around them. */

/** Pixels; `--row` of the tokens. */
export const ROW_HEIGHT = 32
const AROUND = 8
/** Before the height is known, and at most: a page never asks main for more. */
const MOST = 70
const FIRST = 20

export interface RowRange {
  readonly from: number
  /** Exclusive. */
  readonly to: number
}

/** @param height - of what is seen, in pixels; 0: not measured yet */
export function rowsInView(count: number, scrolled: number, height: number): RowRange {
  const seen = height === 0 ? FIRST : Math.ceil(height / ROW_HEIGHT)
  const first = Math.floor(Math.max(0, scrolled) / ROW_HEIGHT)
  const from = Math.max(0, Math.min(first - AROUND, count - seen))
  return { from, to: Math.min(count, first + seen + AROUND, from + MOST) }
}
