/**
 * What a command wrote on many clusters, bounded as a whole: pictures of it go to the page again and again.
 *
 * Half of the room is shared out evenly, so that a cluster that floods takes nothing from one that is heard late; the other half is there for
 * whoever needs it first.
 */
import { COMMAND_OUTPUT_LIMIT, OUTPUT_LIMIT } from '../../../shared/model/host-command.js'
import { joined } from './scrollback.js'

export class CommandOutput {
  readonly #share: number
  #common: number
  #bytes = 0

  /** @param outputs - how many there are: two a cluster */
  constructor(outputs: number, limit = COMMAND_OUTPUT_LIMIT) {
    this.#share = Math.min(OUTPUT_LIMIT, Math.floor(limit / 2 / Math.max(1, outputs)))
    this.#common = limit - this.#share * outputs
  }

  /** Bytes that are kept of all of them together. */
  get bytes(): number {
    return this.#bytes
  }

  /** @param have - bytes that an output has already @returns how many of the `wanted` it may keep */
  take(have: number, wanted: number): number {
    const room = Math.min(wanted, OUTPUT_LIMIT - have)
    const own = Math.min(room, Math.max(0, this.#share - have))
    const more = Math.min(room - own, this.#common)
    this.#common -= more
    this.#bytes += own + more
    return own + more
  }

  giveBack(bytes: number): void {
    this.#bytes -= bytes
  }
}

/** The first bytes of an output, and their text, which is made when it is asked for. */
export class FirstBytes {
  readonly #chunks: Uint8Array[] = []
  #length = 0
  #text: string | null = ''
  cut = false

  constructor(private readonly all: CommandOutput) {}

  add(chunk: Uint8Array): void {
    // n.b. once cut nothing more: what comes later would seem to follow what is there
    const room = this.cut ? 0 : this.all.take(this.#length, chunk.length)
    if (chunk.length > room) this.cut = true
    if (room === 0) return
    this.#text = null
    this.#chunks.push(chunk.slice(0, room))
    this.#length += room
  }

  text(): string {
    this.#text ??= new TextDecoder().decode(joined(this.#chunks, this.#length))
    return this.#text
  }

  /** Lets go of what it has, which then counts as cut. */
  forget(): void {
    if (this.#length === 0) return
    this.all.giveBack(this.#length)
    this.#chunks.length = 0
    this.#length = 0
    this.#text = ''
    this.cut = true
  }
}
