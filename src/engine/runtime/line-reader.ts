/** Lines of a stream of bytes, as bytes; holds one chunk and at most one unfinished line. */

const LINE_FEED = 10

/** A line without its line feed; `more`: {@link LineReader.fill} is needed first; `too-long`: only {@link LineReader.drain} makes sense now. */
export type Taken = Uint8Array | 'more' | 'end' | 'too-long'

export class LineReader {
  readonly #iterator: AsyncIterator<Uint8Array>
  #chunk: Uint8Array = new Uint8Array()
  #offset = 0
  /** The beginning of a line whose end has not come. */
  #begun: Uint8Array[] = []
  #begunBytes = 0
  #ended = false

  /**
   * @param limit - bytes of the longest line
   * @param onChunk - sees every chunk as it comes; what it throws ends the reading
   */
  constructor(
    source: AsyncIterable<Uint8Array>,
    private readonly limit: number,
    private readonly onChunk: (chunk: Uint8Array) => void
  ) {
    this.#iterator = source[Symbol.asyncIterator]()
  }

  take(): Taken {
    const end = this.#chunk.indexOf(LINE_FEED, this.#offset)
    const rest = this.#chunk.subarray(this.#offset, end < 0 ? undefined : end)
    if (this.#begunBytes + rest.length > this.limit) return 'too-long'
    if (end >= 0) {
      this.#offset = end + 1
      return this.#finish(rest)
    }
    this.#offset = this.#chunk.length
    // A copy, so that the beginning of a line does not keep whole chunks alive.
    if (rest.length > 0) this.#begun.push(rest.slice())
    this.#begunBytes += rest.length
    if (!this.#ended) return 'more'
    return this.#begunBytes === 0 ? 'end' : this.#finish(new Uint8Array())
  }

  /** Reads the next chunk. Only after {@link take} gave `more`. */
  async fill(): Promise<void> {
    const next = await this.#iterator.next()
    this.#chunk = next.done === true ? new Uint8Array() : next.value
    this.#offset = 0
    if (next.done === true) this.#ended = true
    else this.onChunk(this.#chunk)
  }

  /** Reads to the end without looking at lines. */
  async drain(): Promise<void> {
    while (!this.#ended) await this.fill()
  }

  /** Lets the source free what it holds; not needed after its end, and harmless. */
  async close(): Promise<void> {
    if (!this.#ended) await this.#iterator.return?.()
  }

  #finish(rest: Uint8Array): Uint8Array {
    if (this.#begunBytes === 0) return rest
    const line = new Uint8Array(this.#begunBytes + rest.length)
    let at = 0
    for (const part of [...this.#begun, rest]) {
      line.set(part, at)
      at += part.length
    }
    this.#begun = []
    this.#begunBytes = 0
    return line
  }
}
