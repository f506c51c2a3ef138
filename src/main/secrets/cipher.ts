/** Turns a secret into something that may lie on a disk, and back. */
export interface Cipher {
  encrypt(text: string): Buffer
  /** @throws when this system or user did not encrypt it */
  decrypt(encrypted: Buffer): string
}

/** A keyring of the system, or the reason why there is none. */
export type Keyring =
  | { readonly available: true; readonly cipher: Cipher; readonly why: string }
  | { readonly available: false; readonly why: string }
