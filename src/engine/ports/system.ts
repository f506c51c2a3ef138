/** Clock, randomness, local files: everything the engine may not reach for by itself. */
import type { Millis, Sha256 } from '../../shared/model/ids.js'

export interface Clock {
  now(): Millis
  /** @returns a disposer */
  after(delayMs: number, action: () => void): () => void
}

export interface Rng {
  /** Unsigned 32-bit seed. */
  seed(): number
  /** Random id part: lower-case letters and digits. */
  id(length: number): string
}

export interface LocalFile {
  /** Relative to what was asked for, `/` between folders; a single file has its own name. */
  readonly path: string
  /** Absolute path on this machine. */
  readonly source: string
  readonly length: number
}

/** The bytes `from` … `to` (exclusive) of a file; 0 ≤ from ≤ to. */
export interface ByteRange {
  readonly from: number
  readonly to: number
}

export interface LocalFiles {
  /** A file, or all files below a folder, sorted by bytes of `path`; names that begin with `.` or `_` are left out. @throws ConsoleError `FILE_MISSING` */
  list(path: string): Promise<readonly LocalFile[]>
  /** @param range - the whole file without it; what lies behind the file's end is silently not there */
  read(source: string, range?: ByteRange): AsyncIterable<Uint8Array>
  /** @throws ConsoleError `INPUT_CHANGED` when the file ends before the range does */
  digest(source: string, range?: ByteRange): Promise<Sha256>
  exists(path: string): Promise<boolean>
  /** Writes under a temporary name, then renames when `commit` is called. */
  write(path: string): Promise<LocalSink>
}

export interface LocalSink {
  write(chunk: Uint8Array): Promise<void>
  /** Over the bytes written so far: compare it before {@link commit}. */
  digest(): Sha256
  commit(): Promise<void>
  discard(): Promise<void>
}

export type LogLevel = 'debug' | 'info' | 'warning' | 'error'
export interface Log {
  write(level: LogLevel, text: string, facts?: Readonly<Record<string, unknown>>): void
}
