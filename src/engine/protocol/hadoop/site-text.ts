/** Cutting and quoting in the text of an XML file. */

/** `start` = `end` inserts. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** @param edits - of a text of their own, in any order; no two overlap */
export function spliced(text: string, edits: readonly Edit[]): string {
  const ordered = [...edits].sort((a, b) => a.start - b.start || a.end - b.end)
  let out = ''
  let at = 0
  for (const edit of ordered) {
    out += text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return out + text.slice(at)
}

/** That of the first line. */
export const lineEndOf = (text: string): '\n' | '\r\n' =>
  /\r?\n/.exec(text)?.[0] === '\r\n' ? '\r\n' : '\n'

/** @param file - whose line ends a value of several lines takes */
export const elementText = (value: string, file: string): string =>
  value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\n', lineEndOf(file))

/** Between quotes of either kind; the parser would make spaces of other white space. */
export const attributeText = (value: string): string =>
  value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
    .replaceAll('\t', '&#9;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;')
