/** Which of many rows are near enough to be drawn. Heights are known beforehand, so nothing has to be measured and nothing jumps. */
import { portions } from '../../ui/visible-rows.js'

export interface RowWindow {
  /** Index of the first row to draw, and of the first behind it not to. */
  readonly from: number
  readonly to: number
  /** Pixels of what is not drawn. */
  readonly before: number
  readonly after: number
}

/** @param heights - of all rows, pixels @param top - how far it is scrolled @param height - what is seen of it */
export function visibleRows(heights: readonly number[], top: number, height: number): RowWindow {
  let from = 0
  let before = 0
  while (from < heights.length && before + (heights[from] ?? 0) <= top)
    before += heights[from++] ?? 0
  let to = from
  let drawn = 0
  while (to < heights.length && drawn < top - before + height) drawn += heights[to++] ?? 0
  const { from: first, to: last } = portions(from, to, heights.length)
  const sum = (a: number, b: number): number =>
    heights.slice(a, b).reduce((total, each) => total + each, 0)
  return {
    from: first,
    to: last,
    before: before - sum(first, from),
    after: sum(last, heights.length)
  }
}
