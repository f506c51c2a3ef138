/**
 * One terminal: what it wrote is kept (bounded), and goes to the page in batches, no faster than the page takes it.
 *
 * Flow control: the page says up to which byte it has drawn. More than {@link HIGH_BYTES} beyond that, and the channel is paused: ssh's
 * window runs empty, and the program waits. While no page looks, it is read at a limited pace instead, so that a build goes on and a
 * flood costs next to nothing.
 */
import type { TerminalState } from '../../../shared/model/terminal.js'
import type { ChannelEnd, RemoteTerminal, TerminalSize } from '../../ports/remote-channel.js'
import type { RemoteSession } from '../../ports/remote-shell.js'
import type { Clock } from '../../ports/system.js'
import { joined, Scrollback } from './scrollback.js'

const SCROLLBACK_BYTES = 512 * 1024
const BATCH_MS = 12
export const HIGH_BYTES = 192 * 1024
const LOW_BYTES = 64 * 1024
/** While nobody looks: so many bytes a quarter of a second. */
const UNSEEN_BYTES = 1024 * 1024
const UNSEEN_MS = 250
const TERM = 'xterm-256color'

export interface TerminalListeners {
  readonly onState: (state: TerminalState) => void
  /** @param position - bytes until the end of this batch */
  readonly onOutput: (bytes: Uint8Array, position: number) => void
}

export class TerminalSession {
  readonly #scrollback = new Scrollback(SCROLLBACK_BYTES)
  #pending: Uint8Array[] = []
  #pendingBytes = 0
  #drawn = 0
  #seen = false
  #paused = false
  #unseen = 0
  #terminal: RemoteTerminal | null = null
  #stopBatch: (() => void) | null = null
  #stopPace: (() => void) | null = null
  #closed = false

  constructor(
    private readonly clock: Clock,
    private readonly listeners: TerminalListeners
  ) {}

  /** Runs the login shell. @throws ConsoleError as the session does */
  async start(session: RemoteSession, size: TerminalSize): Promise<void> {
    const terminal = await session.shell({ ...size, term: TERM }, (chunk) => this.#take(chunk))
    this.#terminal = terminal
    if (this.#closed) terminal.close()
    this.listeners.onState({ type: 'open', since: this.clock.now() })
    void terminal.ended.then(async (end) => {
      this.#flush()
      this.#terminal = null
      this.#stopBatch?.()
      this.#stopPace?.()
      const lost = end.type === 'lost'
      this.listeners.onState({ type: 'ended', at: this.clock.now(), why: inWords(end), lost })
      await session.close()
    })
  }

  get running(): boolean {
    return this.#terminal !== null
  }

  /** A page looks from now on. @returns what was written so far */
  attach(): { readonly bytes: Uint8Array; readonly position: number } {
    this.#pending = []
    this.#pendingBytes = 0
    this.#seen = true
    this.#stopPace?.()
    this.#stopPace = null
    const bytes = this.#scrollback.bytes()
    const { position } = this.#scrollback
    this.#drawn = position - bytes.length
    this.#balance()
    return { bytes, position }
  }

  detach(): void {
    this.#seen = false
    this.#pending = []
    this.#pendingBytes = 0
    this.#unseen = 0
    this.#resume()
  }

  /** @param position - up to which byte the page has drawn */
  drawn(position: number): void {
    this.#drawn = Math.max(this.#drawn, Math.min(position, this.#scrollback.position))
    this.#balance()
  }

  write(bytes: Uint8Array): void {
    this.#terminal?.write(bytes)
  }

  resize(size: TerminalSize): void {
    this.#terminal?.resize(size)
  }

  close(): void {
    this.#closed = true
    this.#terminal?.close()
  }

  #take(chunk: Uint8Array): void {
    this.#scrollback.add(chunk)
    if (!this.#seen) {
      this.#pace(chunk.length)
      return
    }
    this.#pending.push(chunk)
    this.#pendingBytes += chunk.length
    this.#balance()
    // The first bytes after a rest at once: an echo must not wait for its batch.
    if (this.#stopBatch === null) this.#flush()
  }

  #flush(): void {
    this.#stopBatch = null
    if (this.#pendingBytes === 0) return
    const bytes = joined(this.#pending, this.#pendingBytes)
    this.#pending = []
    this.#pendingBytes = 0
    this.listeners.onOutput(bytes, this.#scrollback.position)
    this.#stopBatch = this.clock.after(BATCH_MS, () => this.#flush())
  }

  #balance(): void {
    if (!this.#seen) return
    const ahead = this.#scrollback.position - this.#drawn
    if (ahead > HIGH_BYTES) this.#pause()
    else if (ahead < LOW_BYTES) this.#resume()
  }

  #pace(bytes: number): void {
    this.#unseen += bytes
    if (this.#unseen < UNSEEN_BYTES || this.#stopPace !== null) return
    this.#pause()
    this.#stopPace = this.clock.after(UNSEEN_MS, () => {
      this.#stopPace = null
      this.#unseen = 0
      this.#resume()
    })
  }

  #pause(): void {
    if (this.#paused) return
    this.#paused = true
    this.#terminal?.pause()
  }

  #resume(): void {
    if (!this.#paused) return
    this.#paused = false
    this.#terminal?.resume()
  }
}

function inWords(end: ChannelEnd): string {
  if (end.type === 'lost') return end.reason
  return end.signal === null ? `exit code ${String(end.code ?? 0)}` : `ended by ${end.signal}`
}
