/**
 * The lab's passwords and keys: made once, kept in files only the caller may read, never on a command line or in a log.
 *
 * `secrets.json` is what the console reads (its own password, the HMAC keys). `passwords.json` has the rest, among it the administrator's, with which
 * tests play a hostile broker.
 */
import { createHash, randomBytes, randomInt } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { secretsSchema, type Secrets } from '../shared/model/settings.js'
import { labFile } from './folders.js'
import { writeFileAtomically } from './owned-files.js'

export const passwordsSchema = z.strictObject({
  /** RabbitMQ user `admin`, tag administrator. */
  admin: z.string(),
  /** Cluster name → password of `worker-NAME`. */
  workers: z.record(z.string(), z.string()),
  /** Cluster name → password of `client-NAME`. */
  clients: z.record(z.string(), z.string())
})
export type Passwords = z.output<typeof passwordsSchema>

export interface LabSecrets {
  readonly console: Secrets
  readonly passwords: Passwords
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Letters and digits from the system's generator; safe in URLs and configuration files. */
export const randomText = (length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')

/** Reads the lab's secrets, makes those that are missing for these clouds, and writes them back. */
export async function ensureSecrets(
  folder: string,
  clouds: readonly string[]
): Promise<LabSecrets> {
  const kept = await readSecrets(folder)
  const fill = (known: Readonly<Record<string, string>> | undefined, make: () => string) => ({
    ...known,
    ...Object.fromEntries(clouds.map((cloud) => [cloud, known?.[cloud] ?? make()]))
  })
  const secrets: LabSecrets = {
    console: {
      brokerPassword: kept?.console.brokerPassword ?? randomText(43),
      keys: fill(kept?.console.keys, () => randomBytes(32).toString('hex'))
    },
    passwords: {
      admin: kept?.passwords.admin ?? randomText(43),
      workers: fill(kept?.passwords.workers, () => randomText(43)),
      clients: fill(kept?.passwords.clients, () => randomText(43))
    }
  }
  await writeFileAtomically(
    labFile.secrets(folder),
    `${JSON.stringify(secrets.console, null, 2)}\n`,
    0o600
  )
  await writeFileAtomically(
    labFile.passwords(folder),
    `${JSON.stringify(secrets.passwords, null, 2)}\n`,
    0o600
  )
  return secrets
}

/** @returns null when there are none, or when what is there can't be read as such */
export async function readSecrets(folder: string): Promise<LabSecrets | null> {
  const [console, passwords] = await Promise.all([
    readJson(labFile.secrets(folder)).then((value) => secretsSchema.safeParse(value)),
    readJson(labFile.passwords(folder)).then((value) => passwordsSchema.safeParse(value))
  ])
  return console.success && passwords.success
    ? { console: console.data, passwords: passwords.data }
    : null
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    // Missing, unreadable or torn: the schema refuses null and new ones are made.
    return null
  }
}

/** What RabbitMQ stores of a password: base64 of four bytes of salt and SHA-256(salt, password). @see https://www.rabbitmq.com/docs/passwords#computing-password-hash */
export function rabbitHash(password: string, salt: Buffer = randomBytes(4)): string {
  return Buffer.concat([
    salt,
    createHash('sha256').update(salt).update(password).digest()
  ]).toString('base64')
}
