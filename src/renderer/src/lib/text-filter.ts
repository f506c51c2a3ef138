/**
 * A filter box's text as a test: a regular expression where it is one, else the text itself; never an error that empties a list. What is
 * typed cannot hang the page: expressions are carried out without backtracking.
 */
import { compilePattern } from '@shared/text/pattern.js'

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
  const pattern = compilePattern(wanted, 'smart-case')
  if (pattern.type === 'ok')
    return { matches: (text) => pattern.test(text.slice(0, LOOKED_AT)), error: null }
  const small = wanted.toLowerCase()
  return {
    matches: (text) => text.slice(0, LOOKED_AT).toLowerCase().includes(small),
    error: pattern.why
  }
}
