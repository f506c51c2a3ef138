/** A relay to a real server that can be cut, stopped and started: a network that fails on request. 127.0.0.1 only. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

export class TcpProxy {
  readonly #pairs = new Set<readonly [Socket, Socket]>()
  /** For connections to come, one each: cut after so many bytes from the server. */
  readonly cutAfterBytes: number[] = []
  #mode: 'relaying' | 'refusing' | 'silent' = 'relaying'

  private constructor(
    private readonly server: Server,
    private readonly target: { readonly host: string; readonly port: number }
  ) {
    server.on('connection', (socket) => this.#accept(socket))
  }

  static async to(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return new TcpProxy(server, target)
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  get connections(): number {
    return this.#pairs.size
  }

  /** Cuts what is open; what comes next is relayed. */
  cut(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy()
    this.#pairs.clear()
  }

  /** Cuts, and lets nobody in. */
  refuse(): void {
    this.#mode = 'refusing'
    this.cut()
  }

  /** Connections stay, and new ones come about, but nothing goes through any more. */
  silence(): void {
    this.#mode = 'silent'
    for (const [near, far] of this.#pairs) {
      near.unpipe(far)
      far.unpipe(near)
    }
  }

  relay(): void {
    this.#mode = 'relaying'
  }

  async close(): Promise<void> {
    this.refuse()
    await new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve()
      })
    })
  }

  #accept(near: Socket): void {
    near.on('error', () => undefined) // it is here to break
    if (this.#mode === 'refusing') {
      near.destroy()
      return
    }
    const far = connect(this.target)
    far.on('error', () => undefined)
    near.setNoDelay(true)
    far.setNoDelay(true)
    const pair = [near, far] as const
    let left = this.cutAfterBytes.shift() ?? Infinity
    far.on('data', (chunk: Buffer) => {
      left -= chunk.length
      if (left <= 0) for (const socket of pair) socket.destroy()
    })
    this.#pairs.add(pair)
    if (this.#mode === 'relaying') near.pipe(far).pipe(near)
    for (const socket of pair)
      socket.once('close', () => {
        for (const other of pair) other.destroy()
        this.#pairs.delete(pair)
      })
  }
}
