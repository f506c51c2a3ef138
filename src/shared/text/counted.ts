/**
 * A number and what it counts: `1 file`, `3 files`.
 *
 * @param one - the singular
 * @param many - @default `one` with an "s"
 */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${String(count)} ${count === 1 ? one : many}`
