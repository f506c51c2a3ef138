/**
 * A filter for lines: a regular expression that is carried out as an automaton (Thompson), in time proportional to the line, whatever
 * the pattern. Capital letters count only when the pattern has some.
 */
import {
  parsePattern,
  PatternFault,
  type Assertion,
  type CharacterSet,
  type Node
} from './parse.js'

type Step =
  | { readonly type: 'set'; readonly set: CharacterSet; readonly next: number }
  | { readonly type: 'assertion'; readonly assertion: Assertion; readonly next: number }
  | { readonly type: 'split'; next: readonly number[] }
  | { readonly type: 'match' }

/** Where a line matched: `from` … `to` (exclusive). */
export interface Mark {
  readonly from: number
  readonly to: number
}

/** States of an automaton: what repeats a part 200 times has that part 200 times. */
const MOST_STEPS = 1_000
/** Further on in a line nothing is marked, nor more than so many places. */
const MARKED_CHARACTERS = 2_000
const MOST_MARKS = 20

export class LinePattern {
  readonly #steps: Step[] = []
  readonly #start: number
  readonly #ignoreCase: boolean
  /** A pattern that is only text; looked for as such, which is much faster. */
  readonly #text: string | null

  /** @throws PatternFault what is wrong with it, for people */
  constructor(source: string) {
    this.#ignoreCase = !/[A-Z]/.test(source.replace(/\\./g, ''))
    const plain = !/[\\^$.|?*+()[\]{}]/.test(source)
    this.#text = plain ? (this.#ignoreCase ? source.toLowerCase() : source) : null
    const match = this.#add({ type: 'match' })
    this.#start = this.#compile(parsePattern(source), match)
  }

  test(line: string): boolean {
    if (this.#text !== null)
      return (this.#ignoreCase ? line.toLowerCase() : line).includes(this.#text)
    return this.#search(line, 0, 'any') !== null
  }

  /** Leftmost, and of those the longest; places without a length are left out. */
  marks(line: string): readonly Mark[] {
    const text = line.slice(0, MARKED_CHARACTERS)
    const marks: Mark[] = []
    for (let at = 0; at < text.length && marks.length < MOST_MARKS;) {
      const mark = this.#search(text, at, 'longest')
      if (mark === null) break
      if (mark.to > mark.from) marks.push(mark)
      at = Math.max(mark.to, mark.from + 1)
    }
    return marks
  }

  #search(text: string, begin: number, want: 'any' | 'longest'): Mark | null {
    let active = new Map<number, number>()
    let best: Mark | null = null
    for (let at = begin; ; at += 1) {
      if (best === null) this.#close(active, this.#start, at, text, at)
      const next = new Map<number, number>()
      const code = at < text.length ? text.charCodeAt(at) : -1
      for (const [index, from] of active) {
        const step = this.#steps[index]
        if (step?.type === 'match') {
          if (want === 'any') return { from, to: at }
          if (best === null || from < best.from || (from === best.from && at > best.to))
            best = { from, to: at }
        } else if (step?.type === 'set' && code >= 0 && this.#takes(step.set, code))
          this.#close(next, step.next, from, text, at + 1)
      }
      if (at >= text.length) return best
      const found = best
      if (found !== null) {
        for (const [index, from] of next) if (from > found.from) next.delete(index)
        if (next.size === 0) return found
      }
      active = next
    }
  }

  /** Adds a state and all that are reached from it without a character; of two beginnings the earlier stays. */
  #close(into: Map<number, number>, index: number, from: number, text: string, at: number): void {
    const waiting = [index]
    for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
      const known = into.get(each)
      if (known !== undefined && known <= from) continue
      into.set(each, from)
      const step = this.#steps[each]
      if (step?.type === 'split') waiting.push(...step.next)
      else if (step?.type === 'assertion' && holds(step.assertion, text, at))
        waiting.push(step.next)
    }
  }

  #takes(set: CharacterSet, code: number): boolean {
    const within = (each: number): boolean =>
      set.ranges.some(([from, to]) => each >= from && each <= to)
    const inside =
      within(code) ||
      (this.#ignoreCase && (within(otherCase(code, 32)) || within(otherCase(code, -32))))
    return inside !== set.negated
  }

  #add(step: Step): number {
    if (this.#steps.length >= MOST_STEPS) throw new PatternFault('it is too long')
    return this.#steps.push(step) - 1
  }

  /** @param next - where it goes on @returns where it begins */
  #compile(node: Node, next: number): number {
    switch (node.type) {
      case 'set':
        return this.#add({ type: 'set', set: node.set, next })
      case 'assertion':
        return this.#add({ type: 'assertion', assertion: node.assertion, next })
      case 'sequence':
        return node.parts.reduceRight((after, part) => this.#compile(part, after), next)
      case 'choice':
        return this.#add({
          type: 'split',
          next: node.options.map((option) => this.#compile(option, next))
        })
      case 'repeat':
        return this.#repeat(node, next)
    }
  }

  #repeat({ node, least, most }: Extract<Node, { type: 'repeat' }>, next: number): number {
    let begin = next
    if (most === Infinity) {
      const loop: { type: 'split'; next: readonly number[] } = { type: 'split', next: [] }
      begin = this.#add(loop)
      loop.next = [this.#compile(node, begin), next]
    } else
      for (let time = least; time < most; time += 1)
        begin = this.#add({ type: 'split', next: [this.#compile(node, begin), next] })
    for (let time = 0; time < least; time += 1) begin = this.#compile(node, begin)
    return begin
  }
}

/** A to z only: what else folds is rare in logs, and another length. */
function otherCase(code: number, shift: number): number {
  const low = shift > 0 ? 65 : 97
  return code >= low && code <= low + 25 ? code + shift : -1
}

function holds(assertion: Assertion, text: string, at: number): boolean {
  if (assertion === 'begin') return at === 0
  if (assertion === 'end') return at === text.length
  const boundary = isWord(text.charCodeAt(at - 1)) !== isWord(text.charCodeAt(at))
  return boundary === (assertion === 'word-boundary')
}

const isWord = (code: number): boolean =>
  (code >= 48 && code <= 57) ||
  (code >= 65 && code <= 90) ||
  code === 95 ||
  (code >= 97 && code <= 122)

export { PatternFault }
