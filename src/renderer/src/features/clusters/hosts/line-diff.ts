/** The difference of two texts, line by line, with what is equal folded away. */
import { resultsText } from '../../../text/host-shells.js'

export interface DiffRow {
  readonly type: 'same' | 'add' | 'del' | 'skip'
  readonly text: string
}

/** Lines of each side that are compared; the table grows with their product. */
const MOST_LINES = 1_500
/** Equal lines that stay beside a difference. */
const CONTEXT = 2

/** @returns `null` when one of them is too long; of equal texts all rows are the same */
export function lineDiff(before: string, after: string): readonly DiffRow[] | null {
  const left = linesOf(before)
  const right = linesOf(after)
  if (left.length > MOST_LINES || right.length > MOST_LINES) return null
  return folded(rowsOf(left, right, commonLengths(left, right)))
}

const linesOf = (text: string): readonly string[] =>
  text === '' ? [] : text.replace(/\n$/, '').split('\n')

/** Of each pair of places, how many lines the rests have in common (longest common subsequence). */
function commonLengths(left: readonly string[], right: readonly string[]): readonly Uint16Array[] {
  const table = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 1))
  for (let i = left.length - 1; i >= 0; i -= 1) {
    const row = table[i]
    const below = table[i + 1]
    if (row === undefined || below === undefined) continue
    for (let j = right.length - 1; j >= 0; j -= 1)
      row[j] =
        left[i] === right[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0)
  }
  return table
}

function rowsOf(
  left: readonly string[],
  right: readonly string[],
  common: readonly Uint16Array[]
): readonly DiffRow[] {
  const rows: DiffRow[] = []
  let i = 0
  let j = 0
  while (i < left.length || j < right.length) {
    const before = left[i]
    const after = right[j]
    if (before !== undefined && before === after) {
      rows.push({ type: 'same', text: before })
      i += 1
      j += 1
    } else if (
      after === undefined ||
      (before !== undefined && (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0))
    ) {
      rows.push({ type: 'del', text: before ?? '' })
      i += 1
    } else {
      rows.push({ type: 'add', text: after })
      j += 1
    }
  }
  return rows
}

function folded(rows: readonly DiffRow[]): readonly DiffRow[] {
  const near = new Set<number>()
  rows.forEach((row, index) => {
    if (row.type === 'same') return
    for (let at = index - CONTEXT; at <= index + CONTEXT; at += 1) near.add(at)
  })
  const out: DiffRow[] = []
  for (let at = 0; at < rows.length;) {
    let end = at
    while (end < rows.length && !near.has(end)) end += 1
    if (end - at > 1) out.push({ type: 'skip', text: resultsText.equalLines(end - at) })
    else out.push(...rows.slice(at, end))
    const row = rows[end]
    if (row !== undefined) out.push(row)
    at = end + 1
  }
  return out
}
