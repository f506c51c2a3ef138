/** The line around a byte of a file on a cluster: reads on in both directions until it has its ends, and no further. */
import { READ_BYTES } from '../domain/first-difference.js'

export interface RemoteFile {
  readonly length: number
  readonly read: (offset: number, length: number) => Promise<Uint8Array>
}

/** Bytes of a file from `offset` on. */
export interface Known {
  readonly offset: number
  readonly bytes: Uint8Array
}

export interface LineAround extends Known {
  /** The line begins at `offset`; otherwise further in front. */
  readonly begins: boolean
  /** The line ends behind `bytes`; otherwise further on. */
  readonly ends: boolean
  /** All that is known of the file now. */
  readonly known: Known
}

/** Each way; a line may be as long as its file. */
export const MOST_BYTES_OF_LINE = 1024 * 1024

const LINE_FEED = 10

/**
 * @param at - a byte of the file, or its length; in `known` or at one of its ends
 * @param known - what was read already
 */
export async function lineAround(file: RemoteFile, known: Known, at: number): Promise<LineAround> {
  let { offset, bytes } = known
  let before = at === offset ? -1 : bytes.lastIndexOf(LINE_FEED, at - offset - 1)
  while (before < 0 && offset > 0 && at - offset < MOST_BYTES_OF_LINE) {
    const length = Math.min(READ_BYTES, offset, MOST_BYTES_OF_LINE - (at - offset))
    const more = await file.read(offset - length, length)
    offset -= length
    bytes = joined(more, bytes)
    before = more.lastIndexOf(LINE_FEED)
  }
  let after = bytes.indexOf(LINE_FEED, at - offset)
  let end = offset + bytes.length
  while (after < 0 && end < file.length && end - at < MOST_BYTES_OF_LINE) {
    const length = Math.min(READ_BYTES, file.length - end, MOST_BYTES_OF_LINE - (end - at))
    const more = await file.read(end, length)
    const found = more.indexOf(LINE_FEED)
    after = found < 0 ? -1 : bytes.length + found
    bytes = joined(bytes, more)
    end = offset + bytes.length
  }
  return {
    offset: offset + before + 1,
    bytes: bytes.subarray(before + 1, after < 0 ? undefined : after),
    begins: before >= 0 || offset === 0,
    ends: after >= 0 || end >= file.length,
    known: { offset, bytes }
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}

const PIECE_BYTES = 256 * 1024

/** @returns line feeds in front of `at`; reads what `known` does not have */
export async function lineFeedsBefore(file: RemoteFile, known: Known, at: number): Promise<number> {
  let count = countIn(known.bytes.subarray(0, at - known.offset))
  for (let from = 0; from < known.offset; from += PIECE_BYTES)
    count += countIn(await file.read(from, Math.min(PIECE_BYTES, known.offset - from)))
  return count
}

function countIn(bytes: Uint8Array): number {
  let count = 0
  for (const byte of bytes) if (byte === LINE_FEED) count += 1
  return count
}
