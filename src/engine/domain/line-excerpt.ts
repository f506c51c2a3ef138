/** A piece of a line of unknown bytes for people: nothing in it can move a cursor, hide itself or break a line. */

export interface LineExcerpt {
  /**
   * Control and invisible characters as `\t`, `\n`, `\r`, `\u{…}`, a backslash as `\\`, bytes that are no UTF-8 as `\xNN`; `…` where it
   * was cut.
   */
  readonly text: string
  /** Characters (code points) of `text` before what stands at the byte asked for. */
  readonly caret: number
  readonly cutBefore: boolean
  readonly cutAfter: boolean
}

interface Piece {
  readonly text: string
  /** Of its first byte. */
  readonly at: number
  /** In characters. */
  readonly width: number
}

/** Of a character in UTF-8. */
const LONGEST = 4

/**
 * @param line - without its line feed
 * @param at - a byte of the line that has to be in it; its length: where it ends
 * @param limit - most characters, integer ≥ 40
 */
export function excerptOf(line: Uint8Array, at: number, limit: number): LineExcerpt {
  const window = startOfCharacter(line, Math.max(0, at - limit * LONGEST))
  const pieces = piecesOf(line.subarray(window, at + limit * LONGEST), window)
  const found = pieces.findLastIndex((piece) => piece.at <= at)
  const marked = at >= line.length ? pieces.length : found
  // Room for the dots on both sides; a third of the rest shows what follows.
  const room = limit - 2
  const behind = Math.min(Math.ceil(room / 3), widthOf(pieces.slice(marked)))
  const first = backFrom(pieces, marked, room - behind)
  const caret = widthOf(pieces.slice(first, marked))
  const end = onFrom(pieces, marked, room - caret)
  const cutBefore = window > 0 || first > 0
  const cutAfter = end < pieces.length || at + limit * LONGEST < line.length
  const text = pieces
    .slice(first, end)
    .map((piece) => piece.text)
    .join('')
  return {
    text: `${cutBefore ? '…' : ''}${text}${cutAfter ? '…' : ''}`,
    caret: caret + (cutBefore ? 1 : 0),
    cutBefore,
    cutAfter
  }
}

const widthOf = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, { width }) => sum + width, 0)

/** The first piece of those that fit in front of piece number `index`. */
function backFrom(pieces: readonly Piece[], index: number, room: number): number {
  let first = index
  for (let left = room - widthAt(pieces, first - 1); first > 0 && left >= 0;) {
    first -= 1
    left -= widthAt(pieces, first - 1)
  }
  return first
}

/** Behind the last piece of those that fit from piece number `index` on. */
function onFrom(pieces: readonly Piece[], index: number, room: number): number {
  let end = index
  for (let left = room - widthAt(pieces, end); end < pieces.length && left >= 0;) {
    end += 1
    left -= widthAt(pieces, end)
  }
  return end
}

const widthAt = (pieces: readonly Piece[], index: number): number => pieces[index]?.width ?? 0

const isContinuation = (byte: number | undefined): boolean =>
  byte !== undefined && (byte & 0xc0) === 0x80

/** Not in the middle of a character; of bytes that are none anywhere. */
function startOfCharacter(line: Uint8Array, at: number): number {
  for (let back = 0; back < LONGEST && at - back > 0; back++)
    if (!isContinuation(line[at - back])) return at - back
  return at
}

function piecesOf(bytes: Uint8Array, offset: number): readonly Piece[] {
  const pieces: Piece[] = []
  for (let at = 0; at < bytes.length;) {
    const character = characterAt(bytes, at)
    const text = character === null ? hex(bytes[at] ?? 0) : shown(character)
    pieces.push({ text, at: offset + at, width: Array.from(text).length })
    at += character === null ? 1 : lengthOf(bytes[at] ?? 0)
  }
  return pieces
}

const lengthOf = (first: number): number =>
  first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** @returns `null`: no UTF-8 */
function characterAt(bytes: Uint8Array, at: number): string | null {
  const first = bytes[at] ?? 0
  if (first < 0x80) return String.fromCharCode(first)
  try {
    const text = utf8.decode(bytes.subarray(at, at + lengthOf(first)))
    // n.b. the decoder drops a byte order mark.
    return text === '' ? '\ufeff' : text
  } catch {
    // That it is no UTF-8 is the answer.
    return null
  }
}

const hex = (byte: number): string => `\\x${byte.toString(16).padStart(2, '0')}`

const NAMES: Readonly<Record<string, string>> = {
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\\': '\\\\'
}

function shown(character: string): string {
  const named = NAMES[character]
  if (named !== undefined) return named
  // Controls, format characters (they turn the direction of writing), unassigned ones, separators of lines.
  return /[\p{C}\p{Zl}\p{Zp}]/u.test(character)
    ? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
    : character
}
