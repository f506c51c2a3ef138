/** A filter box's text as a test: a regular expression where it is one, else the text itself; never an error that empties a list. */

export interface TextFilter {
  /** @param text - any; what lies behind the first {@link LOOKED_AT} characters is not looked at */
  readonly matches: (text: string) => boolean
  /** Why the text is no regular expression; it is then searched for as it stands. */
  readonly error: string | null
}

/** Characters of one text that are searched: an expression that backtracks has little to go through. */
const LOOKED_AT = 400
/** Characters that make a text an expression. */
const SPECIAL = /[\\^$.|?*+()[\]{}]/

/** @param query - as typed; empty: everything matches. Large and small letters are the same. */
export function textFilter(query: string): TextFilter {
  const wanted = query.trim()
  if (wanted === '') return { matches: () => true, error: null }
  const literal = wanted.toLowerCase()
  const plain = (text: string): boolean => text.slice(0, LOOKED_AT).toLowerCase().includes(literal)
  if (!SPECIAL.test(wanted)) return { matches: plain, error: null }
  try {
    const expression = new RegExp(wanted, 'iu')
    return { matches: (text) => expression.test(text.slice(0, LOOKED_AT)), error: null }
  } catch (cause) {
    return { matches: plain, error: cause instanceof Error ? cause.message : String(cause) }
  }
}
