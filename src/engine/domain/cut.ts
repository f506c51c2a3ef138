/**
 * Cutting: which byte ranges of the input make up each piece, docs/protocol/tasks.md "Cutting".
 *
 * The worker cuts on the cluster by the same rules (resources/worker, shared vectors in tests/cut-vectors.json): a piece cut here and the same piece cut
 * there must be equal byte for byte, or a cluster that is right would be outvoted. Where lines end is not known here; {@link cutPlan} asks.
 */
import type { Chunks } from '../../shared/model/job.js'
import { counted } from '../../shared/text/counted.js'

/** Pieces one cutting may make. */
export const MAXIMUM_CHUNKS = 1000

export interface CutFile {
  /** Relative, `/` between folders. */
  readonly path: string
  /** Bytes. */
  readonly length: number
}

/** The bytes `from` … `to` (exclusive) of a file; the whole file when they are 0 and its length. */
export interface FileRange {
  readonly path: string
  readonly from: number
  readonly to: number
}

/** A piece: at most one range of each file, in the files' order; never empty. */
export type Chunk = readonly FileRange[]

/** Where is the first line feed at or after the byte `at`? Answer: the offset just behind it, or the file's length without one. */
export interface LineQuestion {
  /** Index in the list of files. */
  readonly file: number
  /** 0 ≤ at < the file's length. */
  readonly at: number
}

export type Cut =
  | { readonly type: 'cut'; readonly chunks: readonly Chunk[] }
  | {
      readonly type: 'refused'
      readonly code: 'INPUT_EMPTY' | 'BAD_CHUNKS'
      readonly message: string
    }

/** Compressed files and containers: behind a line feed in the middle of one nothing begins that a reader could read. */
const WHOLE = /\.(?:gz|bz2|zst|lz4|snappy|deflate|xz|lzo|seq|avro|parquet|orc|zip)$/i

/** May a file of this name be cut inside? */
export const isCuttable = (path: string): boolean => !WHOLE.test(path)

/**
 * The pieces of the input, for a reader that answers its questions.
 *
 * Pure. Questions come in the order of the files and of the offsets in them, so a reader may go forward only. The ranges of all chunks, one after
 * the other, are the files in their order (but for empty files at the end).
 *
 * @param files - in the manifest's order
 * @param chunks - as in a job file
 */
export function* cutPlan(
  files: readonly CutFile[],
  chunks: Chunks
): Generator<LineQuestion, Cut, number> {
  const total = files.reduce((sum, { length }) => sum + length, 0)
  if (total === 0)
    return {
      type: 'refused',
      code: 'INPUT_EMPTY',
      message: `the input has no bytes (${counted(files.length, 'file')}), so there is nothing to cut`
    }
  const made =
    'files' in chunks
      ? byFiles(files, chunks.files)
      : yield* bySize(files, 'size' in chunks ? chunks.size : share(total, chunks.count))
  const last = made.at(-1)
  const kept = last?.every(({ from, to }) => from === to) === true ? made.slice(0, -1) : made
  if (kept.length <= MAXIMUM_CHUNKS) return { type: 'cut', chunks: kept }
  return {
    type: 'refused',
    code: 'BAD_CHUNKS',
    message: `chunks: ${JSON.stringify(chunks)} cuts ${String(total)} bytes in ${counted(files.length, 'file')} into more than ${String(MAXIMUM_CHUNKS)} pieces`
  }
}

/** `total / count`, rounded up. Not `Math.ceil`: a quotient near 2^53 has lost its fraction. */
const share = (total: number, count: number): number =>
  (total - (total % count)) / count + (total % count === 0 ? 0 : 1)

function byFiles(files: readonly CutFile[], count: number): readonly Chunk[] {
  const whole = files.map(({ path, length }) => ({ path, from: 0, to: length }))
  return Array.from({ length: Math.ceil(whole.length / count) }, (_, index) =>
    whole.slice(index * count, (index + 1) * count)
  )
}

/** Stops early, with one chunk too many: a line a piece of a large file would be asked for millions of times. */
function* bySize(
  files: readonly CutFile[],
  size: number
): Generator<LineQuestion, readonly Chunk[], number> {
  const closed: Chunk[] = []
  let open: FileRange[] = []
  let bytes = 0
  for (const [file, { path, length }] of files.entries()) {
    let from = 0
    do {
      /** Behind the byte that makes the chunk full. */
      const full = from + size - bytes
      const to = full < length && isCuttable(path) ? yield { file, at: full - 1 } : length
      open.push({ path, from, to })
      bytes += to - from
      from = to
      if (bytes >= size) {
        closed.push(open)
        open = []
        bytes = 0
        if (closed.length > MAXIMUM_CHUNKS) return closed
      }
    } while (from < length)
  }
  return open.length === 0 ? closed : [...closed, open]
}
