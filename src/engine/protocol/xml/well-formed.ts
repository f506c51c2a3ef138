/**
 * XML that people wrote, parsed strictly: what the parser only warns about is refused, and so are control characters and a DOCTYPE,
 * because entities are how a small file becomes a large one.
 */
import { DOMParser, type Element, type Node } from '@xmldom/xmldom'
import type { ConsoleError } from '../../../shared/model/errors.js'

/** Both from 1; columns count UTF-16 units. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** Makes the error that names file and place. */
export type Fault = (place: Place, message: string, hint: string, cause?: unknown) => ConsoleError

const START: Place = { line: 1, column: 1 }

/**
 * The root element; it and all below it know their {@link placeOf}.
 *
 * @param text - without a byte order mark
 * @param shape - what the file should hold, as a hint when it holds nothing
 * @throws what `fault` makes
 */
export function parseStrictly(text: string, fault: Fault, shape: string): Element {
  const unreadable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.exec(text) // eslint-disable-line no-control-regex -- control characters are what is refused here
  if (unreadable !== null)
    throw fault(
      placeIn(text, unreadable.index),
      'a control character',
      'XML has none: save the file as text.'
    )
  if (text.trim() === '') throw fault(START, 'the file is empty', shape)
  refuseDoctype(text, fault)
  return parse(text, fault)
}

function parse(text: string, fault: Fault): Element {
  // The parser mends what it can and goes on; here the first complaint is the end.
  const complaints: { place: Place; message: string }[] = []
  try {
    const document = new DOMParser({
      // Those of XML 1.0; the parser's own take U+2028 for a line end, too.
      normalizeLineEndings: (source) => source.replace(/\r\n?/g, '\n'),
      onError: (_level, message, context: { readonly locator?: ParserPlace } | undefined) => {
        complaints.push({ place: placeAt(context?.locator), message })
        throw new Error(message)
      }
    }).parseFromString(text, 'text/xml')
    if (document.documentElement !== null && document.doctype === null)
      return document.documentElement
  } catch (thrown) {
    const { message, locator } = thrown as { message: string; locator?: ParserPlace }
    const { place, message: first } = complaints[0] ?? {
      place: placeAt(locator),
      message
    }
    throw fault(
      place,
      `not well-formed XML: ${first.split('\n')[0] ?? ''}`,
      'Mend the XML at or behind the place named.',
      thrown
    )
  }
  throw fault(START, 'not well-formed XML', 'Mend the XML.')
}

/** A DOCTYPE stands before the root element, between comments and processing instructions; one pass, none of it is interpreted. */
function refuseDoctype(text: string, fault: Fault): void {
  const space = /\s*/y
  for (let at = 0; ;) {
    space.lastIndex = at
    at += space.exec(text)?.[0].length ?? 0
    if (/^<!doctype/i.test(text.slice(at, at + 10)))
      throw fault(
        placeIn(text, at),
        'a DOCTYPE',
        'Take it out, and write what its entities stand for.'
      )
    const end = text.startsWith('<!--', at) ? '-->' : text.startsWith('<?', at) ? '?>' : null
    const found = end === null ? -1 : text.indexOf(end, at)
    if (end === null || found < 0) return
    at = found + end.length
  }
}

interface ParserPlace {
  readonly lineNumber?: number
  readonly columnNumber?: number
}
const placeAt = (locator: ParserPlace | undefined): Place => ({
  line: Math.max(1, locator?.lineNumber ?? 1),
  column: Math.max(1, locator?.columnNumber ?? 1)
})

/** Where a node of {@link parseStrictly} begins. */
export const placeOf = (node: Node): Place => placeAt(node)

/** @param offset - UTF-16 units from the beginning of `text` */
export function placeIn(text: string, offset: number): Place {
  const before = text.slice(0, offset)
  const lines = before.split('\n')
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}
