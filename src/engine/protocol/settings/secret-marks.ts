/**
 * Finds what looks like a secret in a text of settings, by key or by shape, so that it is neither saved, kept as a draft, nor exported.
 *
 * Settings have no place for a secret, so a false alarm costs one change of a name; a password in a file that people send each other costs more.
 */
import { parseJsonText, type JsonMember, type JsonNode } from '../../../shared/model/json-text.js'

export interface SecretMark {
  readonly from: number
  readonly to: number
  /** What it looks like: `a password in a URL`. */
  readonly what: string
}

const MARKS: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  {
    pattern: /"[^"\\]*(?:password|passwd|passphrase|secret(?!sFile"))[^"\\]*"\s*:\s*"[^"]+"/gi,
    what: 'a password'
  },
  { pattern: /[a-z][a-z0-9+.-]*:\/\/[^\s/?#@:"]*:[^\s/?#@"]+@/gi, what: 'a password in a URL' },
  { pattern: /"[0-9a-f]{64}"/gi, what: 'an HMAC key' },
  { pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/g, what: 'a private key' }
]

/** In the order of the text. JSON is read as well: `http:\/\/u:p@h` is a URL, however it is written. */
export function secretMarks(text: string): readonly SecretMark[] {
  const plain = marksIn(text)
  const parsed = text.includes('\\') ? parseJsonText(text) : null
  const written = parsed?.ok === true ? escapedMarks(text, null, parsed.root) : []
  const more = written.filter(
    (mark) => !plain.some(({ from, to }) => from < mark.to && mark.from < to)
  )
  return [...plain, ...more].sort((a, b) => a.from - b.from)
}

const marksIn = (text: string): readonly SecretMark[] =>
  MARKS.flatMap(({ pattern, what }) =>
    [...text.matchAll(pattern)].map((found) => ({
      from: found.index,
      to: found.index + found[0].length,
      what
    }))
  )

/** Marks of texts that are written with escapes. */
function escapedMarks(text: string, key: JsonKey | null, node: JsonNode): readonly SecretMark[] {
  if (node.type === 'array') return node.items.flatMap((item) => escapedMarks(text, null, item))
  if (node.type === 'object')
    return node.members.flatMap((member) => escapedMarks(text, member, member.value))
  const from = key?.keyPlace.from ?? node.from
  if (typeof node.value !== 'string' || !text.slice(from, node.to).includes('\\')) return []
  const plainly = `${JSON.stringify(key?.key ?? '')}: ${JSON.stringify(node.value)}`
  return marksIn(plainly)
    .slice(0, 1)
    .map(({ what }) => ({ from: node.from, to: node.to, what }))
}

type JsonKey = Pick<JsonMember, 'key' | 'keyPlace'>

/** Takes user and password out of every URL in a text. */
export const withoutUrlPasswords = (text: string): string =>
  text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/?#@"]*@/gi, '$1')
