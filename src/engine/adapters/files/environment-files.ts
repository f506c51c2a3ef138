/**
 * Environments from disk: one of the settings file, or the lab, which keeps its own beside its state.
 *
 * Secrets come from a file of their own, which only its owner may read: a looser one is refused, because whoever reads the keys
 * can forge every cluster's answers. What the file does not have comes from where the program keeps the rest (keyring, session, standard input).
 */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { ConsoleError, type ErrorCode } from '../../../shared/model/errors.js'
import {
  environmentSchema,
  settingsSchema,
  someSecretsSchema,
  type Environment,
  type EnvironmentEntry,
  type SecretName,
  type Secrets,
  type Settings
} from '../../../shared/model/settings.js'
import type { SecretSource } from '../../ports/secret-source.js'
import { systemCode } from './errors.js'

export interface LoadedEnvironment {
  readonly name: string
  readonly environment: Environment
  readonly secrets: Secrets
}

/** The environment that the lab writes about itself. */
const LAB = 'lab'

/**
 * @param state - state folder; the lab lies in `lab` below it
 * @param name - `null`: the settings' current one
 * @param settings - raw content of the settings file; `undefined` or empty when there is none
 * @param source - where secrets are that no file holds; `null`: nowhere
 * @throws ConsoleError `BAD_SETTINGS`, `ENVIRONMENT_UNKNOWN`; `SECRET_MISSING` when nobody has the broker's password
 */
export async function loadEnvironment(
  state: string,
  name: string | null,
  settings: unknown,
  source: SecretSource | null = null
): Promise<LoadedEnvironment> {
  const described = await describeEnvironment(state, name, settings)
  const found = await findSecrets(described.name, described.environment, source)
  if (found.fileProblem !== null && found.brokerPassword === null) throw found.fileProblem
  const { brokerPassword } = found
  if (brokerPassword === null) throw secretMissing(described.name, described.environment)
  const keys = Object.fromEntries(found.keys)
  return { ...described, secrets: { brokerPassword, keys } }
}

/** An environment without its secrets. @throws ConsoleError `BAD_SETTINGS`, `ENVIRONMENT_UNKNOWN` */
export async function describeEnvironment(
  state: string,
  name: string | null,
  settings: unknown
): Promise<Omit<LoadedEnvironment, 'secrets'>> {
  const known = parse(settingsSchema, settings ?? {}, 'the settings file', 'BAD_SETTINGS')
  const chosen = name ?? known.current
  const own = Object.hasOwn(known.environments, chosen) ? known.environments[chosen] : undefined
  return { name: chosen, environment: own ?? (await labEnvironment(state, chosen, known)) }
}

/** Who has a secret: the file, or the other source; `null`: nobody. */
export type SecretHolder = 'file' | 'source' | null

export interface FoundSecrets {
  readonly brokerPassword: string | null
  /** Keys of those clusters that have one. */
  readonly keys: ReadonlyMap<string, string>
  readonly holders: ReadonlyMap<SecretName, SecretHolder>
  /** Why the file that the settings name could not be used. */
  readonly fileProblem: ConsoleError | null
}

/** Looks for all secrets of an environment: in its file first, then in the other source. */
export async function findSecrets(
  name: string,
  environment: Environment,
  source: SecretSource | null
): Promise<FoundSecrets> {
  const file = await readSecrets(environment.secretsFile)
  const holders = new Map<SecretName, SecretHolder>()
  const find = async (secret: SecretName, inFile: string | undefined): Promise<string | null> => {
    const elsewhere = inFile === undefined ? ((await source?.get(name, secret)) ?? null) : null
    holders.set(secret, inFile !== undefined ? 'file' : elsewhere !== null ? 'source' : null)
    return inFile ?? elsewhere
  }
  const brokerPassword = await find('broker', file.secrets.brokerPassword)
  const keys = new Map<string, string>()
  for (const cluster of environment.clusters) {
    const inFile = file.secrets.keys
    const own = Object.hasOwn(inFile ?? {}, cluster.name) ? inFile?.[cluster.name] : undefined
    const key = await find(`key:${cluster.name}`, own)
    if (key !== null) keys.set(cluster.name, key)
  }
  return { brokerPassword, keys, holders, fileProblem: file.problem }
}

function secretMissing(name: string, { broker, secretsFile }: Environment): ConsoleError {
  const tried = secretsFile === undefined ? '' : ` (${secretsFile} has none)`
  return new ConsoleError(
    'SECRET_MISSING',
    `nobody has the password of the broker user "${broker.user}" of the environment "${name}"${tried}`,
    {
      hint: 'Give it in the window under Settings, Secrets, or on the command line with --secrets FILE (or "-" for standard input).',
      facts: { environment: name, secret: 'broker' }
    }
  )
}

/** Names of all environments there are: those of the settings, and the lab once it was started. @throws ConsoleError `BAD_SETTINGS` */
export async function knownEnvironments(
  state: string,
  settings: unknown
): Promise<{ readonly all: readonly EnvironmentEntry[]; readonly current: string }> {
  const known = parse(settingsSchema, settings ?? {}, 'the settings file', 'BAD_SETTINGS')
  const own = Object.keys(known.environments).map((name) => ({ name, origin: 'settings' as const }))
  const lab = (await readIfThere(join(state, LAB, 'environment.json'))) !== null
  return {
    all: [
      ...own,
      ...(lab && !(LAB in known.environments) ? [{ name: LAB, origin: 'lab' as const }] : [])
    ],
    current: known.current
  }
}

async function labEnvironment(state: string, name: string, known: Settings): Promise<Environment> {
  const file = join(state, LAB, 'environment.json')
  const text = await readIfThere(file)
  if (name === LAB && text !== null)
    return parse(environmentSchema, json(text, file), file, 'BAD_SETTINGS')
  throw new ConsoleError('ENVIRONMENT_UNKNOWN', `there is no environment "${name}"`, {
    hint: knownHint(state, name, Object.keys(known.environments), text !== null)
  })
}

/** n.b. the state folder always stands in the command: another one than the usual was perhaps chosen, and here nobody knows which is usual. */
function knownHint(state: string, name: string, own: readonly string[], lab: boolean): string {
  const start = `npx medusa lab up --state ${state}`
  if (name === LAB) return `No lab is set up in ${state}. Start it with: ${start}`
  const names = lab && !own.includes(LAB) ? [...own, LAB] : own
  const after = lab ? '' : `; "lab" after: ${start}`
  return names.length === 0
    ? `Known: none${after}`
    : `Known: ${names.join(', ')} (choose one with --environment NAME)${after}`
}

interface SecretsFile {
  readonly secrets: Partial<Secrets>
  readonly problem: ConsoleError | null
}

/** n.b. a problem is told, not thrown: the keyring may hold what is needed. */
async function readSecrets(file: string | undefined): Promise<SecretsFile> {
  if (file === undefined) return { secrets: {}, problem: null }
  try {
    return { secrets: await readSecretsFile(file), problem: null }
  } catch (problem) {
    if (problem instanceof ConsoleError) return { secrets: {}, problem }
    throw problem
  }
}

/** @throws ConsoleError `BAD_SETTINGS` when it is not there, may be read by others, or is not what it should be */
export async function readSecretsFile(file: string): Promise<Partial<Secrets>> {
  const text = await readIfThere(file)
  if (text === null)
    throw new ConsoleError('BAD_SETTINGS', `the secrets file ${file} does not exist`, {
      hint: 'It holds the broker password and the key of each cluster; the lab makes its own.'
    })
  const { mode } = await stat(file)
  if ((mode & 0o077) !== 0)
    throw new ConsoleError(
      'BAD_SETTINGS',
      `the secrets file ${file} may be read by others (mode ${(mode & 0o777).toString(8)})`,
      { hint: `chmod 600 ${file}` }
    )
  return parseSecrets(text, file)
}

/** @param from - file or stream, for messages @throws ConsoleError `BAD_SETTINGS` */
export function parseSecrets(text: string, from: string): Partial<Secrets> {
  const secrets = parse(someSecretsSchema, json(text, from), from, 'BAD_SETTINGS')
  return {
    ...(secrets.brokerPassword === undefined ? {} : { brokerPassword: secrets.brokerPassword }),
    ...(secrets.keys === undefined ? {} : { keys: secrets.keys })
  }
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null
    throw new ConsoleError('BAD_SETTINGS', `${file} can't be read: ${String(systemCode(cause))}`, {
      cause,
      hint: 'Run this as the user who set it up.'
    })
  }
}

function json(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // n.b. no cause: the parser's message quotes the text, and this may be a file of secrets
    throw new ConsoleError('BAD_SETTINGS', `${file} is no JSON`, {
      hint: 'Mend it, or move it away.'
    })
  }
}

/** n.b. the values of a secrets file never enter a message, only the places. */
function parse<T extends z.ZodType>(
  schema: T,
  raw: unknown,
  file: string,
  code: ErrorCode
): z.output<T> {
  const parsed = schema.safeParse(raw)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new ConsoleError(
    code,
    `${file}: ${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'not valid'}`,
    { hint: 'Mend the place named, or set the environment up again.' }
  )
}
