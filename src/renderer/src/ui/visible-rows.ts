/** Which rows of a long table are worth making: those that are seen and a few around them. Pure. */

export interface VisibleRows {
  /** First row that is made. */
  readonly from: number
  /** After the last row that is made. */
  readonly to: number
  /** Pixels that stand for the rows before and after. */
  readonly before: number
  readonly after: number
}

/** Rows beyond the edges, so that scrolling does not show a gap. */
const AROUND = 8

/** @param rowHeight - pixels, the same for each row @param top - pixels that are scrolled away @param height - pixels that are seen */
export function visibleRows(
  count: number,
  rowHeight: number,
  top: number,
  height: number
): VisibleRows {
  const first = Math.floor(Math.max(0, top) / rowHeight) - AROUND
  const last = Math.ceil((Math.max(0, top) + height) / rowHeight) + AROUND
  const from = Math.max(0, Math.min(first, count))
  const to = Math.max(from, Math.min(last, count))
  return { from, to, before: from * rowHeight, after: (count - to) * rowHeight }
}

/** Where to scroll so that a row is seen whole; `null`: it is. @param head - pixels of the sticky head */
export function scrollFor(
  index: number,
  rowHeight: number,
  top: number,
  height: number,
  head: number
): number | null {
  const start = index * rowHeight
  if (start < top) return start
  const end = start + rowHeight + head
  return end > top + height ? end - height : null
}
