/** Where each secret is, for the page: never a value. */
import type { SecretView, SettingsView } from '@shared/ipc/settings-view.js'
import type { ConsoleError } from '@shared/model/errors.js'
import type { SecretName, Settings } from '@shared/model/settings.js'
import {
  describeEnvironment,
  findSecrets,
  knownEnvironments
} from '../../engine/adapters/files/environment-files.js'
import type { SecretVault } from '../secrets/secret-vault.js'

export async function secretsView(
  state: string,
  settings: Settings | null,
  vault: SecretVault
): Promise<Pick<SettingsView, 'secrets' | 'secretsFiles'>> {
  const { all } = await knownEnvironments(state, settings)
  const damaged = vault.keyring.available ? await vault.damaged() : null
  const parts = await Promise.all(
    all.map(async (entry) => {
      const { environment } = await describeEnvironment(state, entry.name, settings)
      const { holders, fileProblem } = await findSecrets(entry.name, environment, null)
      const secrets = await Promise.all(
        [...holders].map(async ([name, holder]): Promise<SecretView> => {
          const place = holder === 'file' ? 'file' : await placeOf(vault, entry.name, name)
          return { environment: entry.name, name, place }
        })
      )
      const own = {
        environment: entry.name,
        file: environment.secretsFile ?? vault.file,
        problem: fileProblem?.message ?? wordsOf(damaged)
      }
      const named = environment.secretsFile !== undefined || damaged !== null
      return { secrets, secretsFiles: named ? [own] : [] }
    })
  )
  return {
    secrets: parts.flatMap((part) => part.secrets),
    secretsFiles: parts.flatMap((part) => part.secretsFiles)
  }
}

const wordsOf = (error: ConsoleError | null): string | null =>
  error === null ? null : [error.message, error.hint].filter(Boolean).join('. ')

async function placeOf(
  vault: SecretVault,
  environment: string,
  name: SecretName
): Promise<SecretView['place']> {
  return (await vault.place(environment, name)) ?? 'missing'
}
