/**
 * Regular expressions that cannot hang: RE2's automata instead of the engine's own backtracking, because what is typed into a filter or a
 * permission may be `(a+)+$`, and JavaScript would think about that for years.
 *
 * What only backtracking can do (back references, looking around, possessive quantifiers) is refused as `unsupported`, never guessed: RabbitMQ
 * may still know it. Except `^(?!…)`, in which permissions say "all but", and which is two patterns. Syntax: https://github.com/google/re2/wiki/Syntax
 */
import { RE2JS, RE2JSException, RE2JSSyntaxException } from 're2js'

/** Where a text matched: `from` … `to` (exclusive), in UTF-16 units. */
export interface Mark {
  readonly from: number
  readonly to: number
}

export interface CompiledPattern {
  readonly type: 'ok'
  /** Does it match anywhere in the text? Takes time in proportion to the text. */
  readonly test: (text: string) => boolean
  /** The first places it matches, from the left; places without a length are left out. */
  readonly marks: (text: string) => readonly Mark[]
}

export type Pattern =
  CompiledPattern | { readonly type: 'invalid' | 'unsupported'; readonly why: string }

const MOST_CHARACTERS = 2_000
/** Further on in a text nothing is marked, nor more than so many places. */
const MARKED_CHARACTERS = 2_000
const MOST_MARKS = 20

/** What PCRE may know although RE2 does not. */
const ONLY_BACKTRACKING: ReadonlySet<string> = new Set([
  'invalid escape sequence',
  'invalid named capture', // `(?<=` begins like one
  'invalid nested repetition operator',
  'invalid or unsupported Perl syntax',
  'invalid repeat count',
  'expression nests too deeply',
  'expression too large'
])

/** @param flags - `smart-case`, for filters people type: capital letters count only when there are some */
export function compilePattern(source: string, flags: 'exact' | 'smart-case' = 'exact'): Pattern {
  if (source.length > MOST_CHARACTERS)
    return {
      type: 'unsupported',
      why: `longer than ${MOST_CHARACTERS} characters (${source.length})`
    }
  const anyCase = flags === 'smart-case' && !/[A-Z]/.test(source.replace(/\\./g, ''))
  const compile = (part: string): RE2JS => RE2JS.compile(part, anyCase ? RE2JS.CASE_INSENSITIVE : 0)
  try {
    const { wanted, unwanted } = allBut(source)
    const yes = compile(wanted)
    const no = unwanted === null ? null : compile(unwanted)
    const test = (text: string): boolean =>
      no?.matcher(text).find() !== true && yes.matcher(text).find()
    return {
      type: 'ok',
      test,
      marks: (text) => (test(text) ? marks(yes, text.slice(0, MARKED_CHARACTERS)) : [])
    }
  } catch (cause) {
    if (cause instanceof RE2JSSyntaxException) return refused(cause, source)
    if (cause instanceof RE2JSException) return { type: 'unsupported', why: cause.message }
    throw cause
  }
}

/** `^(?!a)b` is `^b` where not `^(?:a)`; whatever has an alternative outside of its groups may mean another thing, and is left as it is. */
function allBut(source: string): { readonly wanted: string; readonly unwanted: string | null } {
  const simple = /^\^\(\?!((?:\\.|[^\\()[\]])*)\)((?:\\.|[^\\()[\]|])*)$/.exec(source)
  if (simple === null) return { wanted: source, unwanted: null }
  const [, but = '', rest = ''] = simple
  return { wanted: `^${rest}`, unwanted: `^(?:${but})` }
}

function refused(cause: RE2JSSyntaxException, source: string): Pattern {
  const error = cause.getDescription()
  const where = cause.getPattern()
  // The whole of it says nothing; a flag in front of it was not typed.
  const place =
    where === null || where === '' || where === source || !source.includes(where)
      ? ''
      : `: “${where}”`
  return ONLY_BACKTRACKING.has(error)
    ? { type: 'unsupported', why: `${error}${place}; this cannot be evaluated here` }
    : { type: 'invalid', why: `${error}${place}` }
}

function marks(compiled: RE2JS, text: string): readonly Mark[] {
  const found: Mark[] = []
  const matcher = compiled.matcher(text)
  while (found.length < MOST_MARKS && matcher.find())
    if (matcher.end() > matcher.start()) found.push({ from: matcher.start(), to: matcher.end() })
  return found
}
