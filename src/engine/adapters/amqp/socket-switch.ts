/**
 * Destroys the socket of a connection, open or just opening: amqplib hands its socket options to `net.connect`, which takes a
 * `signal`.
 *
 * Not a real AbortSignal, because those options are fixed for all attempts of a recovery, and net.Socket never takes its
 * listener off the signal again (Node 20, lib/net.js `addClientAbortSignalOption`): each dead socket would be kept for ever.
 * Here they are forgotten when their attempt is over. Node asks of a signal only what is below.
 */
export class SocketSwitch {
  aborted = false
  readonly reason: unknown = undefined
  readonly #listeners = new Set<() => void>()

  /** As net.connect wants it. */
  get signal(): AbortSignal {
    return this as unknown as AbortSignal
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.add(listener)
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener)
  }

  /** Listeners there are, for tests. */
  get listeners(): number {
    return this.#listeners.size
  }

  /** The socket of the last attempt is gone. */
  forget(): void {
    this.#listeners.clear()
  }

  abort(): void {
    this.aborted = true
    for (const listener of [...this.#listeners]) listener()
    this.forget()
  }
}
