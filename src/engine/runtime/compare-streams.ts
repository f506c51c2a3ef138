/**
 * Compare two outputs under `numeric` while they are read: both at once, line by line, with a few chunks in memory.
 *
 * What was read is only worth something when it is what its cluster voted with, so every chunk of both sides goes by the caller, who hashes it; for that
 * reason both are read to their ends, also behind a difference.
 */
import { compareLines } from '../domain/numeric.js'
import { LineReader, type Taken } from './line-reader.js'

export interface ComparedOutput {
  /** Part files, in the manifest's order. */
  readonly files: readonly string[]
  readonly open: (file: string) => AsyncIterable<Uint8Array>
  /** Sees every chunk of every file in its order, before it is compared. */
  readonly onChunk?: (file: string, chunk: Uint8Array) => void
}

export interface Difference {
  /** `null`: the lists of part files differ, and nothing was read. */
  readonly file: string | null
  /** From 1; 0 when `file` is `null`. */
  readonly line: number
  /** The line, at most 200 characters; empty when there is none. */
  readonly left: string
  readonly right: string
  readonly reason: string
}

export type Comparison =
  | { readonly within: true; readonly difference: null }
  | { readonly within: false; readonly difference: Difference }

export interface CompareOptions {
  /** In (0, 1]. */
  readonly tolerance: number
  readonly signal?: AbortSignal
}

/** Longest line that is compared; a longer one is a difference, lest one cloud fills the console's memory. */
export const MAXIMUM_LINE_BYTES = 16 * 2 ** 20

/**
 * @returns the first difference; a last line is the same with or without its line feed
 * @throws what a stream throws, and the signal's reason: digests are then incomplete, so there is no result
 */
export async function compareOutputs(
  left: ComparedOutput,
  right: ComparedOutput,
  { tolerance, signal }: CompareOptions
): Promise<Comparison> {
  const unlike = differentNames(left.files, right.files)
  if (unlike !== null) return { within: false, difference: unlike }
  let difference: Difference | null = null
  for (const file of left.files) {
    const readers = [left, right].map(
      ({ open, onChunk }) =>
        new LineReader(open(file), MAXIMUM_LINE_BYTES, (chunk) => {
          signal?.throwIfAborted()
          onChunk?.(file, chunk)
        })
    ) as [LineReader, LineReader]
    try {
      signal?.throwIfAborted()
      difference ??= await firstDifference(file, readers, tolerance)
      await Promise.all(readers.map((reader) => reader.drain()))
    } finally {
      await Promise.all(readers.map((reader) => reader.close()))
    }
  }
  return difference === null ? { within: true, difference } : { within: false, difference }
}

function differentNames(left: readonly string[], right: readonly string[]): Difference | null {
  const at = Array.from(left.length > right.length ? left : right).findIndex(
    (_, index) => left[index] !== right[index]
  )
  if (at < 0) return null
  const name = (files: readonly string[]): string => JSON.stringify(files[at] ?? 'no such file')
  return {
    file: null,
    line: 0,
    left: left[at] ?? '',
    right: right[at] ?? '',
    reason: `the part files differ: ${String(left.length)} and ${String(right.length)}, number ${String(at + 1)} is ${name(left)} and ${name(right)}`
  }
}

async function firstDifference(
  file: string,
  [left, right]: readonly [LineReader, LineReader],
  tolerance: number
): Promise<Difference | null> {
  for (let line = 1; ; line++) {
    // Awaited only when a chunk is needed: a promise a line costs more than the comparison.
    let one = left.take()
    let other = right.take()
    while (one === 'more' || other === 'more') {
      await Promise.all([one === 'more' && left.fill(), other === 'more' && right.fill()])
      if (one === 'more') one = left.take()
      if (other === 'more') other = right.take()
    }
    if (one === 'end' && other === 'end') return null
    const reason = unlikeness(one, other, tolerance)
    if (reason !== null) return { file, line, left: excerpt(one), right: excerpt(other), reason }
  }
}

// Byte for byte, whatever the text's encoding: in UTF-8 two different broken characters would both become U+FFFD, and equal.
const exact = new TextDecoder('latin1')
const readable = new TextDecoder('utf-8')

function unlikeness(left: Taken, right: Taken, tolerance: number): string | null {
  if (left === 'too-long' || right === 'too-long')
    return `${left === right ? 'both lines are' : left === 'too-long' ? 'the left line is' : 'the right line is'} longer than ${String(MAXIMUM_LINE_BYTES)} bytes`
  if (typeof left === 'string') return 'the left file ends before this line'
  if (typeof right === 'string') return 'the right file ends before this line'
  if (sameBytes(left, right)) return null
  const found = compareLines(exact.decode(left), exact.decode(right), tolerance)
  if (found === null) return null
  return (
    compareLines(readable.decode(left), readable.decode(right), tolerance)?.reason ?? found.reason
  )
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false
  return true
}

const excerpt = (taken: Taken): string =>
  typeof taken === 'string'
    ? ''
    : Array.from(readable.decode(taken.subarray(0, 800)))
        .slice(0, 200)
        .join('')
