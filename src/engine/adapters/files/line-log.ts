/**
 * {@link LineLog} in one file. Lines are appended with one `write` each (O_APPEND: lines of two processes never mix); at its limit the
 * file becomes `FILE.1` and a new one begins, so two files of that size are the most there is.
 */
import { appendFile, mkdir, open, readFile, rename, stat } from 'node:fs/promises'
import { watch as watchFolder } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { z } from 'zod'
import type { LineLog } from '../../ports/line-log.js'
import type { Log } from '../../ports/system.js'
import { systemCode } from './errors.js'

/** Some 20 000 entries. */
const LIMIT_BYTES = 8 * 1024 * 1024
const NEWLINE = 0x0a

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
    let place: { inode: number; at: number } | null = null
    let reading: Promise<void> = Promise.resolve()
    const read = async (): Promise<void> => {
      const found = await placeOf(this.file)
      if (stopped || found === null) return
      const from = place !== null && place.inode === found.inode ? place.at : 0
      const began = place === null
      place = found
      if (began || found.at <= from) return
      const { text, end } = await wholeLines(this.file, from, found.at)
      place = { inode: found.inode, at: end }
      const added = this.#parse(text)
      if (added.length > 0 && !stopped) onAdded(added)
    }
    const next = (): void => {
      reading = reading.then(read).catch((cause: unknown) => this.#complain(cause))
    }
    const start = async (): Promise<() => void> => {
      await mkdir(dirname(this.file), { recursive: true })
      place = (await placeOf(this.file)) ?? { inode: -1, at: 0 }
      const watcher = watchFolder(dirname(this.file), (_event, name) => {
        if (name === basename(this.file)) next()
      })
      watcher.on('error', (cause) => this.#complain(cause))
      return () => watcher.close()
    }
    const started = start().catch((cause: unknown) => {
      this.#complain(cause)
      return () => undefined
    })
    return () => {
      stopped = true
      void started.then((stop) => stop())
    }
  }

  async #write(entry: T): Promise<void> {
    try {
      await mkdir(dirname(this.file), { recursive: true })
      const size = (await placeOf(this.file))?.at ?? 0
      if (size > this.limitBytes) await rename(this.file, `${this.file}.1`)
      await appendFile(this.file, `${JSON.stringify(entry)}\n`, { mode: 0o600 })
    } catch (cause) {
      this.#complain(cause)
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

async function placeOf(file: string): Promise<{ inode: number; at: number } | null> {
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
    throw cause
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
