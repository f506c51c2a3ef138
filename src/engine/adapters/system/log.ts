/**
 * A log file of JSON lines `{at, level, text, …facts}`, mode 0600, without secrets.
 *
 * Logging never fails the caller: what cannot be written is counted and said with the next line that can. The file is
 * turned over at {@link LIMIT_BYTES} to `NAME.1`, so that it does not fill a disk.
 */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Clock, Log, LogLevel } from '../../ports/system.js'
import { redact } from './redact.js'

const LIMIT_BYTES = 8 * 1024 * 1024
const RANKS: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warning: 2, error: 3 }

export interface JsonLinesLogOptions {
  readonly file: string
  readonly clock: Clock
  /** Lines below it are left out. @default info */
  readonly level?: LogLevel
}

export class JsonLinesLog implements Log {
  readonly #file: string
  readonly #clock: Clock
  readonly #rank: number
  #size: number | null = null
  #lost = 0

  constructor(options: JsonLinesLogOptions) {
    this.#file = options.file
    this.#clock = options.clock
    this.#rank = RANKS[options.level ?? 'info']
  }

  write(level: LogLevel, text: string, facts: Readonly<Record<string, unknown>> = {}): void {
    if (RANKS[level] < this.#rank) return
    const entry = redact({
      at: new Date(this.#clock.now()).toISOString(),
      level,
      text,
      ...facts,
      ...(this.#lost === 0 ? {} : { lostLines: this.#lost })
    })
    try {
      this.#append(`${JSON.stringify(entry)}\n`)
      this.#lost = 0
    } catch {
      // n.b. a full disk must not take the run down with it; the count tells that lines are missing.
      this.#lost += 1
      this.#size = null
    }
  }

  /** Synchronous: lines keep their order, and the last one before a crash is there. A run writes a few lines a second at most. */
  #append(line: string): void {
    this.#size ??= this.#open()
    if (this.#size > LIMIT_BYTES) {
      renameSync(this.#file, `${this.#file}.1`)
      this.#size = 0
    }
    appendFileSync(this.#file, line, { mode: 0o600 })
    this.#size += Buffer.byteLength(line)
  }

  #open(): number {
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 })
    return statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0
  }
}
