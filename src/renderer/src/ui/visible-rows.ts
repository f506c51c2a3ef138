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

/** Rows beyond the edges at least, so that scrolling does not show a gap. */
const AROUND = 6
/** So many are made at once. Making one lays out and paints the whole table, as making eight does: between two of these nothing is drawn anew. */
const AT_ONCE = 8

/** The rows from `first` to before `last`, some around them, and in whole portions. */
export function portions(
  first: number,
  last: number,
  count: number
): { readonly from: number; readonly to: number } {
  const from = Math.floor((first - AROUND) / AT_ONCE) * AT_ONCE
  const to = Math.ceil((last + AROUND) / AT_ONCE) * AT_ONCE
  return { from: Math.max(0, Math.min(from, count)), to: Math.max(0, Math.min(to, count)) }
}

/** @param rowHeight - pixels, the same for each row @param top - pixels that are scrolled away @param height - pixels that are seen */
export function visibleRows(
  count: number,
  rowHeight: number,
  top: number,
  height: number
): VisibleRows {
  const first = Math.floor(Math.max(0, top) / rowHeight)
  const last = Math.ceil((Math.max(0, top) + height) / rowHeight)
  const { from, to } = portions(first, last, count)
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
