/**
 * Former states of the settings, a file each in `settings.versions/` beside them: what they were, when, by whom, and what was changed.
 *
 * The newest is the state that was saved last, so it is also the good copy when the settings file is damaged. Their number and size are
 * bounded; the oldest go first. A version that cannot be read is passed over: it is one less to go back to, and no reason to stop.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { parseJson } from '../../protocol/json.js'
import { removeIfThere, replaceFile } from './atomic.js'
import { systemCode } from './errors.js'

const versionSchema = z.object({
  id: z.string(),
  at: z.number(),
  what: z.string(),
  by: z.enum(['window', 'command line', 'another program']),
  text: z.string()
})
export type KeptVersion = z.output<typeof versionSchema>
export type VersionAuthor = KeptVersion['by']

/** So many are kept, and so many bytes of them; the {@link ALWAYS} newest whatever their size. */
const MOST = 60
const MOST_BYTES = 20_000_000
const ALWAYS = 5
const NAME = /^(\d{13,16}-[0-9a-f]{8})\.json$/

export class SettingsVersions {
  /** Versions never change, so what was read once is kept. */
  readonly #read = new Map<string, KeptVersion | null>()

  constructor(private readonly folder: string) {}

  /** Newest first. */
  async list(): Promise<readonly KeptVersion[]> {
    const names = await this.#names()
    const versions = await Promise.all(names.map((name) => this.#version(name)))
    return versions.filter((version) => version !== null)
  }

  async add(version: Omit<KeptVersion, 'id'>): Promise<KeptVersion> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    const [newest] = await this.#names()
    // n.b. names sort by time: a clock that was set back must not put the newest version behind
    const at = Math.max(version.at, newest === undefined ? 0 : timeOf(newest) + 1)
    const id = `${String(at).padStart(13, '0')}-${randomBytes(4).toString('hex')}`
    const kept: KeptVersion = { id, ...version }
    await replaceFile(join(this.folder, `${id}.json`), JSON.stringify(kept), 'durable')
    await this.#prune()
    return kept
  }

  async #prune(): Promise<void> {
    let bytes = 0
    const names = await this.#names()
    for (const [index, name] of names.entries()) {
      bytes += (await this.#version(name))?.text.length ?? 0
      if (index >= ALWAYS && (index >= MOST || bytes > MOST_BYTES)) {
        this.#read.delete(name)
        await removeIfThere(join(this.folder, `${name}.json`))
      }
    }
  }

  async #names(): Promise<readonly string[]> {
    const files = await readdir(this.folder).catch((thrown: unknown) => {
      if (systemCode(thrown) === 'ENOENT') return []
      throw thrown
    })
    return files
      .flatMap((file) => NAME.exec(file)?.[1] ?? [])
      .sort()
      .reverse()
  }

  async #version(name: string): Promise<KeptVersion | null> {
    const known = this.#read.get(name)
    if (known !== undefined) return known
    const text = await readFile(join(this.folder, `${name}.json`), 'utf8').catch(
      (thrown: unknown) => {
        if (systemCode(thrown) === 'ENOENT') return ''
        throw thrown
      }
    )
    const parsed = versionSchema.safeParse(parseJson(text))
    const version = parsed.success ? parsed.data : null
    this.#read.set(name, version)
    return version
  }
}

const timeOf = (id: string): number => Number(id.split('-')[0])
