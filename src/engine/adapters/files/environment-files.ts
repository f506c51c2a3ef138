/**
 * Environments from disk: one of the settings file, or the lab, which keeps its own beside its state.
 *
 * Secrets come from a file of their own, which only its owner may read: a looser one is refused, because whoever reads the keys
 * can forge every cluster's answers.
 */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { ConsoleError, type ErrorCode } from '../../../shared/model/errors.js'
import {
  environmentSchema,
  secretsSchema,
  settingsSchema,
  type Environment,
  type Secrets,
  type Settings
} from '../../../shared/model/settings.js'
import { systemCode } from './errors.js'

export interface EnvironmentEntry {
  readonly name: string
  /** `lab`: the lab wrote it about itself. */
  readonly origin: 'settings' | 'lab'
}

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
 * @throws ConsoleError `BAD_SETTINGS`, `ENVIRONMENT_UNKNOWN`
 */
export async function loadEnvironment(
  state: string,
  name: string | null,
  settings: unknown
): Promise<LoadedEnvironment> {
  const known = parse(settingsSchema, settings ?? {}, 'the settings file', 'BAD_SETTINGS')
  const chosen = name ?? known.current
  const environment = known.environments[chosen] ?? (await labEnvironment(state, chosen, known))
  return { name: chosen, environment, secrets: await readSecrets(environment.secretsFile) }
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
  const text = name === LAB ? await readIfThere(file) : null
  if (text !== null) return parse(environmentSchema, json(text, file), file, 'BAD_SETTINGS')
  const names = Object.keys(known.environments)
  throw new ConsoleError('ENVIRONMENT_UNKNOWN', `there is no environment "${name}"`, {
    hint:
      name === LAB
        ? `No lab is set up in ${state}. Start it with: npx medusa lab up`
        : `Known: ${names.length === 0 ? 'none' : names.join(', ')}; "lab" after "npx medusa lab up".`
  })
}

async function readSecrets(file: string): Promise<Secrets> {
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
  return parse(secretsSchema, json(text, file), file, 'BAD_SETTINGS')
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
  } catch (cause) {
    throw new ConsoleError('BAD_SETTINGS', `${file} is no JSON`, {
      cause,
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
