/** A password nobody has to remember: 40 letters and digits, some 238 bits. Made in the page, so that none ever comes from main. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const LENGTH = 40

/** @param random - fills an array with random bytes */
export function generatedPassword(
  random: (bytes: Uint8Array<ArrayBuffer>) => void = (bytes) => void crypto.getRandomValues(bytes)
): string {
  let password = ''
  while (password.length < LENGTH) {
    const bytes = new Uint8Array(64)
    random(bytes)
    // n.b. 248 = 4 × 62: bytes above would make the first letters likelier.
    for (const byte of bytes)
      if (byte < 248 && password.length < LENGTH) password += ALPHABET[byte % ALPHABET.length] ?? ''
  }
  return password
}
