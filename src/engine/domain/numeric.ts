/**
 * The rule `numeric`: outputs are equal when they hold the same texts in the same places and numbers that lie within a tolerance of one another.
 *
 * Not transitive: 1.0 ~ 1.1 and 1.1 ~ 1.2 do not make 1.0 ~ 1.2. Groups of equals do not exist, and a chain of small steps must not carry a vote from one
 * result to quite another, so a quorum is a set of which each is within the tolerance of each ({@link mutualQuorum}).
 */

/** Signed decimal with an optional exponent. Written so that no part can match in two ways: a line is a stranger's word and may be long. */
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/

/**
 * Compares one line of two outputs, token by token; tabs, spaces, commas and semicolons separate and must be equal themselves.
 *
 * Two decimal numbers must fulfil |a − b| ≤ tolerance × max(1, |a|, |b|), as doubles; everything else, `NaN`, `Infinity` and numbers beyond the range of a
 * double among it, must be the same text. Symmetric. One pass, no copy of the lines.
 *
 * @param left - without its line feed
 * @param tolerance - in (0, 1]
 * @returns `null` when they are within; otherwise the first token that is not
 */
export function compareLines(
  left: string,
  right: string,
  tolerance: number
): null | { readonly reason: string } {
  if (left === right) return null
  let inLeft = 0
  let inRight = 0
  for (let token = 1; ; token++) {
    const endLeft = tokenEnd(left, inLeft)
    const endRight = tokenEnd(right, inRight)
    const one = left.slice(inLeft, endLeft)
    const other = right.slice(inRight, endRight)
    if (!tokensWithin(one, other, tolerance))
      return { reason: `token ${String(token)}: ${show(one)} and ${show(other)}` }
    const separator = left.charAt(endLeft)
    const otherSeparator = right.charAt(endRight)
    if (separator !== otherSeparator)
      return {
        reason: `behind token ${String(token)}: ${showEnd(separator)} and ${showEnd(otherSeparator)}`
      }
    if (separator === '') return null
    inLeft = endLeft + 1
    inRight = endRight + 1
  }
}

function tokenEnd(line: string, from: number): number {
  for (let index = from; index < line.length; index++) {
    const character = line.charAt(index)
    if (character === '\t' || character === ' ' || character === ',' || character === ';')
      return index
  }
  return line.length
}

function tokensWithin(left: string, right: string, tolerance: number): boolean {
  if (left === right) return true
  if (!DECIMAL.test(left) || !DECIMAL.test(right)) return false
  const a = Number(left)
  const b = Number(right)
  // 1e999 is Infinity as a double, and Infinity is within any tolerance of everything.
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false
  return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b))
}

const show = (token: string): string =>
  JSON.stringify(token.length > 60 ? `${token.slice(0, 59)}…` : token)
const showEnd = (separator: string): string =>
  separator === '' ? 'the end of the line' : JSON.stringify(separator)

/**
 * The largest set of which each is within the tolerance of each, if it has at least `needed` members.
 *
 * Pure and deterministic: of several largest sets the one whose members come first. Bron–Kerbosch with a pivot: quick up to some thirty ids, whatever the relation.
 *
 * @param ids - in the order in which they are preferred; one named twice counts once
 * @param within - symmetric; asked once a pair
 * @param needed - f + 1, integer ≥ 1
 * @returns members in the order of `ids`
 * @throws RangeError when `needed` < 1: with 0 everything would be decided
 */
export function mutualQuorum(
  ids: readonly string[],
  within: (a: string, b: string) => boolean,
  needed: number
): readonly string[] | null {
  if (!Number.isInteger(needed) || needed < 1)
    throw new RangeError(`needed must be a positive integer, got ${String(needed)}`)
  const known = [...new Set(ids)]
  const neighbours = known.map(() => new Set<number>())
  known.forEach((a, one) => {
    known.forEach((b, other) => {
      if (other <= one || !within(a, b)) return
      neighbours[one]?.add(other)
      neighbours[other]?.add(one)
    })
  })
  const best = largestClique(neighbours)
  return best.length >= needed ? known.filter((_, index) => best.includes(index)) : null
}

/** @param neighbours - of vertex 0, 1, …; @returns ascending; the lexicographically first of the largest */
function largestClique(neighbours: readonly ReadonlySet<number>[]): readonly number[] {
  const none: ReadonlySet<number> = new Set()
  const near = (vertex: number): ReadonlySet<number> => neighbours[vertex] ?? none
  let best: readonly number[] = []

  const extend = (
    clique: readonly number[],
    candidates: readonly number[],
    excluded: readonly number[]
  ): void => {
    if (clique.length + candidates.length < best.length) return
    if (candidates.length === 0 && excluded.length === 0) {
      const sorted = [...clique].sort((a, b) => a - b)
      if (sorted.length > best.length || precedes(sorted, best)) best = sorted
      return
    }
    const shared = (vertex: number): number =>
      candidates.filter((other) => near(vertex).has(other)).length
    const pivot = [...candidates, ...excluded].reduce((a, b) => (shared(b) > shared(a) ? b : a))
    let open = candidates
    let done = excluded
    for (const vertex of candidates.filter((candidate) => !near(pivot).has(candidate))) {
      const adjacent = (other: number): boolean => near(vertex).has(other)
      extend([...clique, vertex], open.filter(adjacent), done.filter(adjacent))
      open = open.filter((other) => other !== vertex)
      done = [...done, vertex]
    }
  }

  extend([], Array.from(neighbours.keys()), [])
  return best
}

/** Of two ascending lists of equal length: does the first come first? */
function precedes(left: readonly number[], right: readonly number[]): boolean {
  const at = left.findIndex((value, index) => value !== right[index])
  return at >= 0 && left.length === right.length && (left[at] ?? 0) < (right[at] ?? 0)
}
