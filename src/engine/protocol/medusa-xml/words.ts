/**
 * A command line as words, by the rules of POSIX sh for quotes and backslashes, and nothing else of a shell.
 *
 * Medusa 1.0 gave the line to a shell. Here no shell ever sees it, so whatever a shell would have acted on must not be taken for a letter: it is refused.
 *
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02
 */
import type { Fault, Place, XmlText } from './document.js'

export interface Word {
  readonly text: string
  readonly place: Place
}

const META: Readonly<Record<string, string>> = {
  '|': 'a pipe',
  '>': 'a redirection',
  '<': 'a redirection',
  ';': 'a second command',
  '&': 'a command in the background or a second command',
  '(': 'a subshell',
  ')': 'a subshell',
  '`': 'a command within the command',
  $: 'a variable or a command within the command',
  '*': 'a file name pattern',
  '?': 'a file name pattern',
  '[': 'a file name pattern',
  '{': 'a brace expansion',
  '}': 'a brace expansion'
}
/** Only where a word begins. */
const META_AT_START: Readonly<Record<string, string>> = {
  '~': 'a home directory',
  '#': 'a comment'
}
const REMEDY =
  'Write out what the shell would have made of it; put what is meant as a letter between single quotes. A command of several steps must become a jar, or several jobs.'

/** More than a job file may hold. */
const MAXIMUM_WORDS = 2500

/** @returns at least one word, since an element's text is never blank */
export function splitWords({ text, at }: XmlText, fault: Fault): readonly Word[] {
  const end = text.trimEnd().length
  const words: Word[] = []
  /** What is being read: a word, or `null` between words. */
  const reading: { word: string | null; start: number } = { word: null, start: 0 }
  const refuse = (offset: number, what: string): Error =>
    fault(at(offset), `the command has ${what}, and no shell reads it here`, REMEDY)
  const add = (offset: number, letters: string): void => {
    if (reading.word === null) reading.start = offset
    reading.word = (reading.word ?? '') + letters
  }
  const finish = (): void => {
    const { word, start } = reading
    if (word === null) return
    words.push({ text: word, place: at(start) })
    reading.word = null
    if (words.length > MAXIMUM_WORDS)
      throw refuse(start, `more than ${String(MAXIMUM_WORDS)} words`)
  }

  for (let index = text.length - text.trimStart().length; index < end; index++) {
    const character = text.charAt(index)
    const meaning =
      META[character] ?? (reading.word === null ? META_AT_START[character] : undefined)
    if (meaning !== undefined) throw refuse(index, `"${character}" (${meaning})`)
    if (character === ' ' || character === '\t') finish()
    else if (character === '\n') throw refuse(index, 'a second line (a second command)')
    else if (character === "'") {
      const closing = text.indexOf("'", index + 1)
      if (closing < 0) throw refuse(index, "a ' that is never closed")
      add(index, text.slice(index + 1, closing))
      index = closing
    } else if (character === '"') {
      const { letters, closing } = doubleQuoted(text, index, refuse)
      add(index, letters)
      index = closing
    } else if (character === '\\') {
      const next = text.charAt(index + 1)
      if (index + 1 >= end && next !== '\n') throw refuse(index, 'a "\\" with nothing behind it')
      // A backslash before a line's end joins the lines, and is no letter of a word.
      if (next !== '\n') add(index, next)
      index++
    } else add(index, character)
  }
  finish()
  return words
}

/** Between double quotes `$` and backtick keep their meaning, and a backslash only quotes those, `"`, itself and a line's end. */
function doubleQuoted(
  text: string,
  opening: number,
  refuse: (offset: number, what: string) => Error
): { readonly letters: string; readonly closing: number } {
  let letters = ''
  for (let index = opening + 1; index < text.length; index++) {
    const character = text.charAt(index)
    if (character === '"') return { letters, closing: index }
    if (character === '$' || character === '`')
      throw refuse(index, `"${character}" (${META[character] ?? ''})`)
    const next = text.charAt(index + 1)
    if (character === '\\' && next !== '' && '$`"\\\n'.includes(next)) {
      if (next !== '\n') letters += next
      index++
    } else letters += character
  }
  throw refuse(opening, 'a " that is never closed')
}
