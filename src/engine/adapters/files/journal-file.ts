/**
 * One journal, open for appending: lines in, promises out that resolve when the disk has them.
 *
 * Calls that arrive while a sync is under way share the next one. A failed write is cut off again, so that half a line
 * never stands in the middle; when even that fails, the journal takes nothing more.
 */
import { open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ConsoleError } from '../../../shared/model/errors.js'
import type { OpenJournal } from '../../ports/journal.js'
import { syncFolder } from './atomic.js'
import { fileError } from './errors.js'

interface Waiting {
  readonly text: string
  readonly resolve: () => void
  readonly reject: (error: ConsoleError) => void
}

export class JournalFile implements OpenJournal {
  readonly #path: string
  readonly #file: FileHandle
  readonly #onClosed: () => Promise<void>
  /** Bytes that are whole lines on disk. */
  #length: number
  #waiting: Waiting[] = []
  #writing: Promise<void> | null = null
  #end: ConsoleError | null = null

  private constructor(
    path: string,
    file: FileHandle,
    length: number,
    onClosed: () => Promise<void>
  ) {
    this.#path = path
    this.#file = file
    this.#length = length
    this.#onClosed = onClosed
  }

  /**
   * @param length - bytes of whole lines; what stands behind them (a torn line) is cut off
   * @param onClosed - releases the lock
   */
  static async open(
    path: string,
    length: number,
    onClosed: () => Promise<void>
  ): Promise<JournalFile> {
    const file = await open(path, 'a', 0o600)
    try {
      await file.truncate(length)
      await file.datasync()
      await syncFolder(dirname(path))
    } catch (thrown) {
      await file.close()
      throw thrown
    }
    return new JournalFile(path, file, length, onClosed)
  }

  append(lines: readonly object[]): Promise<void> {
    if (this.#end !== null) return Promise.reject(this.#end)
    if (lines.length === 0) return Promise.resolve()
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
    return new Promise((resolve, reject) => {
      this.#waiting.push({ text, resolve, reject })
      this.#writing ??= this.#writeAll()
    })
  }

  async close(): Promise<void> {
    if (this.#end?.facts['reason'] === 'closed') return
    this.#end = new ConsoleError('INTERNAL', `the journal ${this.#path} is closed`, {
      facts: { reason: 'closed' }
    })
    await this.#writing
    await this.#file.close()
    await this.#onClosed()
  }

  async #writeAll(): Promise<void> {
    // One turn later, so that all appends of this turn go together.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      try {
        await this.#write(Buffer.from(batch.map((waiting) => waiting.text).join('')))
        for (const waiting of batch) waiting.resolve()
      } catch (thrown) {
        const error = fileError('writing the journal', this.#path, thrown)
        for (const waiting of batch) waiting.reject(error)
      }
    }
    this.#writing = null
  }

  async #write(bytes: Buffer): Promise<void> {
    try {
      await this.#file.appendFile(bytes)
      await this.#file.datasync()
      this.#length += bytes.length
    } catch (thrown) {
      await this.#cutBack()
      throw thrown
    }
  }

  async #cutBack(): Promise<void> {
    try {
      await this.#file.truncate(this.#length)
    } catch (thrown) {
      this.#end = fileError('repairing the journal', this.#path, thrown)
      for (const waiting of this.#waiting.splice(0)) waiting.reject(this.#end)
    }
  }
}
