/** Logs on a cluster's host, and their lines. */
import type { Millis } from './ids.js'

export type LogKind = 'worker' | 'hadoop' | 'container' | 'attempt' | 'other'

export interface LogFile {
  /** Absolute, on the host. Only what stands in a listing can be followed. */
  readonly path: string
  readonly kind: LogKind
  /** Bytes, when it was listed. */
  readonly size: number
  readonly modifiedAt: Millis
}

export interface LogListing {
  /** Those written last first, kind by kind. */
  readonly files: readonly LogFile[]
  /** Folders that were searched. */
  readonly folders: readonly string[]
  /** More were found than are listed. */
  readonly more: boolean
  readonly at: Millis
}

export interface LogLine {
  /** Counts from 1 since the log was opened. */
  readonly number: number
  readonly text: string
  /** A word of `tail` itself: the file was replaced, became unreadable. */
  readonly note: boolean
}

/** Characters of a line; what is longer is cut. */
export const LOG_LINE_LIMIT = 8_000
