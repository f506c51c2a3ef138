/** Which of many rows are near enough to be drawn. Heights are known beforehand, so nothing has to be measured and nothing jumps. */
export interface RowWindow {
  /** Index of the first row to draw, and of the first behind it not to. */
  readonly from: number
  readonly to: number
  /** Pixels of what is not drawn. */
  readonly before: number
  readonly after: number
}

/** Rows drawn beyond what is seen, so that a fast wheel finds them there. */
const BEYOND = 12

/** @param heights - of all rows, pixels @param top - how far it is scrolled @param height - what is seen of it */
export function visibleRows(heights: readonly number[], top: number, height: number): RowWindow {
  let from = 0
  let before = 0
  while (from < heights.length && before + (heights[from] ?? 0) <= top)
    before += heights[from++] ?? 0
  let to = from
  let drawn = 0
  while (to < heights.length && drawn < top - before + height) drawn += heights[to++] ?? 0
  const first = Math.max(0, from - BEYOND)
  const last = Math.min(heights.length, to + BEYOND)
  const sum = (a: number, b: number): number =>
    heights.slice(a, b).reduce((total, each) => total + each, 0)
  return {
    from: first,
    to: last,
    before: before - sum(first, from),
    after: sum(last, heights.length)
  }
}
