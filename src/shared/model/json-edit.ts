/**
 * Changes one place of a JSON text and leaves everything else as somebody wrote it: order, spaces, line feeds.
 *
 * All functions return the text unchanged when it is no JSON: whoever edits shows the problem first.
 */
import {
  memberAt,
  nodeAt,
  parseJsonText,
  type JsonNode,
  type JsonPath,
  type JsonValue
} from './json-text.js'

const UNIT = '  '

/** Puts a value at a path, also where there was none; objects on the way are made. */
export function withValue(text: string, path: JsonPath, value: JsonValue): string {
  const parsed = parseJsonText(text)
  if (!parsed.ok) return text
  const present = nodeAt(parsed.root, path)
  if (present !== null)
    return splice(text, present.from, present.to, written(value, indentOf(text, present.from)))
  const step = path.at(-1)
  if (step === undefined) return text
  const parent = nodeAt(parsed.root, path.slice(0, -1))
  if (parent === null)
    return withValue(
      text,
      path.slice(0, -1),
      typeof step === 'number' ? [value] : { [step]: value }
    )
  if (parent.type === 'object') return appended(text, parent, value, String(step))
  return parent.type === 'array' ? appended(text, parent, value, null) : text
}

/** Takes what is at a path out. */
export function without(text: string, path: JsonPath): string {
  const parsed = parseJsonText(text)
  if (!parsed.ok) return text
  const parent = nodeAt(parsed.root, path.slice(0, -1))
  const step = path.at(-1)
  if (parent === null || parent.type === 'value' || step === undefined) return text
  const places = placesOf(parent)
  const index =
    parent.type === 'object'
      ? parent.members.findIndex(({ key }) => key === String(step))
      : Number(step)
  const place = places[index]
  if (place === undefined) return text
  if (places.length === 1) return splice(text, parent.from + 1, parent.to - 1, '')
  const before = places[index - 1]
  const next = places[index + 1]
  if (before !== undefined) return splice(text, before.to, place.to, '')
  return next === undefined ? text : splice(text, place.from, next.from, '')
}

/** Gives a member another key, at the same place. Unchanged when the object has the new key already. */
export function withKey(text: string, path: JsonPath, key: string): string {
  const parsed = parseJsonText(text)
  if (!parsed.ok) return text
  const member = memberAt(parsed.root, path)
  if (member === null || memberAt(parsed.root, [...path.slice(0, -1), key]) !== null) return text
  return splice(text, member.keyPlace.from, member.keyPlace.to, JSON.stringify(key))
}

function appended(
  text: string,
  parent: Extract<JsonNode, { type: 'object' | 'array' }>,
  value: JsonValue,
  key: string | null
): string {
  const last = placesOf(parent).at(-1)
  const outer = indentOf(text, parent.from)
  const oneLine = last !== undefined && !text.slice(parent.from, last.from).includes('\n')
  const indent = last === undefined ? outer + UNIT : indentOf(text, last.from)
  const name = key === null ? '' : `${JSON.stringify(key)}: `
  if (last === undefined) {
    const inner = `{\n${indent}${name}${written(value, indent)}\n${outer}}`
    const brackets = parent.type === 'array' ? `[${inner.slice(1, -1)}]` : inner
    return splice(text, parent.from, parent.to, brackets)
  }
  const joint = oneLine ? ', ' : `,\n${indent}`
  return splice(text, last.to, last.to, `${joint}${name}${written(value, indent)}`)
}

interface Place {
  readonly from: number
  readonly to: number
}
function placesOf(node: Extract<JsonNode, { type: 'object' | 'array' }>): readonly Place[] {
  return node.type === 'object'
    ? node.members.map(({ keyPlace, value }) => ({ from: keyPlace.from, to: value.to }))
    : node.items
}

const splice = (text: string, from: number, to: number, part: string): string =>
  text.slice(0, from) + part + text.slice(to)

const written = (value: JsonValue, indent: string): string =>
  JSON.stringify(value, null, UNIT).replaceAll('\n', `\n${indent}`)

/** The spaces with which the line of an offset begins. */
function indentOf(text: string, offset: number): string {
  const begin = text.lastIndexOf('\n', offset - 1) + 1
  return /^[ \t]*/.exec(text.slice(begin, offset))?.[0] ?? ''
}
