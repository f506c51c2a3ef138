/**
 * Regular expressions that cannot hang: a small matcher with a budget of steps instead of the engine's own, because what is typed into a
 * filter or a permission may be `(a+)+$`, and JavaScript would think about that for years.
 *
 * Knows what permissions and filters are made of (literals, classes, groups, alternatives, greedy and lazy quantifiers, anchors, lookaheads,
 * `(?i)`). The rest of PCRE (back references, lookbehind, recursion, `\p`) is refused as `unsupported`, never guessed: RabbitMQ may still know it.
 * Characters are UTF-16 units; classes and case are those of ASCII, as in Erlang's `re` without the `unicode` option.
 */
import { parsePattern, PatternProblem, type Node } from './pattern-syntax.js'

export type Pattern =
  | {
      readonly type: 'ok'
      /** Does it match anywhere in the text? `too-costly`: the budget is used up. */
      readonly test: (text: string) => boolean | 'too-costly'
    }
  | { readonly type: 'invalid' | 'unsupported'; readonly why: string }

/** Steps for one text: some milliseconds. A good pattern needs a few for each character. */
const STEPS = 50_000

class OutOfSteps extends Error {
  override readonly name = 'OutOfSteps'
}

interface Run {
  readonly text: string
  left: number
}
type Next = (at: number) => boolean
type Matcher = (run: Run, at: number, next: Next) => boolean

/**
 * @param flags - `ignore-case` for filters people type
 * @param steps - budget of one text
 */
export function compilePattern(
  source: string,
  flags: 'exact' | 'ignore-case' = 'exact',
  steps = STEPS
): Pattern {
  try {
    const match = compile(parsePattern(source, flags === 'ignore-case'))
    return { type: 'ok', test: (text) => search(match, { text, left: steps }) }
  } catch (thrown) {
    if (thrown instanceof PatternProblem) return { type: thrown.kind, why: thrown.message }
    throw thrown
  }
}

function search(match: Matcher, run: Run): boolean | 'too-costly' {
  try {
    for (let at = 0; at <= run.text.length; at++) if (match(run, at, () => true)) return true
    return false
  } catch (thrown) {
    // n.b. a deep recursion ends as a RangeError of the stack; it is the same answer.
    if (thrown instanceof OutOfSteps || thrown instanceof RangeError) return 'too-costly'
    throw thrown
  }
}

function spend(run: Run): void {
  run.left -= 1
  if (run.left < 0) throw new OutOfSteps()
}

function compile(node: Node): Matcher {
  switch (node.type) {
    case 'set':
      return (run, at, next) => {
        spend(run)
        return at < run.text.length && node.has(run.text.charCodeAt(at)) && next(at + 1)
      }
    case 'start':
      return (_run, at, next) => at === 0 && next(at)
    case 'end':
      // `$` also matches before a line feed at the very end, as in PCRE.
      return (run, at, next) =>
        (at === run.text.length || (at === run.text.length - 1 && run.text[at] === '\n')) &&
        next(at)
    case 'boundary':
      return (run, at, next) =>
        (isWord(run.text, at - 1) !== isWord(run.text, at)) === node.wanted && next(at)
    case 'look': {
      const inner = compile(node.inner)
      return (run, at, next) => inner(run, at, () => true) === node.wanted && next(at)
    }
    case 'sequence': {
      const parts = node.parts.map(compile)
      const from =
        (run: Run, index: number, next: Next): Next =>
        (at) => {
          const part = parts[index]
          return part === undefined ? next(at) : part(run, at, from(run, index + 1, next))
        }
      return (run, at, next) => from(run, 0, next)(at)
    }
    case 'either': {
      const branches = node.branches.map(compile)
      return (run, at, next) => {
        spend(run)
        return branches.some((branch) => branch(run, at, next))
      }
    }
    case 'repeat':
      return repeat(compile(node.inner), node)
  }
}

function repeat(inner: Matcher, { low, high, lazy }: Node & { readonly type: 'repeat' }): Matcher {
  const times = (run: Run, count: number, at: number, next: Next): boolean => {
    spend(run)
    const more = (): boolean =>
      count < high &&
      // A repetition that moves nothing is taken once: `(a*)*` would go round for ever.
      inner(run, at, (to) => (to > at || count < low) && times(run, count + 1, to, next))
    if (count < low) return more()
    return lazy ? next(at) || more() : more() || next(at)
  }
  return (run, at, next) => times(run, 0, at, next)
}

function isWord(text: string, at: number): boolean {
  return /[A-Za-z0-9_]/.test(text[at] ?? '')
}
