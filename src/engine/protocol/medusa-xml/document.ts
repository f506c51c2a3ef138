/**
 * The XML of a Medusa 1.0/2.0 job file as plain values, every text with its place in the file.
 *
 * Strict, because a misread command runs on somebody's cluster: unknown, missing and doubled elements, attributes and anything the parser only
 * warns about are refused. So is a DOCTYPE: the format never had one, and entities are how a small file becomes a large one.
 */
import { type Element, type Node } from '@xmldom/xmldom'
import { parseStrictly, placeIn, placeOf, type Fault, type Place } from '../xml/well-formed.js'

export type { Fault, Place } from '../xml/well-formed.js'

/** Text of an element, comments left out. */
export interface XmlText {
  readonly text: string
  /** Where a character of `text` stands; behind a character reference the column is too small. */
  readonly at: (offset: number) => Place
}

export interface XmlJob {
  readonly place: Place
  readonly id: string | null
  readonly name: string | null
  readonly command: XmlText
  readonly input: XmlText
  readonly output: XmlText
}

export interface XmlDocument {
  readonly jobs: readonly XmlJob[]
  readonly aggregator: XmlJob | null
}

const SHAPE =
  'A Medusa job file is <data> with <job> … and at most one <aggregator>; each has <command>, <input>, <output>, and <id> and <name> if you like.'

/** @param text - without a byte order mark */
export function readDocument(text: string, fault: Fault): XmlDocument {
  const data = parseStrictly(text, fault, SHAPE)
  if (data.nodeName !== 'data')
    throw fault(placeOf(data), `the root element is <${data.nodeName}>, not <data>`, SHAPE)
  const children = elementsOf(data, fault)
  const stranger = children.find(({ nodeName }) => nodeName !== 'job' && nodeName !== 'aggregator')
  if (stranger !== undefined)
    throw fault(placeOf(stranger), `unknown element <${stranger.nodeName}> in <data>`, SHAPE)
  const [aggregator, second] = children.filter(({ nodeName }) => nodeName === 'aggregator')
  if (second !== undefined) throw fault(placeOf(second), 'a second <aggregator>', SHAPE)
  const jobs = children.filter(({ nodeName }) => nodeName === 'job')
  if (jobs.length === 0) throw fault(placeOf(data), '<data> has no <job>', SHAPE)
  return {
    jobs: jobs.map((job) => readJob(job, fault)),
    aggregator: aggregator === undefined ? null : readJob(aggregator, fault)
  }
}

function readJob(element: Element, fault: Fault): XmlJob {
  const place = placeOf(element)
  const parts = new Map<string, Element>()
  for (const part of elementsOf(element, fault)) {
    const name = part.nodeName
    if (!['id', 'name', 'command', 'input', 'output'].includes(name))
      throw fault(placeOf(part), `unknown element <${name}> in <${element.nodeName}>`, SHAPE)
    if (parts.has(name))
      throw fault(placeOf(part), `a second <${name}> in one <${element.nodeName}>`, SHAPE)
    parts.set(name, part)
  }
  const needed = (name: string): XmlText => {
    const part = parts.get(name)
    if (part === undefined) throw fault(place, `<${element.nodeName}> has no <${name}>`, SHAPE)
    const content = textOf(part, fault)
    if (content.text.trim() === '') throw fault(placeOf(part), `<${name}> is empty`, SHAPE)
    return content
  }
  const optional = (name: string): string | null => {
    const part = parts.get(name)
    return part === undefined ? null : textOf(part, fault).text.trim()
  }
  return {
    place,
    id: optional('id'),
    name: optional('name'),
    command: needed('command'),
    input: needed('input'),
    output: needed('output')
  }
}

const isElement = (node: Node): node is Element => node.nodeType === node.ELEMENT_NODE
const isText = (node: Node): boolean =>
  node.nodeType === node.TEXT_NODE || node.nodeType === node.CDATA_SECTION_NODE

/** Children of an element that holds elements only. */
function elementsOf(element: Element, fault: Fault): readonly Element[] {
  refuseAttributes(element, fault)
  const nodes = Array.from(element.childNodes)
  const stray = nodes.find((node) => isText(node) && (node.nodeValue ?? '').trim() !== '')
  if (stray !== undefined)
    throw fault(placeOf(stray), `text between the elements of <${element.nodeName}>`, SHAPE)
  return nodes.filter(isElement)
}

/** Text of an element that holds no elements. */
function textOf(element: Element, fault: Fault): XmlText {
  refuseAttributes(element, fault)
  const pieces: { readonly offset: number; readonly text: string; readonly start: Place }[] = []
  let text = ''
  for (const node of Array.from(element.childNodes)) {
    if (isElement(node))
      throw fault(
        placeOf(node),
        `unknown element <${node.nodeName}> in <${element.nodeName}>`,
        SHAPE
      )
    if (!isText(node)) continue
    const { line, column } = placeOf(node)
    const skipped = node.nodeType === node.CDATA_SECTION_NODE ? '<![CDATA['.length : 0
    const value = node.nodeValue ?? ''
    pieces.push({ offset: text.length, text: value, start: { line, column: column + skipped } })
    text += value
  }
  return {
    text,
    at: (offset) => {
      const piece = pieces.findLast((candidate) => candidate.offset <= offset)
      if (piece === undefined) return placeOf(element)
      const { line, column } = placeIn(piece.text, offset - piece.offset)
      return line === 1
        ? { line: piece.start.line, column: piece.start.column + column - 1 }
        : { line: piece.start.line + line - 1, column }
    }
  }
}

function refuseAttributes(element: Element, fault: Fault): void {
  const attribute = element.attributes.item(0)
  if (attribute !== null)
    throw fault(
      placeOf(element),
      `unknown attribute "${attribute.name}" of <${element.nodeName}>`,
      SHAPE
    )
}
