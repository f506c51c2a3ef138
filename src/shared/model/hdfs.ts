/** What HDFS says of files and directories, as far as people look at it. */
import type { Millis } from './ids.js'

export interface FileDetails {
  /** Absolute. */
  readonly path: string
  readonly type: 'file' | 'directory'
  /** Bytes; 0 for a directory. */
  readonly length: number
  readonly owner: string
  readonly group: string
  /** Octal, as HDFS writes it: `755`, `1777`. */
  readonly permission: string
  readonly modifiedAt: Millis
  /** Copies of each block; 0 for a directory. */
  readonly replication: number
}

/** A part of a directory, in the order of the NameNode (names as signed bytes: what is not ASCII comes first). */
export interface DirectoryPage {
  readonly entries: readonly FileDetails[]
  /** How many come after these. */
  readonly remaining: number
}

/** All that lies at a path and below it. */
export interface ContentSummary {
  readonly files: number
  /** The path itself counts when it is one. */
  readonly directories: number
  /** Of all files, each counted once. */
  readonly bytes: number
}

/** Longest HDFS path that is taken, characters (a NameNode refuses more than 8 000). */
export const HDFS_PATH_LIMIT = 8_000
