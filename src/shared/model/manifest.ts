/** Files of an output or an input, as they are voted on. */
import { z } from 'zod'
import { sha256Schema, type ManifestDigest } from './ids.js'

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
