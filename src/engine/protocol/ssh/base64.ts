/** Base64 as ssh writes it: keys in files, salts and hashes of names, fingerprints. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** @returns `null` when it is none */
export function fromBase64(text: string): Uint8Array | null {
  const digits = text.replace(/={0,2}$/, '')
  if (digits.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(digits)) return null
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4))
  let bits = 0
  let held = 0
  let at = 0
  for (const digit of digits) {
    bits = ((bits << 6) | ALPHABET.indexOf(digit)) & 0xffff
    held += 6
    if (held < 8) continue
    held -= 8
    bytes[at++] = (bits >> held) & 0xff
  }
  return bytes
}

/** Without `=` at the end, as fingerprints are printed. */
export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3)
    const group = (a << 16) | (b << 8) | c
    const digits = Math.min(4, bytes.length - at + 1)
    for (let digit = 0; digit < digits; digit += 1)
      text += ALPHABET.charAt((group >> (18 - 6 * digit)) & 63)
  }
  return text
}
