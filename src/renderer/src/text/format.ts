/**
 * Words within figures, times and lists. Signs of units (`s`, `kB`) are the same in every language and stand in `lib/format.ts`, which
 * imports this file, so this one must not import it.
 */

export const formatText = {
  /** Of the names of months. */
  locale: 'en-GB',
  now: 'now',
  ago: (figure: string) => `${figure} ago`,
  days: (count: number) => `${String(count)}\u00a0days`,
  none: 'none',
  more: (count: number) => `${String(count)} more`,
  /** The last of a list after the others. */
  and: (others: string, last: string) => `${others} and ${last}`,
  numbers: ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']
}

/** How outputs were compared. */
export const comparedText = {
  rules: (rules: readonly string[]) => rules.join(' and '),
  bytes: 'bytes, SHA-256',
  lines: 'lines in any order',
  within: (tolerance: string) => `numbers, within ${tolerance}`
}
