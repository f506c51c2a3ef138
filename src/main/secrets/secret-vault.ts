/**
 * Secrets that were given in the window: encrypted by the system's keyring in a file of the user's, or, where there is none, in memory until
 * the window goes.
 *
 * A value never leaves here but for the engine that needs it; pages learn its place only. In the file are names and encrypted values.
 * A damaged file has no secrets, and stays where it is until one is given: then it is set aside under a name with its date.
 */
import { ConsoleError } from '@shared/model/errors.js'
import type { SecretName } from '@shared/model/settings.js'
import { readFile, rename, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { replaceFile } from '../../engine/adapters/files/atomic.js'
import { systemCode } from '../../engine/adapters/files/errors.js'
import type { SecretSource } from '../../engine/index.js'
import type { Keyring } from './cipher.js'

const fileSchema = z.object({
  version: z.literal(1),
  secrets: z.array(
    z.object({ environment: z.string(), name: z.string(), value: z.base64() }) // encrypted
  )
})
type Entry = z.output<typeof fileSchema>['secrets'][number]
interface Content {
  /** None of a damaged file. */
  readonly entries: readonly Entry[]
  readonly damaged: ConsoleError | null
}

export class SecretVault implements SecretSource {
  readonly #session = new Map<string, string>()
  #writing: Promise<unknown> = Promise.resolve()
  #read: (Content & { readonly mark: string }) | null = null

  /** @param file - for encrypted values; nothing is there until the first is kept */
  constructor(
    readonly file: string,
    readonly keyring: Keyring
  ) {}

  /** @throws ConsoleError `BAD_SETTINGS` when its file is damaged; `SECRET_MISSING` when another keyring had it */
  async get(environment: string, name: SecretName): Promise<string | null> {
    const given = this.#session.get(keyOf(environment, name))
    if (given !== undefined) return given
    const { keyring } = this
    if (!keyring.available) return null
    const damaged = await this.damaged()
    if (damaged !== null) throw damaged
    const entry = await this.#entry(environment, name)
    if (entry === undefined) return null
    try {
      return keyring.cipher.decrypt(Buffer.from(entry.value, 'base64'))
    } catch (cause) {
      throw new ConsoleError(
        'SECRET_MISSING',
        `the secret "${name}" of "${environment}" was kept in another keyring and can't be read`,
        { cause, hint: 'Give it again under Settings, Secrets.' }
      )
    }
  }

  /** Why the file of encrypted secrets cannot be read; `null`: it can, or there is none. */
  async damaged(): Promise<ConsoleError | null> {
    return (await this.#content()).damaged
  }

  /** Where it is kept; `null`: not here. */
  async place(environment: string, name: SecretName): Promise<'keyring' | 'session' | null> {
    if (this.#session.has(keyOf(environment, name))) return 'session'
    if (!this.keyring.available) return null
    return (await this.#entry(environment, name)) === undefined ? null : 'keyring'
  }

  async set(environment: string, name: SecretName, value: string): Promise<'keyring' | 'session'> {
    const { keyring } = this
    if (!keyring.available) {
      this.#session.set(keyOf(environment, name), value)
      return 'session'
    }
    const encrypted = keyring.cipher.encrypt(value).toString('base64')
    await this.#change((all) => [
      ...all.filter((entry) => !isOf(entry, environment, name)),
      { environment, name, value: encrypted }
    ])
    return 'keyring'
  }

  async forget(environment: string, name: SecretName): Promise<void> {
    this.#session.delete(keyOf(environment, name))
    if (await this.#entry(environment, name))
      await this.#change((all) => all.filter((entry) => !isOf(entry, environment, name)))
  }

  /** The environment goes on under another name. */
  async rename(from: string, to: string): Promise<void> {
    const prefix = keyOf(from, '')
    for (const [key, value] of [...this.#session])
      if (key.startsWith(prefix)) {
        this.#session.set(keyOf(to, key.slice(prefix.length)), value)
        this.#session.delete(key)
      }
    if ((await this.#content()).entries.some((entry) => entry.environment === from))
      await this.#change((all) =>
        all
          .filter((entry) => entry.environment !== to)
          .map((entry) => (entry.environment === from ? { ...entry, environment: to } : entry))
      )
  }

  async #entry(environment: string, name: string): Promise<Entry | undefined> {
    return (await this.#content()).entries.find((entry) => isOf(entry, environment, name))
  }

  /** Read again only when the file is another one: an environment may have a thousand keys. */
  async #content(): Promise<Content> {
    const found = await stat(this.file).catch((thrown: unknown) => {
      if (systemCode(thrown) === 'ENOENT') return null
      throw thrown
    })
    if (found === null) return { entries: [], damaged: null }
    const mark = `${found.ino} ${found.size} ${found.mtimeMs}`
    if (this.#read?.mark !== mark)
      this.#read = {
        mark,
        ...parseContent(await readFile(this.file, 'utf8'), this.file, found.mtimeMs)
      }
    return this.#read
  }

  /** One change after the other: two at once would lose one of them. */
  #change(change: (all: readonly Entry[]) => readonly Entry[]): Promise<void> {
    const next = this.#writing.then(async () => {
      const { entries, damaged } = await this.#content()
      if (damaged !== null)
        await rename(this.file, asideOf(this.file, (await stat(this.file)).mtimeMs))
      const secrets = change(entries)
      const content = JSON.stringify({ version: 1, secrets })
      await replaceFile(this.file, content, 'durable')
    })
    this.#writing = next.catch(() => undefined) // whoever asked is told
    return next
  }
}

function parseContent(text: string, file: string, writtenAt: number): Content {
  try {
    return { entries: fileSchema.parse(JSON.parse(text)).secrets, damaged: null }
  } catch (cause) {
    const aside = asideOf(file, writtenAt)
    const damaged = new ConsoleError(
      'BAD_SETTINGS',
      `the file of encrypted secrets ${file} is damaged`,
      {
        cause,
        hint: `Give the secrets again under Settings, Secrets: the damaged file is kept then as ${aside}.`
      }
    )
    return { entries: [], damaged }
  }
}

/** @param writtenAt - of the damaged file, milliseconds since 1970 */
function asideOf(file: string, writtenAt: number): string {
  const date = new Date(writtenAt).toISOString().slice(0, 19).replaceAll(':', '-')
  return join(dirname(file), `secrets.damaged-${date}.json`)
}

const keyOf = (environment: string, name: string): string => `${environment}\u0000${name}`
const isOf = (entry: Entry, environment: string, name: string): boolean =>
  entry.environment === environment && entry.name === name
