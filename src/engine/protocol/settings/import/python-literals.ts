/**
 * Reads assignments of literals from a Python file, without ever running it: `NAME = value` at the top level, in a class or behind an `if`.
 *
 * Understood are texts (also several beside each other), numbers, True, False, None, tuples, lists, dicts, names assigned earlier,
 * and calls like `Queue('high', Exchange('high'), routing_key='high')`, kept as calls. Everything else becomes `unknown`, with its source.
 *
 * @see https://docs.python.org/3/reference/lexical_analysis.html
 */
import { tokensOf, type Token } from './python-tokens.js'

export type PythonValue =
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'constant'; readonly value: boolean | null }
  | { readonly type: 'list'; readonly items: readonly PythonValue[] }
  | {
      readonly type: 'dict'
      readonly entries: readonly (readonly [key: PythonValue, value: PythonValue])[]
    }
  | {
      readonly type: 'call'
      readonly name: string
      readonly positional: readonly PythonValue[]
      readonly named: Readonly<Record<string, PythonValue>>
    }
  | { readonly type: 'unknown' }

export interface PythonAssignment {
  readonly name: string
  readonly value: PythonValue
  /** From 1. */
  readonly line: number
  /** Stands behind an `if` or the like, so it may not count. */
  readonly conditional: boolean
}

const UNKNOWN: PythonValue = { type: 'unknown' }
const CONSTANTS: Readonly<Partial<Record<string, boolean | null>>> = {
  True: true,
  False: false,
  None: null
}
const DEPTH_LIMIT = 50

/** In the order of the file; a name may be assigned several times. */
export function pythonAssignments(source: string): readonly PythonAssignment[] {
  const known = new Map<string, PythonValue>()
  const blocks: { readonly indent: number; readonly conditional: boolean }[] = []
  const assignments: PythonAssignment[] = []
  for (const { indent, line, tokens } of tokensOf(source)) {
    while ((blocks.at(-1)?.indent ?? -1) >= indent) blocks.pop()
    const [first, second] = tokens
    if (first === undefined) continue
    if (tokens.at(-1)?.text === ':' && first.type === 'name')
      blocks.push({ indent, conditional: first.text !== 'class' })
    if (first.type !== 'name' || second?.text !== '=') continue
    const value = new Expression(tokens.slice(2), known).whole()
    known.set(first.text, value)
    const conditional = blocks.some((block) => block.conditional)
    assignments.push({ name: first.text, value, line, conditional })
  }
  return assignments
}

class Expression {
  #at = 0
  constructor(
    private readonly tokens: readonly Token[],
    private readonly known: ReadonlyMap<string, PythonValue>
  ) {}

  whole(): PythonValue {
    const items = this.#items('', 0)
    if (this.#at < this.tokens.length) return UNKNOWN
    return items.length === 1 && !items.comma ? (items[0] ?? UNKNOWN) : { type: 'list', items }
  }

  /** Values with commas between, up to a closing bracket or the end of the line. */
  #items(end: string, depth: number): PythonValue[] & { comma?: boolean } {
    const items: PythonValue[] & { comma?: boolean } = []
    while (this.#at < this.tokens.length && this.#text() !== end) {
      items.push(this.#value(depth))
      if (this.#text() !== ',') break
      items.comma = true
      this.#at++
    }
    return items
  }

  #value(depth: number): PythonValue {
    const value = depth > DEPTH_LIMIT ? UNKNOWN : this.#operand(depth)
    if (this.#ends()) return value
    // an operator, an attribute, a subscript: not a literal any more; its tokens are passed over
    let open = 0
    while (this.#at < this.tokens.length) {
      const text = this.#text() ?? ''
      const plain = this.tokens[this.#at]?.type === 'mark'
      if (plain && open === 0 && (text === ',' || text === ':' || isClosing(text))) break
      if (plain && isOpening(text)) open++
      if (plain && isClosing(text)) open--
      this.#at++
    }
    return UNKNOWN
  }

  #operand(depth: number): PythonValue {
    const token = this.tokens[this.#at]
    if (token === undefined) return UNKNOWN
    this.#at++
    switch (token.type) {
      case 'text':
        return this.#texts(token.text)
      case 'number':
        return { type: 'number', value: Number(token.text.replaceAll('_', '')) }
      case 'name':
        return this.#named(token.text, depth)
      case 'mark':
        return this.#bracket(token.text, depth)
    }
  }

  #texts(first: string): PythonValue {
    let value = first
    for (let token = this.tokens[this.#at]; token?.type === 'text'; token = this.tokens[this.#at]) {
      value += token.text
      this.#at++
    }
    return { type: 'text', value }
  }

  #named(name: string, depth: number): PythonValue {
    if (Object.hasOwn(CONSTANTS, name)) return { type: 'constant', value: CONSTANTS[name] ?? null }
    if (this.#text() !== '(') return this.known.get(name) ?? UNKNOWN
    this.#at++
    const positional: PythonValue[] = []
    const named: Record<string, PythonValue> = {}
    while (this.#at < this.tokens.length && this.#text() !== ')') {
      const key = this.tokens[this.#at]
      if (key?.type === 'name' && this.tokens[this.#at + 1]?.text === '=') {
        this.#at += 2
        named[key.text] = this.#value(depth + 1)
      } else positional.push(this.#value(depth + 1))
      if (this.#text() !== ',') break
      this.#at++
    }
    return this.#close(')') ? { type: 'call', name, positional, named } : UNKNOWN
  }

  #bracket(open: string, depth: number): PythonValue {
    if (open === '-') {
      const value = this.#operand(depth)
      return value.type === 'number' ? { type: 'number', value: -value.value } : UNKNOWN
    }
    if (open === '{') return this.#dict(depth)
    if (open !== '(' && open !== '[') return UNKNOWN
    const end = open === '(' ? ')' : ']'
    const items = this.#items(end, depth + 1)
    if (!this.#close(end)) return UNKNOWN
    const [only] = items
    return open === '(' && items.length === 1 && items.comma !== true && only !== undefined
      ? only
      : { type: 'list', items: [...items] }
  }

  #dict(depth: number): PythonValue {
    const entries: (readonly [PythonValue, PythonValue])[] = []
    while (this.#at < this.tokens.length && this.#text() !== '}') {
      const key = this.#value(depth + 1)
      if (!this.#close(':')) return UNKNOWN
      entries.push([key, this.#value(depth + 1)])
      if (this.#text() !== ',') break
      this.#at++
    }
    return this.#close('}') ? { type: 'dict', entries } : UNKNOWN
  }

  #close(mark: string): boolean {
    if (this.#text() !== mark) return false
    this.#at++
    return true
  }

  #text(): string | null {
    const token = this.tokens[this.#at]
    return token === undefined || token.type === 'text' ? null : token.text
  }

  #ends(): boolean {
    const text = this.#text()
    return this.#at >= this.tokens.length || (text !== null && /^[,:)\]}]$/.test(text))
  }
}

const isOpening = (text: string): boolean => /^[([{]$/.test(text)
const isClosing = (text: string): boolean => /^[)\]}]$/.test(text)
