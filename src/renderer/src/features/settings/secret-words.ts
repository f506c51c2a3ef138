/** Secrets in words, and where they are as a state. */
import type { SecretPlace } from '@shared/ipc/settings-view.js'
import type { Look } from '../../lib/states.js'

/** @param name - `broker`, or `key:CLUSTER` */
export const secretTitle = (name: string): string =>
  name === 'broker' ? 'broker password' : `key of ${name.slice('key:'.length)}`

export const placeLook: Readonly<Record<SecretPlace, Look>> = {
  keyring: { state: 'agreed', shape: 'agreed', word: 'keyring' },
  file: { state: 'agreed', shape: 'agreed', word: 'file' },
  session: { state: 'hung', shape: 'attention', word: 'this session only' },
  missing: { state: 'failed', shape: 'failed', word: 'missing' }
}
