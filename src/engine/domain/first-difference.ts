/**
 * Where two outputs differ first: from files, by their manifests, to blocks, by digests of them, to a byte.
 *
 * Only decides; who has the manifests, digests and bytes stands in runtime/diff-output.ts.
 */
import type { FileEntry } from '../../shared/model/manifest.js'
import { canonicalText } from './vote.js'

/** The bytes `offset` … `offset + length` of a file. */
export interface Range {
  readonly offset: number
  readonly length: number
}

/** A file that is not the same on both sides; `null`: one side does not have it. */
export interface DifferingFile {
  readonly path: string
  readonly left: FileEntry | null
  readonly right: FileEntry | null
}

/** Short enough to be read instead of digested. */
export const READ_BYTES = 64 * 1024
/** Of one digest: 32 kB of text in the answer, and 100 GB are narrowed down in three of them. */
const MOST_BLOCKS = 256

/** In the order of the left list, then what only the right one has. */
export function differingEntries(
  left: readonly FileEntry[],
  right: readonly FileEntry[]
): readonly DifferingFile[] {
  const onLeft = new Map(left.map((file) => [file.path, file]))
  const onRight = new Map(right.map((file) => [file.path, file]))
  return [...new Set([...onLeft.keys(), ...onRight.keys()])]
    .map((path) => ({ path, left: onLeft.get(path) ?? null, right: onRight.get(path) ?? null }))
    .filter((one) => textOf(one.left) !== textOf(one.right))
}

const textOf = (file: FileEntry | null): string => (file === null ? '' : canonicalText([file]))

/** @returns bytes of a block when a range of `length` bytes is looked at next, never less than what is read at once */
export const blockSize = (length: number): number =>
  Math.max(READ_BYTES, Math.ceil(length / MOST_BLOCKS))

/** Where block number `index` of a range lies; the last may be shorter. */
export function blockOf(range: Range, size: number, index: number): Range {
  const offset = range.offset + index * size
  return { offset, length: Math.min(size, range.offset + range.length - offset) }
}

/** @returns the first index at which two lists or texts of bytes are not the same, also because one ends there; `null`: they are equal */
export function firstDifference<T>(left: ArrayLike<T>, right: ArrayLike<T>): number | null {
  const common = Math.min(left.length, right.length)
  for (let index = 0; index < common; index++) if (left[index] !== right[index]) return index
  return left.length === right.length ? null : common
}
