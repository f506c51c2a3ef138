/**
 * Where the elements of an XML text stand, so that a part of it can be replaced and every other byte stays.
 *
 * The DOM knows where an element begins and not where it ends, and a serialiser rewrites quotes, entities and empty elements. This scanner
 * knows nothing but where things begin and end; what they mean, and that the text is well-formed and without DOCTYPE, says the DOM.
 */
import type { Element, Node } from '@xmldom/xmldom'

/** UTF-16 units from the beginning of the text; `end` is exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface ElementSpan extends Span {
  /** With its prefix. */
  readonly name: string
  /** Between the tags; `null`: `<x/>`. */
  readonly content: Span | null
  /** Name with its prefix → between the quotes. */
  readonly attributes: ReadonlyMap<string, Span>
}

/**
 * @param root - what `parseStrictly` made of `text`
 * @returns `null` when scanner and DOM see different elements: the parser mended something without a word
 */
export function elementSpans(
  root: Element,
  text: string
): ReadonlyMap<Element, ElementSpan> | null {
  const spans = scan(text)
  const elements = [root, ...descendants(root)]
  if (
    spans.length !== elements.length ||
    elements.some((element, index) => element.nodeName !== spans[index]?.name)
  )
    return null
  return new Map(elements.flatMap((element, at) => pair(element, spans[at])))
}
const pair = (element: Element, span: ElementSpan | undefined): [Element, ElementSpan][] =>
  span === undefined ? [] : [[element, span]]

export const isElement = (node: Node): node is Element => node.nodeType === node.ELEMENT_NODE
export const childElements = (element: Element): readonly Element[] =>
  Array.from(element.childNodes).filter(isElement)
/** In the order in which their start tags stand. */
export const descendants = (element: Element): readonly Element[] =>
  Array.from(element.getElementsByTagName('*'))

interface OpenElement {
  readonly index: number
  readonly tag: Tag
}
interface Tag extends Span {
  readonly name: string
  readonly empty: boolean
  readonly attributes: ReadonlyMap<string, Span>
}

/** Elements in the order of their start tags. */
function scan(text: string): readonly (ElementSpan | undefined)[] {
  const found: (ElementSpan | undefined)[] = []
  const open: OpenElement[] = []
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const skipped = NO_ELEMENTS.find(([start]) => text.startsWith(start, at))
    if (skipped !== undefined) {
      at = after(text, skipped[1], at + skipped[0].length)
    } else if (text.startsWith('</', at)) {
      const end = after(text, '>', at)
      const closed = open.pop()
      if (closed !== undefined)
        found[closed.index] = {
          name: closed.tag.name,
          start: closed.tag.start,
          end,
          content: { start: closed.tag.end, end: at },
          attributes: closed.tag.attributes
        }
      at = end
    } else {
      const tag = startTag(text, at)
      const { name, start, end, attributes } = tag
      const index = found.push(
        tag.empty ? { name, start, end, content: null, attributes } : undefined
      )
      if (!tag.empty) open.push({ index: index - 1, tag })
      at = end
    }
  }
  return found
}

const NO_ELEMENTS = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>']
] as const

function after(text: string, what: string, from: number): number {
  const found = text.indexOf(what, from)
  return found < 0 ? text.length : found + what.length
}

function startTag(text: string, start: number): Tag {
  const attributes = new Map<string, Span>()
  const name = word(text, start + 1)
  let at = start + 1 + name.length
  for (;;) {
    while (isSpace(text[at])) at++
    if (text[at] === '>' || at >= text.length)
      return { name, start, end: at + 1, empty: false, attributes }
    if (text[at] === '/') return { name, start, end: after(text, '>', at), empty: true, attributes }
    const key = word(text, at)
    at += key.length
    while (isSpace(text[at]) || text[at] === '=') at++
    const value = { start: at + 1, end: after(text, text[at] ?? '"', at + 1) - 1 }
    attributes.set(key, value)
    at = value.end + 1
  }
}

const isSpace = (character: string | undefined): boolean =>
  character !== undefined && ' \t\r\n'.includes(character)

/** A name of an element or attribute. */
function word(text: string, start: number): string {
  let end = start
  while (end < text.length && !isSpace(text[end]) && !'/>='.includes(text[end] ?? '>')) end++
  return text.slice(start, end)
}
