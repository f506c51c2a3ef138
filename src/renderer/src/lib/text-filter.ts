/**
 * A filter box's text as a test: a regular expression where it is one, else the text itself; never an error that empties a list. What is
 * typed cannot hang the page: expressions are carried out without backtracking.
 */
import { LinePattern } from './pattern/line-pattern.js'
import { PatternFault } from './pattern/parse.js'

export interface TextFilter {
  /** @param text - any; what lies behind the first {@link LOOKED_AT} characters is not looked at */
  readonly matches: (text: string) => boolean
  /** Why the text is no regular expression; it is then searched for as it stands. */
  readonly error: string | null
}

const LOOKED_AT = 600

/** @param query - as typed; empty: everything matches. Capital letters count only when there are some. */
export function textFilter(query: string): TextFilter {
  const wanted = query.trim()
  if (wanted === '') return { matches: () => true, error: null }
  try {
    const pattern = new LinePattern(wanted)
    return { matches: (text) => pattern.test(text.slice(0, LOOKED_AT)), error: null }
  } catch (cause) {
    if (!(cause instanceof PatternFault)) throw cause
    const small = wanted.toLowerCase()
    return {
      matches: (text) => text.slice(0, LOOKED_AT).toLowerCase().includes(small),
      error: cause.message
    }
  }
}
