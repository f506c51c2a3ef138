/**
 * Regular expressions that always end in time: the part of JavaScript's syntax that an automaton can carry out. What only backtracking can
 * do (back references, looking around) is refused in words.
 */

/** Which characters one step takes: pairs `from`, `to` of character codes. */
export interface CharacterSet {
  readonly ranges: readonly (readonly [from: number, to: number])[]
  readonly negated: boolean
}
export type Assertion = 'begin' | 'end' | 'word-boundary' | 'no-word-boundary'

export type Node =
  | { readonly type: 'set'; readonly set: CharacterSet }
  | { readonly type: 'assertion'; readonly assertion: Assertion }
  | { readonly type: 'sequence'; readonly parts: readonly Node[] }
  | { readonly type: 'choice'; readonly options: readonly Node[] }
  | { readonly type: 'repeat'; readonly node: Node; readonly least: number; readonly most: number }

/** What is wrong with a pattern, for people. */
export class PatternFault extends Error {
  override readonly name = 'PatternFault'
}

const LARGEST_COUNT = 200

/** @throws PatternFault */
export function parsePattern(source: string): Node {
  const parser = new Parser(source)
  const node = parser.choice()
  if (!parser.done) throw new PatternFault('“)” without “(”')
  return node
}

class Parser {
  #at = 0

  constructor(private readonly source: string) {}

  get done(): boolean {
    return this.#at >= this.source.length
  }

  choice(): Node {
    const options = [this.#sequence()]
    while (this.#take('|')) options.push(this.#sequence())
    return options.length === 1 && options[0] !== undefined
      ? options[0]
      : { type: 'choice', options }
  }

  #sequence(): Node {
    const parts: Node[] = []
    while (!this.done && !'|)'.includes(this.#peek())) parts.push(this.#repeated())
    return { type: 'sequence', parts }
  }

  #repeated(): Node {
    let node = this.#atom()
    for (;;) {
      const count = this.#count()
      if (count === null) return node
      this.#take('?') // lazy or not: an automaton finds the same lines
      node = { type: 'repeat', node, ...count }
    }
  }

  #count(): { readonly least: number; readonly most: number } | null {
    if (this.#take('*')) return { least: 0, most: Infinity }
    if (this.#take('+')) return { least: 1, most: Infinity }
    if (this.#take('?')) return { least: 0, most: 1 }
    const found = /^\{(\d+)(,(\d*))?\}/.exec(this.source.slice(this.#at))
    if (found === null) return null
    this.#at += found[0].length
    const least = Number(found[1])
    const most =
      found[2] === undefined ? least : found[3] === '' ? Infinity : Number(found[3] ?? '')
    if (most < least) throw new PatternFault(`${found[0]}: the second number is the smaller one`)
    if (least > LARGEST_COUNT || (most !== Infinity && most > LARGEST_COUNT))
      throw new PatternFault(`${found[0]}: at most ${String(LARGEST_COUNT)} times`)
    return { least, most }
  }

  #atom(): Node {
    const character = this.#next()
    switch (character) {
      case '(':
        return this.#group()
      case '[':
        return { type: 'set', set: this.#class() }
      case '.':
        return { type: 'set', set: { ranges: [], negated: true } }
      case '^':
        return { type: 'assertion', assertion: 'begin' }
      case '$':
        return { type: 'assertion', assertion: 'end' }
      case '\\':
        return this.#escape()
      case '*':
      case '+':
      case '?':
        throw new PatternFault(`nothing to repeat before “${character}”`)
      default:
        return literal(character)
    }
  }

  #group(): Node {
    if (this.#take('?') && !this.#take(':'))
      throw new PatternFault('looking around and named groups cannot be used here')
    const node = this.choice()
    if (!this.#take(')')) throw new PatternFault('“(” without “)”')
    return node
  }

  #escape(): Node {
    const character = this.#next()
    if (character === 'b') return { type: 'assertion', assertion: 'word-boundary' }
    if (character === 'B') return { type: 'assertion', assertion: 'no-word-boundary' }
    if (/[1-9]/.test(character)) throw new PatternFault('back references cannot be used here')
    const set = SHORTHANDS[character]
    return set === undefined ? literal(CONTROLS[character] ?? character) : { type: 'set', set }
  }

  #class(): CharacterSet {
    const negated = this.#take('^')
    const ranges: (readonly [number, number])[] = []
    for (let first = true; first || this.#peek() !== ']'; first = false) {
      if (this.done) throw new PatternFault('“[” without “]”')
      if (first && this.#peek() === ']') break
      const from = this.#member()
      if (typeof from !== 'number') {
        ranges.push(...ranged(from))
        continue
      }
      if (this.#peek() !== '-' || this.source[this.#at + 1] === ']') {
        ranges.push([from, from])
        continue
      }
      this.#at += 1
      const to = this.#member()
      if (typeof to !== 'number' || to < from) throw new PatternFault('a range that runs backwards')
      ranges.push([from, to])
    }
    this.#at += 1
    return { ranges, negated }
  }

  #member(): number | CharacterSet {
    const character = this.#next()
    if (character !== '\\') return character.charCodeAt(0)
    const escaped = this.#next()
    return SHORTHANDS[escaped] ?? (CONTROLS[escaped] ?? escaped).charCodeAt(0)
  }

  #peek(): string {
    return this.source[this.#at] ?? ''
  }

  #next(): string {
    const character = this.source[this.#at]
    if (character === undefined) throw new PatternFault('it ends in the middle')
    this.#at += 1
    return character
  }

  #take(character: string): boolean {
    if (this.source[this.#at] !== character) return false
    this.#at += 1
    return true
  }
}

const literal = (character: string): Node => ({
  type: 'set',
  set: { ranges: [[character.charCodeAt(0), character.charCodeAt(0)]], negated: false }
})

const DIGIT = [[48, 57]] as const
const WORD = [...DIGIT, [65, 90], [95, 95], [97, 122]] as const
/** As `\s` of ECMAScript. */
const SPACE = [
  [9, 13],
  [32, 32],
  [160, 160],
  [5760, 5760],
  [8192, 8202],
  [8232, 8233],
  [8239, 8239],
  [8287, 8287],
  [12288, 12288],
  [65279, 65279]
] as const
const SHORTHANDS: Readonly<Partial<Record<string, CharacterSet>>> = {
  d: { ranges: DIGIT, negated: false },
  D: { ranges: DIGIT, negated: true },
  w: { ranges: WORD, negated: false },
  W: { ranges: WORD, negated: true },
  s: { ranges: SPACE, negated: false },
  S: { ranges: SPACE, negated: true }
}
const CONTROLS: Readonly<Partial<Record<string, string>>> = { t: '\t', n: '\n', r: '\r', f: '\f' }

/** The same characters without a negation. */
function ranged({ ranges, negated }: CharacterSet): readonly (readonly [number, number])[] {
  if (!negated) return ranges
  const gaps: (readonly [number, number])[] = []
  let from = 0
  for (const [low, high] of [...ranges].sort((left, right) => left[0] - right[0])) {
    if (low > from) gaps.push([from, low - 1])
    from = high + 1
  }
  return from > 0xffff ? gaps : [...gaps, [from, 0xffff]]
}
