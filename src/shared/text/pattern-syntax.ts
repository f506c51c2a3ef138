/** The syntax of {@link file://./pattern.ts}: text → tree. Recursive descent, as deep as its groups. */

export type Node =
  | { readonly type: 'set'; readonly has: (code: number) => boolean }
  | { readonly type: 'start' | 'end' }
  | { readonly type: 'boundary'; readonly wanted: boolean }
  | { readonly type: 'look'; readonly wanted: boolean; readonly inner: Node }
  | { readonly type: 'sequence'; readonly parts: readonly Node[] }
  | { readonly type: 'either'; readonly branches: readonly Node[] }
  | {
      readonly type: 'repeat'
      readonly inner: Node
      readonly low: number
      readonly high: number
      readonly lazy: boolean
    }

export class PatternProblem extends Error {
  constructor(
    readonly kind: 'invalid' | 'unsupported',
    message: string
  ) {
    super(message)
  }
}

const MOST_CHARACTERS = 2_000
const DEEPEST = 50

type Has = (code: number) => boolean

const within =
  (from: string, to = from): Has =>
  (code) =>
    code >= from.charCodeAt(0) && code <= to.charCodeAt(0)
const anyOf =
  (...sets: readonly Has[]): Has =>
  (code) =>
    sets.some((has) => has(code))
const not =
  (has: Has): Has =>
  (code) =>
    !has(code)

const digit = within('0', '9')
const letter = anyOf(within('a', 'z'), within('A', 'Z'))
const word = anyOf(digit, letter, within('_'))
const space = anyOf(within('\t', '\r'), within(' '))
const classes: Readonly<Record<string, Has>> = {
  d: digit,
  D: not(digit),
  w: word,
  W: not(word),
  s: space,
  S: not(space),
  h: anyOf(within(' '), within('\t'))
}
const named: Readonly<Record<string, Has>> = {
  alnum: anyOf(digit, letter),
  alpha: letter,
  digit,
  lower: within('a', 'z'),
  upper: within('A', 'Z'),
  space,
  word,
  punct: anyOf(within('!', '/'), within(':', '@'), within('[', '`'), within('{', '~')),
  xdigit: anyOf(digit, within('a', 'f'), within('A', 'F'))
}
const controls: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  f: '\f',
  e: '\u001b',
  a: '\u0007'
}

/** @throws PatternProblem */
export function parsePattern(source: string, ignoreCase: boolean): Node {
  if (source.length > MOST_CHARACTERS)
    throw new PatternProblem(
      'unsupported',
      `longer than ${MOST_CHARACTERS} characters (${source.length})`
    )
  const parser = new Parser(source, ignoreCase)
  return parser.whole()
}

class Parser {
  #at = 0
  #depth = 0

  constructor(
    private readonly source: string,
    private ignoreCase: boolean
  ) {}

  whole(): Node {
    const node = this.#either()
    if (this.#at < this.source.length) throw this.#invalid('a ")" without its "("')
    return node
  }

  #either(): Node {
    if (++this.#depth > DEEPEST)
      throw this.#unsupported(`more than ${DEEPEST} groups in each other`)
    const branches = [this.#sequence()]
    while (this.#take('|')) branches.push(this.#sequence())
    this.#depth -= 1
    return branches.length === 1 && branches[0] !== undefined
      ? branches[0]
      : { type: 'either', branches }
  }

  #sequence(): Node {
    const parts: Node[] = []
    while (this.#at < this.source.length && !'|)'.includes(this.#peek())) {
      const atom = this.#atom()
      if (atom !== null) parts.push(this.#quantified(atom))
    }
    return { type: 'sequence', parts }
  }

  #quantified(atom: Node): Node {
    let node = atom
    for (let bounds = this.#bounds(); bounds !== null; bounds = this.#bounds()) {
      const lazy = this.#take('?')
      if (this.#take('+')) throw this.#unsupported('possessive quantifiers ("++")')
      node = { type: 'repeat', inner: node, ...bounds, lazy }
    }
    return node
  }

  #bounds(): { readonly low: number; readonly high: number } | null {
    if (this.#take('*')) return { low: 0, high: Infinity }
    if (this.#take('+')) return { low: 1, high: Infinity }
    if (this.#take('?')) return { low: 0, high: 1 }
    const braces = /^\{(\d{1,5})(?:(,)(\d{0,5}))?\}/.exec(this.source.slice(this.#at))
    if (braces === null) return null
    this.#at += braces[0].length
    const low = Number(braces[1])
    const high = braces[2] === undefined ? low : braces[3] === '' ? Infinity : Number(braces[3])
    if (high < low) throw this.#invalid(`{${low},${high}} counts backwards`)
    return { low, high }
  }

  #atom(): Node | null {
    const character = this.#next()
    switch (character) {
      case '.':
        return { type: 'set', has: not(within('\n')) }
      case '^':
        return { type: 'start' }
      case '$':
        return { type: 'end' }
      case '[':
        return this.#set(this.#class())
      case '(':
        return this.#group()
      case '\\':
        return this.#escape()
      case '*':
      case '+':
      case '?':
        throw this.#invalid(
          `nothing to repeat before "${character}"${character === '*' ? '; everything is ".*"' : ''}`
        )
      default:
        return this.#set(within(character))
    }
  }

  #group(): Node | null {
    if (!this.#take('?')) return this.#closed(this.#either())
    if (this.#take(':')) return this.#closed(this.#either())
    if (this.#take('=')) return this.#look(true)
    if (this.#take('!')) return this.#look(false)
    if (this.#take('i)')) {
      this.ignoreCase = true
      return null
    }
    const name = /^P?<[A-Za-z_]\w*>/.exec(this.source.slice(this.#at))
    if (name === null) throw this.#unsupported(`"(?${this.source.slice(this.#at, this.#at + 2)}"`)
    this.#at += name[0].length
    return this.#closed(this.#either())
  }

  #look(wanted: boolean): Node {
    return { type: 'look', wanted, inner: this.#closed(this.#either()) }
  }

  #closed(node: Node): Node {
    if (!this.#take(')')) throw this.#invalid('a "(" without its ")"')
    return node
  }

  #escape(): Node {
    const character = this.#next()
    if (character === '') throw this.#invalid('"\\" at the end')
    if (character === 'b' || character === 'B')
      return { type: 'boundary', wanted: character === 'b' }
    if (character === 'A') return { type: 'start' }
    if (character === 'z' || character === 'Z') return { type: 'end' }
    return this.#set(this.#escaped(character))
  }

  #escaped(character: string): Has {
    const known = classes[character]
    if (known !== undefined) return known
    const control = controls[character]
    if (control !== undefined) return within(control)
    if (character === 'x') {
      const hex = /^[0-9A-Fa-f]{2}/.exec(this.source.slice(this.#at))
      if (hex === null) throw this.#unsupported('"\\x" in another form than \\xHH')
      this.#at += 2
      return within(String.fromCharCode(parseInt(hex[0], 16)))
    }
    if (/[0-9A-Za-z]/.test(character)) throw this.#unsupported(`"\\${character}"`)
    return within(character)
  }

  #class(): Has {
    const negated = this.#take('^')
    const sets: Has[] = []
    for (let first = true; ; first = false) {
      if (this.#at >= this.source.length) throw this.#invalid('a "[" without its "]"')
      if (!first && this.#take(']')) break
      sets.push(this.#member())
    }
    const has = this.#cased(anyOf(...sets))
    return negated ? not(has) : has
  }

  #member(): Has {
    const posix = /^\[:(\w+):\]/.exec(this.source.slice(this.#at))
    if (posix !== null) {
      this.#at += posix[0].length
      const set = named[posix[1] ?? '']
      if (set === undefined) throw this.#invalid(`no class is called "${posix[1] ?? ''}"`)
      return set
    }
    const character = this.#next()
    if (character === '\\') {
      const escaped = this.#next()
      if (escaped === 'b') return within('\b')
      // n.b. a range can begin with an escaped character: [\.-z]
      if (/[0-9A-Za-z]/.test(escaped)) return this.#escaped(escaped)
      return this.#range(escaped)
    }
    return this.#range(character)
  }

  #range(from: string): Has {
    const rest = this.source.slice(this.#at)
    if (!rest.startsWith('-') || rest.length < 2 || rest[1] === ']') return within(from)
    this.#at += 1
    let to = this.#next()
    if (to === '\\') to = this.#next()
    if (to < from) throw this.#invalid(`the range ${from}-${to} counts backwards`)
    return within(from, to)
  }

  #set(has: Has): Node {
    return { type: 'set', has: this.#cased(has) }
  }

  #cased(has: Has): Has {
    if (!this.ignoreCase) return has
    return (code) => {
      const other = String.fromCharCode(code)
      return (
        has(code) ||
        has(other.toLowerCase().charCodeAt(0)) ||
        has(other.toUpperCase().charCodeAt(0))
      )
    }
  }

  #peek(): string {
    return this.source[this.#at] ?? ''
  }

  #next(): string {
    const character = this.#peek()
    this.#at += character.length
    return character
  }

  #take(text: string): boolean {
    if (!this.source.startsWith(text, this.#at)) return false
    this.#at += text.length
    return true
  }

  #invalid(why: string): PatternProblem {
    return new PatternProblem('invalid', why)
  }

  #unsupported(what: string): PatternProblem {
    return new PatternProblem('unsupported', `${what} cannot be previewed here`)
  }
}
