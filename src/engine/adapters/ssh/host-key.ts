/** Host keys as a server sends them, and their fingerprints as `ssh-keygen -lf` prints them. */
import { createHash } from 'node:crypto'
import { hostKeyTypes, type HostKeyType } from '../../../shared/model/settings.js'
import { ConsoleError } from '../../../shared/model/errors.js'
import type { HostKey } from '../../ports/remote-shell.js'

/** @param key - the public key in ssh's wire format, as a server sends it */
export const fingerprintOf = (key: Uint8Array): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`

/**
 * @param key - in ssh's wire format: the length of the kind's name in four bytes, the name, the rest
 * @throws ConsoleError `SSH_FAILED` for a kind that is not one of {@link hostKeyTypes}
 */
export function hostKeyOf(key: Buffer): HostKey {
  const length = key.length < 4 ? 0 : key.readUInt32BE(0)
  const name = key.subarray(4, 4 + Math.min(length, 100)).toString('latin1')
  const type = hostKeyTypes.find((each): each is HostKeyType => each === name)
  if (type !== undefined)
    return { type, base64: key.toString('base64'), fingerprint: fingerprintOf(key) }
  throw new ConsoleError('SSH_FAILED', `the host shows a key of the kind "${name}"`, {
    hint: `make one of a newer kind there: ssh-keygen -A; known are: ${hostKeyTypes.join(', ')}`
  })
}
