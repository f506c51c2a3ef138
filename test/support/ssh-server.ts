/** An sshd of our own in this process, without files: programs are scripted. For what a real one cannot be made to do. */
import type { AddressInfo } from 'node:net'
import ssh2, { type AuthContext, type Connection, type ServerChannel } from 'ssh2'
import { fingerprintOf } from '../../src/engine/adapters/ssh/host-key.js'

export type OnCommand = (command: string, channel: ServerChannel, connection: Connection) => void

export class SshServer {
  readonly #connections = new Set<Connection>()
  /** Users who tried to log in. */
  readonly logins: string[] = []
  onCommand: OnCommand = (_, channel) => {
    channel.exit(0)
    channel.end()
  }
  /** A signal for a program, without its `SIG`. */
  onSignal: (name: string) => void = () => undefined
  lets = true

  private constructor(
    private readonly server: ssh2.Server,
    readonly fingerprint: string
  ) {
    server.on('connection', (connection) => this.#serve(connection))
  }

  static async start(): Promise<SshServer> {
    const hostKey = privateKey()
    const parsed = ssh2.utils.parseKey(hostKey)
    if (parsed instanceof Error) throw parsed
    const server = new ssh2.Server({ hostKeys: [hostKey] })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return new SshServer(server, fingerprintOf(parsed.getPublicSSH()))
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  /** Cuts all connections. */
  cut(): void {
    for (const connection of this.#connections) connection.end()
  }

  async stop(): Promise<void> {
    this.cut()
    await new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve()
      })
    })
  }

  #serve(connection: Connection): void {
    this.#connections.add(connection)
    connection.on('error', () => undefined) // clients here break off on purpose
    connection.on('close', () => this.#connections.delete(connection))
    connection.on('authentication', (context: AuthContext) => {
      this.logins.push(context.username)
      if (this.lets && context.method === 'publickey') context.accept()
      else context.reject(['publickey'])
    })
    connection.on('session', (accept) => {
      const session = accept()
      session.on('exec', (acceptExec, _, { command }) => {
        this.onCommand(command, acceptExec(), connection)
      })
      session.on('signal', (_accept, _reject, { name }) => this.onSignal(name))
    })
  }
}

/**
 * A fresh private key, as a file holds it.
 *
 * n.b. now and then ssh2 1.17 makes one that it cannot read itself (`Malformed OpenSSH private key`).
 */
export function privateKey(): string {
  for (;;) {
    const key = ssh2.utils.generateKeyPairSync('ed25519').private
    if (!(ssh2.utils.parseKey(key) instanceof Error)) return key
  }
}
