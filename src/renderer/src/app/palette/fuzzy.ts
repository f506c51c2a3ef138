/** Finds words in names although letters are left out; says how well, and which letters, so that they can be marked. Pure. */

export interface Match {
  /** Higher is better; only to be compared with others of the same query. */
  readonly score: number
  /** Letters that were found, as ranges of the text in ascending order, not touching. */
  readonly ranges: readonly (readonly [from: number, to: number])[]
}

const AT_START = 60
const AT_WORD = 30
const WHOLE = 100
/** Each letter that had to be jumped over costs. */
const GAP = 3

/**
 * @param query - words in any order, large and small letters the same; empty: everything matches, unmarked
 * @returns `null` when a word of the query is not in the text
 */
export function fuzzy(query: string, text: string): Match | null {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const lower = text.toLowerCase()
  // n.b. a few letters change their number when made small; then marks would stand beside them
  if (lower.length !== text.length)
    return words.every((word) => lower.includes(word)) ? { score: 0, ranges: [] } : null
  let score = 0
  const letters = new Set<number>()
  for (const word of words) {
    const found = together(word, lower) ?? scattered(word, lower)
    if (found === null) return null
    score += found.score
    found.at.forEach((index) => letters.add(index))
  }
  return { score: score - text.length / 50, ranges: rangesOf(letters) }
}

interface Found {
  readonly score: number
  readonly at: readonly number[]
}

/** The word as it is, best at the beginning, then at the beginning of a word. */
function together(word: string, text: string): Found | null {
  let best: Found | null = null
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const score = WHOLE + word.length + bonusAt(text, at)
    if (best === null || score > best.score)
      best = { score, at: Array.from(word, (_, index) => at + index) }
  }
  return best
}

/** Its letters in order; words' first letters are taken before others. */
function scattered(word: string, text: string): Found | null {
  const at: number[] = []
  let score = 0
  let from = 0
  for (const letter of word) {
    const next = nextOf(letter, text, from)
    if (next < 0) return null
    score += bonusAt(text, next) / 3 - Math.min(10, next - from) * (at.length === 0 ? 0 : GAP)
    at.push(next)
    from = next + 1
  }
  // Scattered over a long name they mean nothing.
  return score < -GAP * 5 * word.length || spread(at) > word.length * 6 ? null : { score, at }
}

const spread = (at: readonly number[]): number => (at.at(-1) ?? 0) - (at[0] ?? 0)

/** The letter right here, else at the beginning of a word, else anywhere. */
function nextOf(letter: string, text: string, from: number): number {
  if (text[from] === letter) return from
  for (let at = text.indexOf(letter, from); at >= 0; at = text.indexOf(letter, at + 1))
    if (bonusAt(text, at) > 0) return at
  return text.indexOf(letter, from)
}

function bonusAt(text: string, at: number): number {
  if (at === 0) return AT_START
  return /[\s\-_./:#]/.test(text[at - 1] ?? '') ? AT_WORD : 0
}

function rangesOf(letters: ReadonlySet<number>): Match['ranges'] {
  const ranges: [number, number][] = []
  for (const at of [...letters].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last?.[1] === at) last[1] = at + 1
    else ranges.push([at, at + 1])
  }
  return ranges
}

/** The text in pieces, marked and not, for showing. */
export function pieces(
  text: string,
  ranges: Match['ranges']
): readonly { readonly text: string; readonly marked: boolean }[] {
  const all: { text: string; marked: boolean }[] = []
  let from = 0
  for (const [start, end] of ranges) {
    all.push(
      { text: text.slice(from, start), marked: false },
      { text: text.slice(start, end), marked: true }
    )
    from = end
  }
  all.push({ text: text.slice(from), marked: false })
  return all.filter((piece) => piece.text !== '')
}
