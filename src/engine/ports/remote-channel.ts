/** Programs that go on: a login shell behind a terminal, a command whose output comes while it runs. */

export interface TerminalSize {
  /** Characters; integer, 1 … 1000. */
  readonly cols: number
  readonly rows: number
}

/** How a program on a host ended: by itself, or because the connection was gone. */
export type ChannelEnd =
  | {
      readonly type: 'exited'
      /** `null`: a signal ended it. */
      readonly code: number | null
      /** `SIGTERM`; `null`: none did. */
      readonly signal: string | null
    }
  | { readonly type: 'lost'; readonly reason: string }

export interface RemoteChannel {
  /** Settles once, never rejects; every byte was given before. */
  readonly ended: Promise<ChannelEnd>
  /** No more bytes are asked for, so the program waits as soon as the pipes between are full. */
  pause(): void
  resume(): void
  /** Asks the program and everything it started to end (SIGTERM, then SIGKILL), and lets go of it. */
  close(): void
}

export interface RemoteTerminal extends RemoteChannel {
  /** What was typed, as bytes of the terminal. */
  write(bytes: Uint8Array): void
  resize(size: TerminalSize): void
}

/** The listener is given at the opening, so that nothing can be missed. Chunks end anywhere, also within a character. */
export type OnBytes = (chunk: Uint8Array) => void
export type OnOutput = (chunk: Uint8Array, source: 'output' | 'errors') => void
