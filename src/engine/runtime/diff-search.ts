/**
 * Narrows a difference down by digests of blocks until it can be read, then reads that block and the line around it.
 *
 * Every block that is read is held against the digest its cluster gave for it.
 */
import type { ClusterName, Sha256 } from '../../shared/model/ids.js'
import {
  blockOf,
  blockSize,
  firstDifference,
  READ_BYTES,
  type Range
} from '../domain/first-difference.js'
import { excerptOf, type LineExcerpt } from '../domain/line-excerpt.js'
import { sha256Of } from '../protocol/tasks/manifest.js'
import type { DiffSide } from './diff-side.js'
import { lineAround, lineFeedsBefore, type Known, type LineAround } from './line-around.js'

export interface SearchOptions {
  /** Most characters of a line that are given; integer ≥ 40. @default 500 */
  readonly lineCharacters?: number
  /** Told before what may take long. */
  readonly onStep?: (text: string) => void
}

export interface DiffLine extends LineExcerpt {
  /** At the difference; `null`: the file ends there. */
  readonly byte: number | null
  /** Where its line begins; `null`: more than 1 MiB in front. */
  readonly lineOffset: number | null
  /** Bytes without the line feed; `null`: more than was read. */
  readonly lineLength: number | null
}

export interface DiffPlace {
  /** Of the first byte that is not the same. */
  readonly offset: number
  /** From 1; `null`: so far behind that nobody counted. */
  readonly line: number | null
  readonly left: DiffLine
  readonly right: DiffLine
}

export interface Contradiction {
  /** `null`: one of the two, and nobody can tell which. */
  readonly cluster: ClusterName | null
  readonly text: string
}

interface Found {
  readonly difference: DiffPlace | null
  readonly contradictions: readonly Contradiction[]
}

/** What has to be read, and the digests it must have: of the left and of the right; `null`: nobody said one for just these bytes. */
interface Suspect {
  readonly range: Range
  readonly digests: readonly [Sha256 | null, Sha256 | null]
  /** For people: whose digests those are. */
  readonly digested: string
}

/** From the blocks to the line, of two copies whose manifests differ. */
export class DiffSearch {
  /** Of the shorter file: behind it there is nothing to compare. */
  readonly #common: number
  readonly #contradictions: Contradiction[] = []

  constructor(
    private readonly sides: readonly [DiffSide, DiffSide],
    private readonly options: SearchOptions
  ) {
    this.#common = Math.min(sides[0].length, sides[1].length)
  }

  async find(): Promise<Found> {
    try {
      const lengths = await this.#both((side) => side.locate())
      this.sides.forEach((side, index) => {
        if (lengths[index] !== side.length)
          this.#contradict(
            side.cluster,
            `${side.cluster}'s file has ${String(lengths[index])} bytes now; in the run it said ${String(side.length)}`
          )
      })
      const suspect = this.#contradictions.length > 0 ? null : await this.#narrow()
      const difference = suspect === null ? null : await this.#look(suspect)
      return { difference, contradictions: this.#contradictions }
    } catch (thrown) {
      for (const side of this.sides) side.stop()
      throw thrown
    }
  }

  /** By digests to a range that is short enough to be read. @returns `null` when the clusters contradict themselves */
  async #narrow(): Promise<Suspect | null> {
    const { sides } = this
    let range: Range = { offset: 0, length: this.#common }
    if (range.length <= READ_BYTES) {
      const [left, right] = sides.map((side) =>
        side.length === this.#common ? side.entry.sha256 : null
      )
      return { range, digests: [left ?? null, right ?? null], digested: 'digested in the run' }
    }
    for (let level = 1; ; level += 1) {
      const size = blockSize(range.length)
      this.options.onStep?.(
        `${sides[0].cluster} and ${sides[1].cluster} digest ${String(range.length)} bytes in blocks of ${String(size)}`
      )
      const [left, right] = await this.#both((side) => side.blocks(range, size))
      if (this.#misses([left, right], Math.ceil(range.length / size), range)) return null
      const index = firstDifference(left, right)
      if (index === null && level === 1 && sides[0].length !== sides[1].length)
        return { range: { offset: this.#common, length: 0 }, digests: [null, null], digested: '' }
      if (index === null) {
        this.#contradict(
          null,
          level === 1
            ? 'their digests of the file differed in the run, and those of all its blocks are equal now: one of the two answers otherwise than in the run'
            : `their digests of ${bytesText(range)} differ, and those of all parts of them are equal: one of the two does not digest the same bytes twice`
        )
        return null
      }
      range = blockOf(range, size, index)
      if (size <= READ_BYTES)
        return { range, digests: [left[index] ?? null, right[index] ?? null], digested: 'digested' }
    }
  }

  #misses(digests: readonly (readonly Sha256[])[], needed: number, range: Range): boolean {
    this.sides.forEach(({ cluster }, index) => {
      const given = digests[index]?.length ?? 0
      if (given !== needed)
        this.#contradict(
          cluster,
          `${cluster} gave ${String(given)} digests for ${bytesText(range)}, which are ${String(needed)} blocks`
        )
    })
    return this.#contradictions.length > 0
  }

  /** @returns `null`: what is served is the same on both sides */
  async #look({ range, digests, digested }: Suspect): Promise<DiffPlace | null> {
    const read = await this.#both((side) => side.read(range.offset, range.length))
    this.sides.forEach(({ cluster }, index) => {
      const digest = digests[index] ?? null
      const bytes = read[index]
      if (digest !== null && bytes !== undefined && sha256Of(bytes) !== digest)
        this.#contradict(
          cluster,
          `${cluster} serves other bytes than it ${digested}: ${bytesText(range)}`
        )
    })
    const known = read.map((bytes): Known => ({ offset: range.offset, bytes })) as [Known, Known]
    const index = firstDifference(...read)
    if (index !== null) return this.#show(range.offset + index, known)
    const endsThere = range.offset + range.length === this.#common
    const oneGoesOn = this.sides[0].length !== this.sides[1].length
    // With digests of its own this block must differ before its end.
    if (endsThere && oneGoesOn && digests.includes(null)) return this.#show(this.#common, known)
    return null
  }

  async #show(offset: number, known: readonly [Known, Known]): Promise<DiffPlace> {
    const [left, right] = await this.#both((side, index) => lineAround(side, known[index], offset))
    const line =
      offset < COUNTED_BYTES ? 1 + (await lineFeedsBefore(this.sides[0], left.known, offset)) : null
    return {
      offset,
      line,
      left: this.#lineOf(this.sides[0], left, offset),
      right: this.#lineOf(this.sides[1], right, offset)
    }
  }

  #lineOf({ length }: DiffSide, line: LineAround, at: number): DiffLine {
    const { offset, bytes, begins, ends } = line
    // A line has all bytes up to its line feed: the one it lacks is that.
    const byte = bytes[at - offset] ?? LINE_FEED
    return {
      byte: at < length ? byte : null,
      lineOffset: begins ? offset : null,
      lineLength: begins && ends ? bytes.length : null,
      ...excerptOf(bytes, at - offset, this.options.lineCharacters ?? LINE_CHARACTERS)
    }
  }

  #contradict(cluster: ClusterName | null, text: string): void {
    this.#contradictions.push({ cluster, text })
  }

  /** On both clusters at once. */
  #both<T>(work: (side: DiffSide, index: 0 | 1) => Promise<T>): Promise<[T, T]> {
    return Promise.all([work(this.sides[0], 0), work(this.sides[1], 1)])
  }
}

const LINE_CHARACTERS = 500
/** To know a line's number everything in front of it has to be read, so only so far. */
const COUNTED_BYTES = 4 * 1024 * 1024
const LINE_FEED = 10

const bytesText = ({ offset, length }: Range): string =>
  `bytes ${String(offset)} to ${String(offset + length - 1)}`
