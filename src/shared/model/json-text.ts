/**
 * JSON with the place of everything in its text, so that an issue can be shown where it is and an edit can leave the rest as it was.
 *
 * Strict JSON (RFC 8259), and stricter in two points: a key that stands twice is an error (`JSON.parse` keeps the last one in silence),
 * and nothing nests deeper than {@link DEPTH_LIMIT}. Never throws.
 */

export type JsonPath = readonly (string | number)[]
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

interface Place {
  /** Offsets in the text, in UTF-16 units; `to` is behind the last one. */
  readonly from: number
  readonly to: number
}
export interface JsonMember {
  readonly key: string
  /** The key with its quotation marks. */
  readonly keyPlace: Place
  readonly value: JsonNode
}
export type JsonNode =
  | (Place & { readonly type: 'object'; readonly members: readonly JsonMember[] })
  | (Place & { readonly type: 'array'; readonly items: readonly JsonNode[] })
  | (Place & { readonly type: 'value'; readonly value: string | number | boolean | null })

export interface JsonProblem extends Place {
  readonly message: string
}
export type JsonParsed =
  | { readonly ok: true; readonly root: JsonNode }
  | { readonly ok: false; readonly problem: JsonProblem }

const DEPTH_LIMIT = 100
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /[A-Za-z_][A-Za-z_0-9]*/y
const STRING = /"(?:[^"\\\u0000-\u001f]|\\.)*"/y // eslint-disable-line no-control-regex -- JSON forbids them unescaped
const BLANK = /[ \t\n\r]*/y

export function parseJsonText(text: string): JsonParsed {
  const reader = new Reader(text)
  try {
    return { ok: true, root: reader.document() }
  } catch (thrown) {
    if (thrown instanceof Refusal) return { ok: false, problem: thrown.problem }
    throw thrown
  }
}

/** @returns `null` when nothing is there */
export function nodeAt(root: JsonNode, path: JsonPath): JsonNode | null {
  let node: JsonNode | undefined = root
  for (const step of path) {
    if (node.type === 'object') node = node.members.find(({ key }) => key === String(step))?.value
    else if (node.type === 'array') node = typeof step === 'number' ? node.items[step] : undefined
    else node = undefined
    if (node === undefined) return null
  }
  return node
}

export function memberAt(root: JsonNode, path: JsonPath): JsonMember | null {
  const parent = nodeAt(root, path.slice(0, -1))
  const key = path.at(-1)
  return parent?.type === 'object'
    ? (parent.members.find((member) => member.key === String(key)) ?? null)
    : null
}

export function valueOf(node: JsonNode): JsonValue {
  if (node.type === 'value') return node.value
  if (node.type === 'array') return node.items.map(valueOf)
  const value: Record<string, JsonValue> = {}
  for (const member of node.members)
    // n.b. plain assignment would make a prototype of the key "__proto__"
    Object.defineProperty(value, member.key, {
      value: valueOf(member.value),
      enumerable: true,
      configurable: true,
      writable: true
    })
  return value
}

/** Line and column of an offset, both from 1. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return { line, column: offset - before.lastIndexOf('\n') }
}

class Refusal extends Error {
  constructor(readonly problem: JsonProblem) {
    super(problem.message)
  }
}

class Reader {
  #at = 0
  constructor(private readonly text: string) {}

  document(): JsonNode {
    this.#blank()
    if (this.#at === this.text.length) this.#refuse('there is nothing: begin with {')
    const root = this.#value(0)
    this.#blank()
    if (this.#at < this.text.length) this.#refuse('something follows after the end')
    return root
  }

  #value(depth: number): JsonNode {
    if (depth > DEPTH_LIMIT) this.#refuse(`nested deeper than ${DEPTH_LIMIT}`)
    const from = this.#at
    switch (this.text[from]) {
      case '{':
        return this.#object(depth)
      case '[':
        return this.#array(depth)
      case '"':
        return { type: 'value', value: this.#string(), from, to: this.#at }
      default:
        return { type: 'value', value: this.#plain(), from, to: this.#at }
    }
  }

  #object(depth: number): JsonNode {
    const from = this.#at++
    const members: JsonMember[] = []
    const keys = new Set<string>()
    this.#blank()
    while (this.text[this.#at] !== '}') {
      if (members.length > 0) this.#comma('}')
      const keyFrom = this.#at
      if (this.text[keyFrom] !== '"') this.#refuse(`a key in "…" or } is needed, ${this.#found()}`)
      const key = this.#string()
      const keyPlace = { from: keyFrom, to: this.#at }
      if (keys.has(key)) this.#refuse(`the key ${JSON.stringify(key)} stands twice`, keyPlace)
      keys.add(key)
      this.#blank()
      if (this.text[this.#at] !== ':')
        this.#refuse(`a colon is needed after a key, ${this.#found()}`)
      this.#at++
      this.#blank()
      members.push({ key, keyPlace, value: this.#value(depth + 1) })
      this.#blank()
    }
    this.#at++
    return { type: 'object', members, from, to: this.#at }
  }

  #array(depth: number): JsonNode {
    const from = this.#at++
    const items: JsonNode[] = []
    this.#blank()
    while (this.text[this.#at] !== ']') {
      if (items.length > 0) this.#comma(']')
      items.push(this.#value(depth + 1))
      this.#blank()
    }
    this.#at++
    return { type: 'array', items, from, to: this.#at }
  }

  #comma(end: string): void {
    if (this.text[this.#at] !== ',') this.#refuse(`a comma or ${end} is needed, ${this.#found()}`)
    const comma = { from: this.#at, to: this.#at + 1 }
    this.#at++
    this.#blank()
    if (this.text[this.#at] === end) this.#refuse(`a comma too many before ${end}`, comma)
  }

  #string(): string {
    const from = this.#at
    const raw = this.#match(STRING)
    if (raw === null) {
      const end = this.text.indexOf('\n', from)
      const place = { from, to: end < 0 ? this.text.length : end }
      return this.#refuse('this text has no closing "', place)
    }
    try {
      return JSON.parse(raw) as string
    } catch {
      // JSON.parse names no place; this one is known
      return this.#refuse('a \\ that JSON does not know', { from, to: this.#at })
    }
  }

  #plain(): number | boolean | null {
    const from = this.#at
    const number = this.#match(NUMBER)
    if (number !== null && !/[\w.]/.test(this.text[this.#at] ?? '')) {
      const value = Number(number)
      return Number.isFinite(value)
        ? value
        : this.#refuse('this number is too large', { from, to: this.#at })
    }
    this.#at = from
    const word = this.#match(WORD)
    if (word === 'true' || word === 'false') return word === 'true'
    if (word === 'null') return null
    const place = { from, to: Math.max(this.#at, from + 1) }
    this.#at = from
    return this.#refuse(`a value is needed, ${this.#found()}`, place)
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.text)?.[0] ?? null
    if (found !== null) this.#at += found.length
    return found
  }

  #blank(): void {
    this.#match(BLANK)
  }

  #found(): string {
    const found = this.text.slice(this.#at, this.#at + 1)
    if (found === '') return 'the text ends here'
    return /\p{C}/u.test(found) ? 'found a character that cannot be seen' : `found ${found}`
  }

  #refuse(message: string, place?: Place): never {
    const from = Math.min(this.#at, this.text.length)
    throw new Refusal({
      message,
      from: place?.from ?? from,
      to: place?.to ?? Math.min(from + 1, this.text.length)
    })
  }
}
