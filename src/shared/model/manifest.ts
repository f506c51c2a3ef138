/** Files of an output or an input, as they are voted on. */
import { z } from 'zod'
import { manifestDigestSchema, sha256Schema, type ManifestDigest } from './ids.js'

export const fileEntrySchema = z.strictObject({
  /** Relative to the directory, `/` between folders. */
  path: z.string().min(1).max(4096),
  /** Bytes. */
  length: z.int().min(0),
  sha256: sha256Schema
})
export type FileEntry = z.output<typeof fileEntrySchema>

/** The sorted list of files and the SHA-256 over it: two outputs are equal when these are. */
export interface Manifest {
  readonly files: readonly FileEntry[]
  readonly digest: ManifestDigest
}

/** All lines of all part files, sorted bytewise: SHA-256 over them, and how many there are. */
export const linesDigestSchema = z.object({ digest: manifestDigestSchema, count: z.int().min(0) })
export type LinesDigest = z.output<typeof linesDigestSchema>
