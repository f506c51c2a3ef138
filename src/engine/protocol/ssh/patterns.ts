/**
 * Patterns of ssh: `*`, `?`, and `!` before a pattern that must not match.
 *
 * Matched by hand and not as a regular expression: a pattern of many stars in a file must not hang us.
 *
 * @see https://man.openbsd.org/ssh_config#PATTERNS
 */

/** @returns whether the whole text fits the pattern; letters are compared as they are */
export function fitsPattern(text: string, pattern: string): boolean {
  let at = 0
  let p = 0
  let star = -1
  let resume = 0
  while (at < text.length) {
    if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[at])) {
      at += 1
      p += 1
    } else if (pattern[p] === '*') {
      star = p
      resume = at
      p += 1
    } else if (star >= 0) {
      p = star + 1
      resume += 1
      at = resume
    } else return false
  }
  while (pattern[p] === '*') p += 1
  return p === pattern.length
}

/** One of the patterns fits, and none with a `!` before it does. */
export function fitsList(text: string, patterns: readonly string[]): boolean {
  const refused = patterns.some((each) => each.startsWith('!') && fitsPattern(text, each.slice(1)))
  return !refused && patterns.some((each) => !each.startsWith('!') && fitsPattern(text, each))
}

/** Does it stand for more than one host? */
export const isPattern = (name: string): boolean => /[*?!]/.test(name)
