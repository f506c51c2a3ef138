/**
 * Finds English that people read outside `src/renderer/src/text/`: static texts and attributes of markup, and strings of expressions and
 * scripts that look like words for people. What looks like words is a guess: too few are found rather than class names reported as texts.
 */
import { parse, type AST } from 'svelte/compiler'

export interface FoundText {
  /** 1 for the first. */
  readonly line: number
  readonly text: string
}

/** Attributes of elements, and properties of this code base's components and objects, that people read or hear. */
const READ = new Set([
  ...['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'title', 'alt'],
  ...['placeholder', 'label', 'heading', 'note', 'text', 'hint', 'error', 'cause', 'remedy'],
  ...['button', 'subtitle', 'question', 'says', 'why', 'word', 'keep', 'detail', 'seen']
])
/** What stands in these is typed or pressed as it is. */
const LITERAL = new Set(['code', 'kbd', 'pre', 'samp'])
/** Addresses, style values and names of keys are the same in every language. */
const NO_LANGUAGE =
  /^(?:https?:\/\/|[\w.-]+[/@]|#)|var\(--|^(?:Alt|Ctrl|Shift|Tab|Esc|Enter|Space|Home|End)(?: \S+)?$/

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

/** @param source - of a `.svelte` file */
export function textsOfComponent(source: string): readonly FoundText[] {
  const root = parse(source, { modern: true })
  return [
    ...textsIn(root.fragment, source, looksRead),
    ...[root.module, root.instance].flatMap((script) =>
      isNode(script) ? textsIn(script.content, source, looksLikeSentence) : []
    )
  ].sort((a, b) => a.line - b.line)
}

/** @param source - of a `.ts` file */
export function textsOfModule(source: string): readonly FoundText[] {
  const head = '<script lang="ts">' // on the first line, so that lines stay what they are
  return textsOfComponent(`${head}${source}\n</script>`)
}

/** In markup: two letters beside each other are a word. */
const isWord = (text: string): boolean => /\p{L}{2,}/u.test(text)
/** A string of an expression in markup: a capital and small letters, or several words that are not class names. */
const looksRead = (text: string): boolean =>
  /^\P{L}*\p{Lu}\p{Ll}+/u.test(text) || /\p{L}{2,},? \p{L}+/u.test(text)
/** A string of a script, among names of events, keys and classes: begins like a title or a sentence, or has some words in a row. */
const looksLikeSentence = (text: string): boolean =>
  /^\P{L}*\p{Lu}\p{Ll}+(?:[ ,.:…?’]|$)/u.test(text) || /\p{Ll}+,? \p{Ll}+,? \p{Ll}+/u.test(text)

function textsIn(
  root: AST.Fragment | object,
  source: string,
  looks: (text: string) => boolean
): readonly FoundText[] {
  const found: FoundText[] = []
  /** Strings that are shown as they are: short words count, too. */
  const said = new Set<Node>()
  const report = ({ start }: Node, text: string): void => {
    found.push({
      line: source.slice(0, start).split('\n').length,
      text: text.trim().replace(/\s+/g, ' ')
    })
  }

  function walk(node: Node, parent: Node | null): void {
    switch (node.type) {
      case 'Comment':
      case 'ImportDeclaration':
      case 'ClassDirective':
      case 'StyleDirective':
        return
      case 'RegularElement':
        if (!LITERAL.has(String(node['name']))) break
        children(node['attributes'], node) // a title of <code> is read, too
        return
      case 'Attribute':
        attribute(node)
        return
      case 'Property':
        if (!node['computed'] && READ.has(nameOf(node['key'])))
          outcomes(node['value']).forEach((each) => said.add(each))
        break
      case 'ExpressionTag':
        if (parent?.type === 'Fragment')
          outcomes(node['expression']).forEach((each) => said.add(each))
        break
      case 'Text':
        if (isWord(String(node['data']))) report(node, String(node['data']))
        return
      case 'Literal':
        if (isShown(node, parent)) string(node, node['value'], said.has(node))
        return
      case 'CallExpression':
        if (!isCallOf(node, 'plural')) break
        for (const each of node['arguments'] as readonly Node[])
          if (typeof each['value'] === 'string') report(each, each['value'])
        break
      case 'TemplateLiteral':
        for (const part of node['quasis'] as readonly Node[])
          string(part, (part['value'] as { readonly cooked: string }).cooked, said.has(node))
        children(node['expressions'], node)
        return
    }
    if (isType(node)) return
    for (const key of Object.keys(node)) children(node[key], node)
  }

  function children(value: unknown, parent: Node): void {
    if (Array.isArray(value)) for (const each of value) children(each, parent)
    else if (isNode(value)) walk(value, parent)
  }

  function attribute(node: Node): void {
    const name = String(node['name'])
    if (name === 'class' || name === 'style') return
    const parts: readonly unknown[] = Array.isArray(node['value']) ? node['value'] : [node['value']]
    for (const part of parts) {
      if (!isNode(part)) continue
      if (part.type !== 'Text') {
        if (READ.has(name)) outcomes(part['expression']).forEach((each) => said.add(each))
        walk(part, node)
      } else {
        const text = String(part['data'])
        if (READ.has(name) && isWord(text) && !NO_LANGUAGE.test(text)) report(part, text)
      }
    }
  }

  function string(node: Node, value: unknown, asItIs: boolean): void {
    if (typeof value !== 'string' || NO_LANGUAGE.test(value)) return
    if (asItIs ? isWord(value) : looks(value)) report(node, value)
  }

  if (isNode(root)) walk(root, null)
  return found
}

const nameOf = (key: unknown): string => (isNode(key) ? String(key['name'] ?? key['value']) : '')

/** What an expression may come to, as far as it can be read off. */
function outcomes(expression: unknown): readonly Node[] {
  if (!isNode(expression)) return []
  switch (expression.type) {
    case 'ConditionalExpression':
      return [...outcomes(expression['consequent']), ...outcomes(expression['alternate'])]
    case 'LogicalExpression':
      return [...outcomes(expression['left']), ...outcomes(expression['right'])]
    case 'BinaryExpression':
      return expression['operator'] === '+'
        ? [...outcomes(expression['left']), ...outcomes(expression['right'])]
        : []
    default:
      return [expression]
  }
}

const COMPARES = new Set(['===', '!==', '==', '!=', 'in', '<', '>', '<=', '>='])

/** What is compared, looked up by or a key is no text. */
function isShown(node: Node, parent: Node | null): boolean {
  switch (parent?.type) {
    case 'BinaryExpression':
      return !COMPARES.has(String(parent['operator']))
    case 'SwitchCase':
      return false
    case 'MemberExpression': // n.b. a text may also be the object: 'a b c'.split(' ')
      return parent['property'] !== node
    case 'Property':
      return parent['key'] !== node
    default:
      return true
  }
}

/** `1 file`, `5 files`: its words are said, however short they are. */
const isCallOf = ({ callee }: Node, name: string): boolean =>
  isNode(callee) && callee['name'] === name

/** A type says what strings there are, and shows none; `as` and `satisfies` hold a value as well. */
const isType = ({ type }: Node): boolean =>
  type.startsWith('TS') && !/^TS(?:As|Satisfies|NonNull|Parameter)/.test(type)
