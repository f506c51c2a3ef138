/** The end of what a terminal wrote, bounded; it begins with a whole line, so that no half of an escape sequence is replayed. */

const LINE_FEED = 10

export class Scrollback {
  readonly #chunks: Uint8Array[] = []
  #held = 0
  #position = 0

  /** @param limit - bytes */
  constructor(private readonly limit: number) {}

  /** Bytes that were ever added. */
  get position(): number {
    return this.#position
  }

  add(chunk: Uint8Array): void {
    this.#chunks.push(chunk)
    this.#held += chunk.length
    this.#position += chunk.length
    while (this.#chunks.length > 1 && this.#held - (this.#chunks[0]?.length ?? 0) >= this.limit)
      this.#held -= this.#chunks.shift()?.length ?? 0
  }

  bytes(): Uint8Array {
    const all = joined(this.#chunks, this.#held)
    const whole = this.#held === this.#position && all.length <= this.limit
    if (whole) return all
    const end = all.subarray(Math.max(0, all.length - this.limit))
    const begin = end.indexOf(LINE_FEED) + 1
    return end.slice(begin)
  }
}

export function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return all
}
