/** Text as it comes, taken apart into lines; a line that is longer than the limit is cut, and the rest of it dropped. */

export class LineSplitter {
  readonly #decoder = new TextDecoder()
  #begun = ''
  #skipping = false

  /** @param limit - characters of a line */
  constructor(private readonly limit: number) {}

  /** @returns the lines that are whole now, without their line feed */
  add(chunk: Uint8Array): readonly string[] {
    const lines = (this.#begun + this.#decoder.decode(chunk, { stream: true })).split('\n')
    this.#begun = lines.pop() ?? ''
    const whole = this.#skipping ? lines.slice(1) : lines
    if (lines.length > 0) this.#skipping = false
    return [...whole, ...this.#tooLong()].map((line) =>
      (line.endsWith('\r') ? line.slice(0, -1) : line).slice(0, this.limit)
    )
  }

  /** What is there without a line feed. */
  rest(): string {
    const rest = this.#skipping ? '' : this.#begun
    this.#begun = ''
    return rest
  }

  #tooLong(): readonly string[] {
    if (this.#skipping) {
      this.#begun = ''
      return []
    }
    if (this.#begun.length <= this.limit) return []
    const cut = this.#begun
    this.#begun = ''
    this.#skipping = true
    return [cut]
  }
}
