/**
 * Changes of properties in the text of a Hadoop `*-site.xml`.
 *
 * What is not changed stays byte for byte: comments, indentation, declaration and processing instructions, line ends, order. So nothing is
 * serialised; the text is cut at the places that `readSiteDocument` found. The result is read again before it is handed out.
 */
import { ConsoleError } from '../../../shared/model/errors.js'
import { insertion } from './site-insertion.js'
import {
  byName,
  effective,
  readSiteDocument,
  type Occurrence,
  type SiteDocument
} from './site-document.js'
import { attributeText, elementText, spliced, type Edit } from './site-text.js'

/**
 * @param text - with or without a byte order mark
 * @param file - for messages
 * @param changes - name → value as Hadoop shall read it, not escaped; `null` takes the property out, with all its duplicates
 * @returns the text with the changes; `text` itself when nothing differs. Of duplicates the one that counts is changed, `final` stays, new
 *   ones come last and are indented as the property before them
 * @throws ConsoleError `BAD_CONFIGURATION` when the text cannot be read; `BAD_INPUT` for a name or value that cannot be written
 */
export function withProperties(
  text: string,
  file: string,
  changes: ReadonlyMap<string, string | null>
): string {
  if (text.startsWith('\ufeff')) return `\ufeff${withProperties(text.slice(1), file, changes)}`
  for (const [name, value] of changes) refuseUnwritable(name, value)
  const document = readSiteDocument(text, file)
  const names = byName(document)
  const edits: Edit[] = []
  const added: [name: string, value: string][] = []
  for (const [name, value] of changes) {
    const same = names.get(name) ?? []
    if (value === null) edits.push(...same.map(({ span }) => removal(text, span)))
    else {
      const target = effective(same) ?? same[0]
      if (target === undefined) added.push([name, value])
      else if (target.value !== value) edits.push(replacement(text, target, value))
    }
  }
  if (added.length > 0) edits.push(insertion(text, document, added))
  const changed = spliced(text, edits)
  proveChanged(document, readSiteDocument(changed, file), changes)
  return changed
}

/** Not the whole property: comments in it and its `description` stay. */
function replacement(text: string, { span, valueAt, nameAt }: Occurrence, value: string): Edit {
  if (valueAt === null) {
    // It has a name and nothing else: the value goes behind the name, as far from it as the name is from what precedes it.
    const name = span.attributes.get('name')
    if (nameAt === null)
      return {
        start: (name ?? span).end + 1,
        end: (name ?? span).end + 1,
        text: ` value="${attributeText(value)}"`
      }
    const gap = /\s*$/.exec(text.slice(0, nameAt.start))?.[0] ?? ''
    const element = `<value>${elementText(value, text)}</value>`
    return { start: nameAt.end, end: nameAt.end, text: `${gap}${element}` }
  }
  if ('attribute' in valueAt) return { ...valueAt.attribute, text: attributeText(value) }
  const { element } = valueAt
  const content = elementText(value, text)
  return element.content === null
    ? {
        start: element.start,
        end: element.end,
        text: `<${element.name}>${content}</${element.name}>`
      }
    : { ...element.content, text: content }
}

/** An element that has its lines for itself goes with them. */
function removal(text: string, span: { readonly start: number; readonly end: number }): Edit {
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1
  const lineEnd = text.indexOf('\n', span.end)
  const alone =
    lineEnd >= 0 &&
    text.slice(lineStart, span.start).trim() === '' &&
    text.slice(span.end, lineEnd).trim() === ''
  return alone
    ? { start: lineStart, end: lineEnd + 1, text: '' }
    : { start: span.start, end: span.end, text: '' }
}

function refuseUnwritable(name: string, value: string | null): void {
  const refuse = (message: string, hint: string): never => {
    throw new ConsoleError('BAD_INPUT', message, { hint, facts: { property: name } })
  }
  if (name === '' || name !== name.trim())
    refuse(
      `no name for a property: ${JSON.stringify(name)}`,
      'give a name without spaces around it'
    )
  if (value === '')
    refuse(
      `an empty value for ${name}: Hadoop reads it as none`,
      'give a value, or take the property out'
    )
  // eslint-disable-next-line no-control-regex -- control characters are what is refused here
  const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u
  if (unwritable.test(`${name}${value ?? ''}`))
    refuse(`${name}: a character that XML cannot hold`, 'take the control characters out')
}

/** @throws ConsoleError `INTERNAL` when the written text means something else than it should */
function proveChanged(
  before: SiteDocument,
  after: SiteDocument,
  changes: ReadonlyMap<string, string | null>
): void {
  const wanted = new Map(values(before))
  for (const [name, value] of changes)
    if (value === null) wanted.delete(name)
    else wanted.set(name, value)
  const found = values(after)
  const wrong = [...new Set([...wanted.keys(), ...found.keys()])].find(
    (name) => wanted.get(name) !== found.get(name)
  )
  if (wrong !== undefined || before.includes.length !== after.includes.length)
    throw new ConsoleError(
      'INTERNAL',
      `a changed site file reads otherwise than it should, at ${wrong ?? 'an include'}`,
      { hint: 'report this; the file was not changed' }
    )
}

const values = (document: SiteDocument): ReadonlyMap<string, string> =>
  new Map(
    [...byName(document)].flatMap(([name, same]) => {
      const value = effective(same)?.value ?? null
      return value === null ? [] : [[name, value] as const]
    })
  )
