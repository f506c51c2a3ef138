/**
 * {@link RemoteShell} with ssh2.
 *
 * The host key is compared with the settings before anything else happens: no trust on first use, no known_hosts. On the way through
 * jump hosts the key of each is compared with its own.
 */
import type { HostKeyType, SshTarget } from '../../../shared/model/settings.js'
import type { HostAddress, HostKey, RemoteSession, RemoteShell } from '../../ports/remote-shell.js'
import type { Clock } from '../../ports/system.js'
import { connectThrough, showKey } from './connect.js'
import { Ssh2Session } from './ssh2-session.js'

export interface Ssh2RemoteShellOptions {
  readonly clock: Clock
  /** Socket of the ssh agent. @default SSH_AUTH_SOCK */
  readonly agentSocket?: string | undefined
}

export class Ssh2RemoteShell implements RemoteShell {
  readonly #clock: Clock
  readonly #agentSocket: string | undefined

  constructor({ clock, agentSocket = process.env['SSH_AUTH_SOCK'] }: Ssh2RemoteShellOptions) {
    this.#clock = clock
    this.#agentSocket = agentSocket
  }

  async open(target: SshTarget): Promise<RemoteSession> {
    const { client } = await connectThrough(target, { agentSocket: this.#agentSocket })
    return new Ssh2Session(client, target, this.#clock)
  }

  async hostKey(address: HostAddress, types: readonly HostKeyType[]): Promise<HostKey> {
    const through = address.jump.at(-1)
    if (through === undefined) return showKey(address, null, types)
    const way = { ...through, jump: address.jump.slice(0, -1) }
    const { client, destroy } = await connectThrough(way, { agentSocket: this.#agentSocket })
    try {
      return await showKey(address, { client, hop: through }, types)
    } finally {
      destroy()
    }
  }
}
