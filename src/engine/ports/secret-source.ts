/** Where secrets come from besides the 0600 file that the settings name: a keyring, the session, standard input. */
import type { SecretName } from '../../shared/model/settings.js'

export interface SecretSource {
  /** @returns `null`: it is not here @throws ConsoleError when it is here and cannot be read */
  get(environment: string, name: SecretName): Promise<string | null>
}
