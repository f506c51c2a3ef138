/** A Python file as logical lines of tokens: brackets and backslashes join lines, comments are gone. Never throws. */

export interface Token {
  readonly type: 'name' | 'number' | 'text' | 'mark'
  /** Of a text its value, escapes resolved. */
  readonly text: string
}
export interface LogicalLine {
  /** Columns before its first token; a tab counts as 8. */
  readonly indent: number
  /** From 1. */
  readonly line: number
  readonly tokens: readonly Token[]
}

// In this order: a text may begin with letters (r'…', b"…"), three quotation marks come before one.
// n.b. a backslash is read in one way only: two ways each would take exponential time where no quotation mark ends the text.
const PATTERN =
  /(?<blank>[ \t\f\r]+|\\\r?\n|#[^\n]*)|(?<feed>\n)|(?<prefix>[rRbBuUfF]{0,2})(?:(?<three>"""|''')(?<long>(?:\\[\s\S]|(?!\k<three>)[^\\])*)\k<three>|(?<one>["'])(?<short>(?:\\[\s\S]|(?!\k<one>)[^\\\n])*)\k<one>)|(?<number>(?:0[xX][0-9a-fA-F_]+|\d[\d_]*(?:\.\d*)?(?:[eE][+-]?\d+)?))|(?<name>[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*)|(?<mark>[=!<>]=|\*\*|[\s\S])/uy

export function tokensOf(source: string): readonly LogicalLine[] {
  const lines: LogicalLine[] = []
  let tokens: Token[] = []
  let open = 0
  let line = 1
  let begun = { line: 1, indent: 0 }
  const end = (): void => {
    if (tokens.length > 0) lines.push({ ...begun, tokens })
    tokens = []
  }
  PATTERN.lastIndex = 0
  for (let found = PATTERN.exec(source); found !== null; found = PATTERN.exec(source)) {
    const groups = found.groups ?? {}
    const token = tokenOf(groups)
    const statementEnds = groups['feed'] !== undefined || token?.text === ';'
    if (statementEnds && open === 0) end()
    if (token !== null && !(statementEnds && open === 0)) {
      if (tokens.length === 0) begun = { line, indent: indentBefore(source, found.index) }
      tokens.push(token)
      if (token.type === 'mark') open = depthAfter(token.text, open)
    }
    line += found[0].split('\n').length - 1
    if (PATTERN.lastIndex >= source.length) break
  }
  end()
  return lines
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>): Token | null {
  const { name, number, mark, long, short, prefix } = groups
  if (name !== undefined) return { type: 'name', text: name }
  if (number !== undefined) return { type: 'number', text: number }
  const text = long ?? short
  // n.b. what an f-text becomes is known to Python alone
  if (text !== undefined && /f/i.test(prefix ?? '') && text.includes('{'))
    return { type: 'mark', text: 'f' }
  if (text !== undefined)
    return { type: 'text', text: /r/i.test(prefix ?? '') ? text : unescaped(text) }
  return mark === undefined ? null : { type: 'mark', text: mark }
}

const ESCAPES: Readonly<Partial<Record<string, string>>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': ''
}
const unescaped = (text: string): string =>
  text.replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[\s\S])/g, (whole: string, escape: string) =>
    escape.length > 1
      ? String.fromCharCode(parseInt(escape.slice(1), 16))
      : (ESCAPES[escape] ?? whole)
  )

function depthAfter(mark: string, open: number): number {
  if (mark === '(' || mark === '[' || mark === '{') return open + 1
  return mark === ')' || mark === ']' || mark === '}' ? Math.max(0, open - 1) : open
}

function indentBefore(source: string, at: number): number {
  const begin = source.lastIndexOf('\n', at - 1) + 1
  const blank = /^[ \t]*/.exec(source.slice(begin, at))?.[0] ?? ''
  return blank.replaceAll('\t', ' '.repeat(8)).length
}
