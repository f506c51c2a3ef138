/** Where new properties of a site file go, and how they are laid out: last, as the property before them. */
import type { SiteDocument } from './site-document.js'
import { elementText, lineEndOf, type Edit } from './site-text.js'

/** @param added - at least one */
export function insertion(
  text: string,
  { root, occurrences }: SiteDocument,
  added: readonly (readonly [name: string, value: string])[]
): Edit {
  const lineEnd = lineEndOf(text)
  const outer = ownIndentation(text, root.start) ?? ''
  const sibling = occurrences.at(-1)
  const layout = sibling === undefined ? null : layoutOf(text, sibling.span)
  const indent = layout?.indent ?? `${outer}  `
  const lines = added.flatMap(([name, value]) => {
    const parts = [
      `<name>${elementText(name, text)}</name>`,
      `<value>${elementText(value, text)}</value>`
    ]
    if (layout?.inner === null) return [`${indent}<property>${parts.join('')}</property>`]
    const inner = layout?.inner ?? `${indent}  `
    return [
      `${indent}<property>`,
      ...parts.map((part) => `${inner}${part}`),
      `${indent}</property>`
    ]
  })
  const block = lines.map((line) => `${line}${lineEnd}`).join('')
  if (root.content === null) {
    const tag = text.slice(root.start, root.end).replace(/\s*\/\s*>$/, '>')
    return {
      start: root.start,
      end: root.end,
      text: `${tag}${lineEnd}${block}${outer}</${root.name}>`
    }
  }
  const close = root.content.end
  const closing = ownIndentation(text, close)
  return closing === null
    ? { start: close, end: close, text: `${lineEnd}${block}${outer}` }
    : { start: close - closing.length, end: close - closing.length, text: block }
}

interface Layout {
  readonly indent: string
  /** Of name and value; `null`: all on one line. */
  readonly inner: string | null
}

/** `null` when the property shares its line with something before it. */
function layoutOf(
  text: string,
  span: { readonly start: number; readonly content: { start: number; end: number } | null }
): Layout | null {
  const indent = ownIndentation(text, span.start)
  if (indent === null) return null
  const content = span.content === null ? '' : text.slice(span.content.start, span.content.end)
  return { indent, inner: /\n([ \t]*)\S/.exec(content)?.[1] ?? null }
}

/** White space between the beginning of the line and `at`; `null` when something else stands there. */
function ownIndentation(text: string, at: number): string | null {
  const start = text.lastIndexOf('\n', at - 1) + 1
  const before = text.slice(start, at)
  // n.b. an element at the very beginning of the text has a line of its own, too
  return before.trim() === '' ? before : null
}
