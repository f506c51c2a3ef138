/** Secrets for one command: from a 0600 file, or from standard input. Never from arguments or variables, which every process can read. */
import { parseSecrets, readSecretsFile } from '../../engine/adapters/files/environment-files.js'
import type { SecretSource } from '../../engine/index.js'
import { ConsoleError } from '../../shared/model/errors.js'

/** More than the keys of a thousand clusters. */
const MAXIMUM_CHARACTERS = 1_000_000

/**
 * @param from - file, or `-` for standard input: JSON `{"brokerPassword": "…", "keys": {"CLUSTER": "…"}}`
 * @throws ConsoleError `BAD_SETTINGS`
 */
export async function givenSecrets(
  from: string,
  input: AsyncIterable<string | Buffer> = process.stdin
): Promise<SecretSource> {
  const secrets =
    from === '-' ? parseSecrets(await allOf(input), 'standard input') : await readSecretsFile(from)
  return {
    get: (_environment, name) =>
      Promise.resolve(
        (name === 'broker' ? secrets.brokerPassword : secrets.keys?.[name.slice('key:'.length)]) ??
          null
      )
  }
}

/** @throws ConsoleError `BAD_SETTINGS` when it is too much to be secrets */
export async function allOf(input: AsyncIterable<string | Buffer>): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of input) {
    bytes += part.length
    if (bytes > MAXIMUM_CHARACTERS)
      throw new ConsoleError(
        'BAD_SETTINGS',
        'standard input has more than 1 MB: these are no secrets',
        {
          hint: 'Give JSON with brokerPassword and keys.'
        }
      )
    parts.push(Buffer.from(part))
  }
  return Buffer.concat(parts).toString('utf8')
}
