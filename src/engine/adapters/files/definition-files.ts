/** {@link DefinitionExports} as `backups/definitions-DATE.json` below the state folder, mode 0600; the newest of each environment are kept. */
import { mkdir, readFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrokerExport } from '../../../shared/model/broker.js'
import { millis } from '../../../shared/model/ids.js'
import type { DefinitionExports } from '../../ports/definition-exports.js'
import type { Clock } from '../../ports/system.js'
import { replaceFile } from './atomic.js'
import { fileError, systemCode } from './errors.js'
import { keepNewest } from './keep-newest.js'

const MOST_LISTED = 20
/** Of one environment: each change of the broker may write one. */
const MOST_KEPT = 200
const NAME = /^definitions-(.+)-\d{4}-\d{2}-\d{2}T[\d-]+Z\.json$/

export class DefinitionFiles implements DefinitionExports {
  readonly #folder: string

  /** @param environment - its name becomes a part of the file's */
  constructor(
    state: string,
    private readonly environment: string,
    private readonly clock: Clock
  ) {
    this.#folder = join(state, 'backups')
  }

  async keep(definitions: string): Promise<BrokerExport> {
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 })
      const [newest] = await this.list()
      if (newest !== undefined && (await readFile(newest.file, 'utf8')) === definitions)
        return newest
      const stamp = new Date(this.clock.now()).toISOString().replace(/[:.]/g, '-')
      const name = `definitions-${this.#part()}-${stamp}.json`
      const file = join(this.#folder, name)
      await replaceFile(file, definitions, 'durable')
      await keepNewest(this.#folder, await this.#names(), MOST_KEPT, name)
      return { file, at: this.clock.now(), bytes: Buffer.byteLength(definitions) }
    } catch (thrown) {
      throw fileError('keeping the definitions', this.#folder, thrown)
    }
  }

  async list(): Promise<readonly BrokerExport[]> {
    const names = [...(await this.#names())].sort().reverse().slice(0, MOST_LISTED)
    return Promise.all(
      names.map(async (name) => {
        const file = join(this.#folder, name)
        const { mtimeMs, size } = await stat(file)
        return { file, at: millis(Math.round(mtimeMs)), bytes: size }
      })
    )
  }

  async #names(): Promise<readonly string[]> {
    const names = await namesIn(this.#folder)
    return names.filter((name) => NAME.exec(name)?.[1] === this.#part())
  }

  /** A name that any file system takes. */
  #part(): string {
    return this.environment.replace(/[^A-Za-z0-9_-]/g, '_')
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return []
    throw thrown
  }
}
