/**
 * {@link LineLog} in one file. Lines are appended with one `write` each (O_APPEND: lines of two processes never mix); at its limit the
 * file becomes `FILE.1` and a new one begins, so two files of that size are the most there is.
 *
 * Only who holds `FILE.lock` moves the file: two processes that find it too long at the same time would otherwise move the new one over the
 * old one. A line that a dying process left unfinished is closed by whoever writes next, and only it is lost.
 */
import { appendFile, mkdir, open, readFile, rename, stat } from 'node:fs/promises'
import { mkdirSync, statSync, watch as watchFolder, type FSWatcher } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { z } from 'zod'
import type { LineLog } from '../../ports/line-log.js'
import type { Log } from '../../ports/system.js'
import { fileError, systemCode } from './errors.js'
import { takeLock } from './lock.js'

/** Some 20 000 entries. */
const LIMIT_BYTES = 8 * 1024 * 1024
const NEWLINE = 0x0a
/** Where the system has no watches left (inotify limits), the file is looked at this often. */
const LOOK_MS = 1_000

interface Place {
  readonly inode: number
  readonly at: number
}
/** There is no file yet: all of the first one is new. */
const NOWHERE: Place = { inode: -1, at: 0 }

export class FileLineLog<T> implements LineLog<T> {
  #writing: Promise<void> = Promise.resolve()

  constructor(
    private readonly file: string,
    private readonly schema: z.ZodType<T>,
    private readonly log: Log,
    private readonly limitBytes = LIMIT_BYTES
  ) {}

  append(entry: T): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write(entry))
    return this.#writing
  }

  written(): Promise<void> {
    return this.#writing
  }

  async recent(limit: number): Promise<readonly T[]> {
    const newest = this.#parse(await readIfThere(this.file))
    const all =
      newest.length >= limit
        ? newest
        : [...this.#parse(await readIfThere(`${this.file}.1`)), ...newest]
    return all.slice(-limit).reverse()
  }

  watch(onAdded: (entries: readonly T[]) => void): () => void {
    let stopped = false
    // Now, not when a promise gets round to it: what is appended right after this call is to be told.
    let place = this.#placeNow()
    let reading: Promise<void> = Promise.resolve()
    const tell = (text: string): void => {
      const added = this.#parse(text)
      if (added.length > 0 && !stopped) onAdded(added)
    }
    const read = async (): Promise<void> => {
      if (stopped) return
      const found = await placeOf(this.file)
      if (found === null) return
      if (place.inode !== found.inode) {
        tell(await this.#restOfFormer(place))
        place = { inode: found.inode, at: 0 }
      }
      if (found.at <= place.at) return
      const { text, end } = await wholeLines(this.file, place.at, found.at)
      place = { inode: found.inode, at: end }
      tell(text)
    }
    const next = (): void => {
      reading = reading.then(read).catch((cause: unknown) => this.#complain(cause))
    }
    const stop = this.#onChange(next)
    return () => {
      stopped = true
      stop()
    }
  }

  #placeNow(): Place {
    try {
      mkdirSync(dirname(this.file), { recursive: true })
      const found = statSync(this.file, { throwIfNoEntry: false })
      return found === undefined ? NOWHERE : { inode: found.ino, at: found.size }
    } catch (cause) {
      this.#complain(cause)
      return NOWHERE
    }
  }

  #onChange(next: () => void): () => void {
    let watcher: FSWatcher | null = null
    let looking: NodeJS.Timeout | null = null
    const look = (cause: unknown): void => {
      this.#complain(cause)
      watcher?.close()
      looking ??= setInterval(next, LOOK_MS).unref()
    }
    try {
      watcher = watchFolder(dirname(this.file), { persistent: false }, (_event, name) => {
        if (name === basename(this.file)) next()
      })
      watcher.on('error', look)
    } catch (cause) {
      look(cause)
    }
    return () => {
      watcher?.close()
      if (looking !== null) clearInterval(looking)
    }
  }

  /** What was appended to the file that was watched before it was moved away. */
  async #restOfFormer(place: Place): Promise<string> {
    const former = await placeOf(`${this.file}.1`)
    if (former === null || former.inode !== place.inode || former.at <= place.at) return ''
    return (await wholeLines(`${this.file}.1`, place.at, former.at)).text
  }

  async #write(entry: T): Promise<void> {
    try {
      await mkdir(dirname(this.file), { recursive: true })
      const size = (await placeOf(this.file))?.at ?? 0
      if (size > this.limitBytes) await this.#move()
      const close = size > 0 && !(await endsWithLine(this.file)) ? '\n' : ''
      await appendFile(this.file, `${close}${JSON.stringify(entry)}\n`, { mode: 0o600 })
    } catch (cause) {
      this.#complain(cause)
    }
  }

  async #move(): Promise<void> {
    const lock = await takeLock(`${this.file}.lock`)
    if (!('release' in lock)) return // another process is at it
    try {
      const size = (await placeOf(this.file))?.at ?? 0
      if (size > this.limitBytes) await rename(this.file, `${this.file}.1`)
    } finally {
      await lock.release()
    }
  }

  #parse(text: string): readonly T[] {
    return text.split('\n').flatMap((line) => {
      const parsed = this.schema.safeParse(jsonOrNull(line))
      return parsed.success ? [parsed.data] : []
    })
  }

  #complain(cause: unknown): void {
    this.log.write('warning', `${this.file} can't be used: ${String(cause)}`)
  }
}

/** A torn line, or one of a newer version: shown things may miss one. */
function jsonOrNull(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

async function placeOf(file: string): Promise<Place | null> {
  try {
    const { ino, size } = await stat(file)
    return { inode: ino, at: size }
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null
    throw cause
  }
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return ''
    throw fileError(`reading ${basename(file)}`, file, cause)
  }
}

/** @returns what lies between, up to the last whole line, and where that ends */
async function wholeLines(
  file: string,
  from: number,
  to: number
): Promise<{ text: string; end: number }> {
  const handle = await open(file, 'r')
  try {
    const buffer = Buffer.alloc(to - from)
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, from)
    const last = buffer.subarray(0, bytesRead).lastIndexOf(NEWLINE)
    return { text: buffer.toString('utf8', 0, last + 1), end: from + last + 1 }
  } finally {
    await handle.close()
  }
}

/** n.b. a file that was moved away meanwhile ends as whole as it was. */
async function endsWithLine(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'r')
    try {
      const { size } = await handle.stat()
      if (size === 0) return true
      const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1)
      return buffer[0] === NEWLINE
    } finally {
      await handle.close()
    }
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return true
    throw cause
  }
}
