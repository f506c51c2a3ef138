/**
 * The text of a Hadoop `*-site.xml` with the place of everything in it that a change may touch.
 *
 * Reads as `Configuration` of Hadoop 3.4.2 does, measured: a name is trimmed and a value is not; an empty `<value>` counts as none; of several
 * names or values in one property the last that is not empty counts; `final` is `true` and nothing else, no spaces; name, value and final may be
 * attributes. What Hadoop tolerates and nobody means (another root, a DOCTYPE) is refused.
 *
 * @see https://hadoop.apache.org/docs/r3.4.2/api/org/apache/hadoop/conf/Configuration.html
 */
import type { Element } from '@xmldom/xmldom'
import { ConsoleError } from '../../../shared/model/errors.js'
import {
  childElements,
  descendants,
  elementSpans,
  type ElementSpan,
  type Span
} from '../xml/element-spans.js'
import { parseStrictly, placeIn, placeOf, type Fault, type Place } from '../xml/well-formed.js'

/** One `<property>` of the text. */
export interface Occurrence {
  readonly name: string
  /** `null`: it has none, and Hadoop passes over it. */
  readonly value: string | null
  readonly final: boolean
  readonly place: Place
  readonly span: ElementSpan
  /** Where the value stands, or an empty one. */
  readonly valueAt: { readonly element: ElementSpan } | { readonly attribute: Span } | null
  /** `null`: the name is an attribute. */
  readonly nameAt: ElementSpan | null
}

/** An `<xi:include>`; it is not followed, so that what it brings is not known here. */
export interface Include {
  readonly href: string
  readonly place: Place
}

export interface SiteDocument {
  readonly root: ElementSpan
  /** As they stand; those inside an `xi:fallback` are left out. */
  readonly occurrences: readonly Occurrence[]
  readonly includes: readonly Include[]
}

const SHAPE =
  'A Hadoop site file is <configuration> with <property><name>…</name><value>…</value></property> in it.'

/** @param file - as people know it, for messages: a path, perhaps with its machine */
export const siteFault =
  (file: string): Fault =>
  ({ line, column }, message, hint, cause) =>
    new ConsoleError('BAD_CONFIGURATION', `${file}:${line}:${column}: ${message}`, {
      hint,
      facts: { file, line, column },
      ...(cause === undefined ? {} : { cause })
    })

/**
 * @param text - without a byte order mark
 * @throws ConsoleError `BAD_CONFIGURATION` that names file, line and column
 */
export function readSiteDocument(text: string, file: string): SiteDocument {
  const fault = siteFault(file)
  const root = parseStrictly(text, fault, SHAPE)
  if (root.nodeName !== 'configuration')
    throw fault(placeOf(root), `the root element is <${root.nodeName}>, not <configuration>`, SHAPE)
  refuseOtherEncodings(root, text, fault)
  const spans = elementSpans(root, text)
  if (spans === null)
    throw fault(placeOf(root), 'not well-formed XML', 'Mend the XML: xmllint names the place.')
  const spanOf = (element: Element): ElementSpan => {
    const span = spans.get(element)
    if (span === undefined) throw new ConsoleError('INTERNAL', 'an element without its place')
    return span
  }
  const elements = descendants(root)
  return {
    root: spanOf(root),
    occurrences: elements
      .filter((element) => element.localName === 'property' && !isInInclude(element))
      .flatMap((element) => occurrence(element, spanOf)),
    includes: elements
      .filter(({ localName }) => localName === 'include')
      .map((element) => ({
        href: element.getAttribute('href') ?? '',
        place: placeOf(element)
      }))
  }
}

/** The occurrence that counts: the last with a value, but none behind one that is `final`. `null`: none has a value. */
export function effective(same: readonly Occurrence[]): Occurrence | null {
  const locked = same.findIndex(({ final }) => final)
  const open = locked < 0 ? same : same.slice(0, locked + 1)
  return open.findLast(({ value }) => value !== null) ?? null
}

export const byName = ({
  occurrences
}: SiteDocument): ReadonlyMap<string, readonly Occurrence[]> => {
  const names = new Map<string, Occurrence[]>()
  for (const occurrence of occurrences) {
    const same = names.get(occurrence.name)
    if (same === undefined) names.set(occurrence.name, [occurrence])
    else same.push(occurrence)
  }
  return names
}

function occurrence(
  property: Element,
  spanOf: (element: Element) => ElementSpan
): readonly Occurrence[] {
  const span = spanOf(property)
  const parts = (name: string): readonly Element[] =>
    childElements(property).filter(({ localName }) => localName === name)
  // Elements count more than attributes, empty ones less than any.
  const last = (name: string): Element | null =>
    parts(name).findLast((part) => textOf(part) !== '') ?? null
  const said = (name: string): string | null => {
    const part = last(name)
    return part === null ? property.getAttribute(name) : textOf(part)
  }
  const name = said('name')?.trim() ?? ''
  if (name === '') return []
  const attribute = span.attributes.get('value')
  const element = last('value') ?? (attribute === undefined ? parts('value').at(-1) : undefined)
  const nameElement = last('name')
  return [
    {
      name,
      value: said('value'),
      final: (parts('final').at(-1)?.textContent ?? property.getAttribute('final')) === 'true',
      place: placeOf(property),
      span,
      valueAt:
        element !== undefined
          ? { element: spanOf(element) }
          : attribute === undefined
            ? null
            : { attribute },
      nameAt: nameElement === null ? null : spanOf(nameElement)
    }
  ]
}
const textOf = (element: Element): string => element.textContent ?? ''

function isInInclude(element: Element): boolean {
  for (let above = element.parentNode; above !== null; above = above.parentNode)
    if (above.localName === 'include' || above.localName === 'fallback') return true
  return false
}

/** Texts come here decoded as UTF-8: what another encoding means is lost already, and would be written wrongly. */
function refuseOtherEncodings(root: Element, text: string, fault: Fault): void {
  const declaration = root.ownerDocument?.firstChild
  if (declaration?.nodeName !== 'xml') return
  const encoding = /\bencoding\s*=\s*["']([^"']*)/.exec(declaration.nodeValue ?? '')?.[1] ?? 'UTF-8'
  const odd = /[^\u0000-\u007f]/.exec(text) // eslint-disable-line no-control-regex -- all of ASCII is meant
  if (odd !== null && !/^utf-?8$/i.test(encoding))
    throw fault(
      placeIn(text, odd.index),
      `a character beyond ASCII in a file that says it is ${encoding}`,
      'Save the file as UTF-8, and say so in its first line.'
    )
}
