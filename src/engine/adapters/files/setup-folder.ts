/**
 * {@link SetupStore} in `STATE/setup/ENVIRONMENT/`: `site.json` (what is to be set up), `secrets.json` (what the environment needs),
 * `passwords.json` (what only set-up needs), `log.jsonl` (what was done, and what takes it back). All 0600, and nothing secret in the first and last.
 */
import { randomBytes, randomInt } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ConsoleError } from '../../../shared/model/errors.js'
import { someSecretsSchema, type Environment } from '../../../shared/model/settings.js'
import { shownChangeSchema } from '../../../shared/model/setup.js'
import { siteSchema, type Site } from '../../../shared/model/setup-site.js'
import type { SetupSecret } from '../../domain/setup/change.js'
import { undoingSchema } from '../../domain/setup/undo.js'
import type { SetupEvent, SetupStore } from '../../ports/setup-store.js'
import { parseJson } from '../../protocol/json.js'
import { replaceFile } from './atomic.js'
import { fileError, systemCode } from './errors.js'
import { takeLock, type HeldLock } from './lock.js'

/** Where the environment that comes of it is kept: the settings, or the lab's own file. */
export interface EnvironmentPlace {
  read(): Promise<Environment | null>
  write(environment: Environment): Promise<void>
}

const passwordsSchema = z.strictObject({
  /** Of set-up's administrator on the broker. */
  admin: z.string().optional(),
  /** Cluster name → password of its worker's user. */
  workers: z.record(z.string(), z.string()).default({})
})
const eventSchema: z.ZodType<SetupEvent> = z.object({
  at: z.number(),
  id: z.string(),
  step: z.string(),
  type: z.enum(['began', 'done', 'failed', 'undone']),
  change: shownChangeSchema,
  undoing: undoingSchema.nullable()
})

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
/** RabbitMQ's own advice is 40 or more; letters and digits are safe in URLs and on standard input. */
const PASSWORD_LENGTH = 43
const KEY_BYTES = 32

export class SetupFolder implements SetupStore {
  readonly secretsFile: string
  readonly #folder: string
  /** Files are read, changed and written one after the other. */
  #turn: Promise<unknown> = Promise.resolve()

  /** @param environment - its name; any character, it is quoted here */
  constructor(
    state: string,
    environment: string,
    private readonly place: EnvironmentPlace,
    /** Secrets of an environment that was not set up from here. */
    private readonly elsewhere: (name: SetupSecret) => Promise<string | null> = () =>
      Promise.resolve(null)
  ) {
    this.#folder = join(state, 'setup', encodeURIComponent(environment))
    this.secretsFile = this.#at('secrets.json')
  }

  /** @throws ConsoleError `BAD_INPUT` when another process is at it */
  async lock(): Promise<HeldLock> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const lock = await takeLock(`${this.#folder}.lock`)
    if ('release' in lock) return lock
    throw new ConsoleError(
      'BAD_INPUT',
      `process ${String(lock.holder.pid)} sets up the same environment now`,
      { hint: 'wait until it has ended, or end it' }
    )
  }

  /** @returns `null`: nobody said yet what is to be set up @throws ConsoleError `BAD_SETTINGS` */
  async site(): Promise<Site | null> {
    const text = await this.#read('site.json')
    return text === null ? null : parseSite(text, this.#at('site.json'))
  }

  saveSite(site: Site): Promise<void> {
    return this.#write('site.json', site)
  }

  environment(): Promise<Environment | null> {
    return this.place.read()
  }

  saveEnvironment(environment: Environment): Promise<void> {
    return this.place.write(environment)
  }

  secret(name: SetupSecret): Promise<string | null> {
    return this.#inTurn(
      async () => this.#find(name, await this.#secrets()) ?? (await this.elsewhere(name))
    )
  }

  makeSecret(name: SetupSecret): Promise<string> {
    return this.#inTurn(async () => {
      const held = await this.#secrets()
      const known = this.#find(name, held) ?? (await this.elsewhere(name))
      if (known !== null) return known
      const made = name.startsWith('key:')
        ? randomBytes(KEY_BYTES).toString('hex')
        : randomText(PASSWORD_LENGTH)
      await this.#keep(name, made, held)
      return made
    })
  }

  /** A password that somebody knows already, for example of a broker's administrator. */
  giveSecret(name: SetupSecret, value: string): Promise<void> {
    return this.#inTurn(async () => this.#keep(name, value, await this.#secrets()))
  }

  append(event: SetupEvent): Promise<void> {
    return this.#inTurn(async () => {
      const path = this.#at('log.jsonl')
      try {
        await mkdir(this.#folder, { recursive: true, mode: 0o700 })
        const file = await open(path, 'a', 0o600)
        try {
          // n.b. begins with a line feed: a line that a crash tore off stays a line of its own
          await file.appendFile(`\n${JSON.stringify(event)}`)
          await file.datasync()
        } finally {
          await file.close()
        }
      } catch (thrown) {
        throw fileError('writing the log of set-up', path, thrown)
      }
    })
  }

  async events(): Promise<readonly SetupEvent[]> {
    const text = (await this.#read('log.jsonl')) ?? ''
    return text.split('\n').flatMap((line) => {
      const parsed = eventSchema.safeParse(parseJson(line))
      return parsed.success ? [parsed.data] : []
    })
  }

  #find(name: SetupSecret, { console, passwords }: HeldSecrets): string | null {
    const [kind, cluster = ''] = name.split(':')
    switch (kind) {
      case 'broker':
        return console.brokerPassword ?? null
      case 'admin':
        return passwords.admin ?? null
      case 'worker':
        return passwords.workers[cluster] ?? null
      default:
        return console.keys?.[cluster] ?? null
    }
  }

  #keep(name: SetupSecret, value: string, { console, passwords }: HeldSecrets): Promise<void> {
    const [kind, cluster = ''] = name.split(':')
    switch (kind) {
      case 'broker':
        return this.#write('secrets.json', { keys: {}, ...console, brokerPassword: value })
      case 'admin':
        return this.#write('passwords.json', { ...passwords, admin: value })
      case 'worker':
        return this.#write('passwords.json', {
          ...passwords,
          workers: { ...passwords.workers, [cluster]: value }
        })
      default:
        return this.#write('secrets.json', {
          ...console,
          keys: { ...console.keys, [cluster]: value }
        })
    }
  }

  async #secrets(): Promise<HeldSecrets> {
    const [console, passwords] = await Promise.all([
      this.#parsed('secrets.json', someSecretsSchema),
      this.#parsed('passwords.json', passwordsSchema)
    ])
    return { console, passwords }
  }

  /** n.b. a damaged file of secrets is an error: new ones would lock this console out of what it made. */
  async #parsed<T extends z.ZodType>(name: string, schema: T): Promise<z.output<T>> {
    const parsed = schema.safeParse(parseJson((await this.#read(name)) ?? '{}'))
    if (parsed.success) return parsed.data
    throw new ConsoleError('BAD_SETTINGS', `${this.#at(name)} is damaged`, {
      hint: 'mend it from a backup, or move it away: then users and keys are made anew'
    })
  }

  async #read(name: string): Promise<string | null> {
    try {
      return await readFile(this.#at(name), 'utf8')
    } catch (thrown) {
      if (systemCode(thrown) === 'ENOENT') return null
      throw fileError(`reading ${name} of set-up`, this.#at(name), thrown)
    }
  }

  async #write(name: string, value: object): Promise<void> {
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 })
      await replaceFile(this.#at(name), `${JSON.stringify(value, null, 2)}\n`, 'durable')
    } catch (thrown) {
      throw fileError(`writing ${name} of set-up`, this.#at(name), thrown)
    }
  }

  #at(name: string): string {
    return join(this.#folder, name)
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work)
    this.#turn = turn.catch(() => undefined) // who asked is told
    return turn
  }
}

interface HeldSecrets {
  readonly console: z.output<typeof someSecretsSchema>
  readonly passwords: z.output<typeof passwordsSchema>
}

const randomText = (length: number): string =>
  Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')

/** @param from - file, for messages @throws ConsoleError `BAD_SETTINGS` naming the first place that is wrong */
export function parseSite(text: string, from: string): Site {
  const parsed = siteSchema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new ConsoleError(
    'BAD_SETTINGS',
    `${from}: ${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'not valid'}`,
    { hint: 'mend the place named; docs/formats.md has an example' }
  )
}
