/**
 * Finds what looks like a secret in a text of settings, by key or by shape, so that it is neither saved, kept as a draft, nor exported.
 *
 * Settings have no place for a secret, so a false alarm costs one change of a name; a password in a file that people send each other costs more.
 */

export interface SecretMark {
  readonly from: number
  readonly to: number
  /** What it looks like: `a password in a URL`. */
  readonly what: string
}

const MARKS: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  {
    pattern: /"[^"\\]*(?:password|passwd|passphrase|secret(?!sFile"))[^"\\]*"\s*:\s*"[^"]+"/gi,
    what: 'a password'
  },
  { pattern: /[a-z][a-z0-9+.-]*:\/\/[^\s/?#@:"]*:[^\s/?#@"]+@/gi, what: 'a password in a URL' },
  { pattern: /"[0-9a-f]{64}"/gi, what: 'an HMAC key' },
  { pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/g, what: 'a private key' }
]

/** In the order of the text. */
export function secretMarks(text: string): readonly SecretMark[] {
  return MARKS.flatMap(({ pattern, what }) =>
    [...text.matchAll(pattern)].map((found) => ({
      from: found.index,
      to: found.index + found[0].length,
      what
    }))
  ).sort((a, b) => a.from - b.from)
}

/** Takes user and password out of every URL in a text. */
export const withoutUrlPasswords = (text: string): string =>
  text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/?#@"]*@/gi, '$1')
