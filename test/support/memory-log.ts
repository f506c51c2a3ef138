/** A log to look into. */
import type { Log, LogLevel } from '../../src/engine/ports/system.js'

export interface LogEntry {
  readonly level: LogLevel
  readonly text: string
  readonly facts: Readonly<Record<string, unknown>>
}

export class MemoryLog implements Log {
  readonly entries: LogEntry[] = []

  write(level: LogLevel, text: string, facts: Readonly<Record<string, unknown>> = {}): void {
    this.entries.push({ level, text, facts })
  }
}
