/** Secrets in words, and where they are as a state. */
import type { SecretPlace } from '@shared/ipc/settings-view.js'
import type { Look } from '../../lib/states.js'
import { settingsText } from '../../text/settings.js'

const text = settingsText.secret

/** @param name - `broker`, or `key:CLUSTER` */
export const secretTitle = (name: string): string =>
  name === 'broker' ? text.broker : text.keyOf(name.slice('key:'.length))

export const placeLook: Readonly<Record<SecretPlace, Look>> = {
  keyring: { state: 'agreed', shape: 'agreed', word: text.places.keyring },
  file: { state: 'agreed', shape: 'agreed', word: text.places.file },
  session: { state: 'hung', shape: 'attention', word: text.places.session },
  missing: { state: 'failed', shape: 'failed', word: text.places.missing }
}
