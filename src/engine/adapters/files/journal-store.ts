/**
 * Journals in the state folder: `runs/RUN/{journal.jsonl,lock,job.json,report.json,progress.json}`, folders 0700, files 0600.
 *
 * Several processes share it: one holds a run's lock and writes, any reads and watches.
 */
import { mkdir, readdir, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ConsoleError } from '../../../shared/model/errors.js'
import { runIdSchema, type RunId } from '../../../shared/model/ids.js'
import type { JournalContent, JournalStore, OpenJournal } from '../../ports/journal.js'
import { parseJson } from '../../protocol/json.js'
import { replaceFile } from './atomic.js'
import { fileError, systemCode } from './errors.js'
import { readJournal, type JournalReading } from './journal-content.js'
import { JournalFile } from './journal-file.js'
import { lockHolder, takeLock, type LockHolder } from './lock.js'
import { watchRun } from './watch.js'

type KeptFile = Parameters<JournalStore['keep']>[1]
const JOURNAL = 'journal.jsonl'

export class FileJournalStore implements JournalStore {
  readonly #root: string
  /** Torn lines that `create` cut off and no `read` has reported yet. */
  readonly #torn = new Map<RunId, string>()
  /** The last `keep` of each file: they follow one another, so that the newest stays. */
  readonly #keeping = new Map<string, Promise<void>>()

  /** @param stateFolder - made when missing */
  constructor(stateFolder: string) {
    this.#root = join(stateFolder, 'runs')
  }

  async create(run: RunId): Promise<OpenJournal> {
    const folder = this.#folder(run)
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const lock = await takeLock(join(folder, 'lock'))
      if ('holder' in lock) throw locked(run, join(folder, 'lock'), lock)
      try {
        const found = await this.#load(run)
        const whole =
          found === null ? { length: 0, torn: null } : await this.#whole(run, found, 'ours')
        if (whole.torn !== null) this.#torn.set(run, whole.torn)
        return await JournalFile.open(join(folder, JOURNAL), whole.length, () => lock.release())
      } catch (thrown) {
        await lock.release()
        throw thrown
      }
    } catch (thrown) {
      throw fileError(`opening the journal of run "${run}"`, folder, thrown)
    }
  }

  async read(run: RunId): Promise<JournalContent> {
    const reading = await this.#load(run)
    if (reading === null) throw await this.#unknown(run)
    const lock = (await this.isLocked(run)) ? 'held' : 'free'
    const whole = await this.#whole(run, reading, lock)
    const cutOff = this.#torn.get(run) ?? null
    this.#torn.delete(run)
    // Half a line under a held lock is one that is being written right now.
    return { events: whole.events, torn: lock === 'held' ? cutOff : (whole.torn ?? cutOff) }
  }

  async list(): Promise<readonly RunId[]> {
    const names = await readdir(this.#root).catch(nothingAt(this.#root))
    const found = await Promise.all(
      (names ?? []).map(async (name) => {
        const run = runIdSchema.safeParse(name)
        if (!run.success) return []
        const path = join(this.#root, name, JOURNAL)
        const journal = await stat(path).catch(nothingAt(path))
        return journal === null ? [] : [{ run: run.data, made: journal.birthtimeMs }]
      })
    )
    return found
      .flat()
      .sort((left, right) => right.made - left.made || (left.run < right.run ? 1 : -1))
      .map(({ run }) => run)
  }

  async keep(run: RunId, file: KeptFile, content: object): Promise<void> {
    const path = join(this.#folder(run), file)
    const before = this.#keeping.get(path) ?? Promise.resolve()
    const writing = before
      .catch(() => undefined) // its own caller has been told
      .then(() => this.#replace(run, path, file, content))
    this.#keeping.set(path, writing)
    try {
      await writing
    } finally {
      if (this.#keeping.get(path) === writing) this.#keeping.delete(path)
    }
  }

  async kept(run: RunId, file: KeptFile): Promise<unknown> {
    const path = join(this.#folder(run), file)
    const text = await readFile(path, 'utf8').catch(nothingAt(path))
    if (text === null) return null
    const content = parseJson(text)
    if (content === undefined)
      throw new ConsoleError('JOURNAL_DAMAGED', `${path} is not JSON`, {
        hint: 'move it away; the run itself is in the journal beside it'
      })
    return content
  }

  watch(run: RunId, onChange: () => void): () => void {
    return watchRun(this.#root, run, onChange)
  }

  async isLocked(run: RunId): Promise<boolean> {
    return (await lockHolder(join(this.#folder(run), 'lock'))) !== null
  }

  #folder(run: RunId): string {
    const name = runIdSchema.safeParse(run)
    // A run's id may come from the command line: `../../etc` must not become a path.
    if (!name.success)
      throw new ConsoleError('RUN_UNKNOWN', `${JSON.stringify(run)} is no id of a run`, {
        hint: 'list the runs with "medusa runs"'
      })
    return join(this.#root, name.data)
  }

  async #load(run: RunId): Promise<JournalReading | null> {
    const path = join(this.#folder(run), JOURNAL)
    const bytes = await readFile(path).catch(nothingAt(path))
    return bytes === null ? null : readJournal(bytes)
  }

  /** Sets a damaged journal aside, unless a living process is still writing to it. */
  async #whole(
    run: RunId,
    reading: JournalReading,
    lock: 'ours' | 'free' | 'held'
  ): Promise<Extract<JournalReading, { type: 'whole' }>> {
    if (reading.type === 'whole') return reading
    const path = join(this.#folder(run), JOURNAL)
    if (lock === 'held')
      throw new ConsoleError(
        'JOURNAL_DAMAGED',
        `the journal ${path} is damaged in line ${reading.line}, and a process is still writing to it`,
        { hint: 'stop that process, then look at the run again', facts: { run, path } }
      )
    const aside = path.replace(/\.jsonl$/, `.damaged-${stamp(new Date())}.jsonl`)
    await rename(path, aside)
    throw new ConsoleError(
      'JOURNAL_DAMAGED',
      `the journal ${path} is damaged in line ${reading.line}; it was set aside as ${aside}`,
      {
        hint: `the lines before it are readable; what the run did on the clouds stays there. Start the job again, or mend the file and rename it to ${JOURNAL}`,
        facts: { run, path, aside, line: reading.line }
      }
    )
  }

  async #unknown(run: RunId): Promise<ConsoleError> {
    const names = (await readdir(this.#folder(run)).catch(() => null)) ?? []
    const aside = names
      .filter((name) => name.startsWith('journal.damaged-'))
      .sort()
      .at(-1)
    return aside === undefined
      ? new ConsoleError('RUN_UNKNOWN', `there is no run "${run}" in ${this.#root}`, {
          hint: 'list the runs with "medusa runs"'
        })
      : new ConsoleError(
          'JOURNAL_DAMAGED',
          `the journal of run "${run}" was damaged and set aside as ${join(this.#folder(run), aside)}`,
          { hint: `mend it and rename it to ${JOURNAL}, or start the job again` }
        )
  }

  async #replace(run: RunId, path: string, file: KeptFile, content: object): Promise<void> {
    try {
      await mkdir(this.#folder(run), { recursive: true, mode: 0o700 })
      // Progress is for watchers only and comes several times a second.
      const durability = file === 'progress.json' ? 'quick' : 'durable'
      await replaceFile(path, `${JSON.stringify(content)}\n`, durability)
    } catch (thrown) {
      throw fileError(`writing ${file} of run "${run}"`, path, thrown)
    }
  }
}

const nothingAt =
  (path: string) =>
  (thrown: unknown): null => {
    const code = systemCode(thrown)
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw fileError('reading runs', path, thrown)
  }

function locked(run: RunId, path: string, { holder, state }: LockHolder): ConsoleError {
  const where = state === 'alive' ? '' : ` on ${holder.host}`
  return new ConsoleError(
    'RUN_LOCKED',
    `run "${run}" is being worked on by process ${holder.pid}${where}`,
    {
      hint:
        state === 'alive'
          ? 'wait for it or stop it; reading the run is possible meanwhile'
          : `if that process has ended, remove ${path}`,
      facts: { run, pid: holder.pid, host: holder.host }
    }
  )
}

/** `20261121T113205123Z` */
const stamp = (date: Date): string => date.toISOString().replace(/[-:.]/g, '')
