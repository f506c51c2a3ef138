/** Fingerprints of host keys, as `ssh-keygen -lf` prints them. */
import { createHash } from 'node:crypto'

/** @param key - the public key in ssh's wire format, as a server sends it */
export const fingerprintOf = (key: Uint8Array): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
