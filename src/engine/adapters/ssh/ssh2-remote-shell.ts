/**
 * {@link RemoteShell} with ssh2.
 *
 * The host key is compared with the settings before anything else happens: no trust on first use, no known_hosts.
 */
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import ssh2, { type ConnectConfig } from 'ssh2'
import { ConsoleError } from '../../../shared/model/errors.js'
import type { SshTarget } from '../../../shared/model/settings.js'
import type { RemoteSession, RemoteShell } from '../../ports/remote-shell.js'
import type { Clock } from '../../ports/system.js'
import { hostKeyChanged, sshError } from './errors.js'
import { fingerprintOf } from './host-key.js'
import { Ssh2Session } from './ssh2-session.js'

export interface Ssh2RemoteShellOptions {
  readonly clock: Clock
  /** Socket of the ssh agent. @default SSH_AUTH_SOCK */
  readonly agentSocket?: string | undefined
}

const READY_TIMEOUT_MS = 20_000
/** ssh2's default is 0: a peer that is gone would never be noticed. */
const KEEPALIVE_MS = 15_000
const MISSED_KEEPALIVES = 3

export class Ssh2RemoteShell implements RemoteShell {
  readonly #clock: Clock
  readonly #agentSocket: string | undefined

  constructor({ clock, agentSocket = process.env['SSH_AUTH_SOCK'] }: Ssh2RemoteShellOptions) {
    this.#clock = clock
    this.#agentSocket = agentSocket
  }

  async open(target: SshTarget): Promise<RemoteSession> {
    const login = await this.#login(target)
    const client = new ssh2.Client()
    let seen: string | null = null
    const config: ConnectConfig = {
      ...login,
      host: target.host,
      port: target.port,
      username: target.user,
      readyTimeout: READY_TIMEOUT_MS,
      keepaliveInterval: KEEPALIVE_MS,
      keepaliveCountMax: MISSED_KEEPALIVES,
      // n.b. without `hostHash` it gets the raw key. Ciphers are not listed by hand: BoringSSL lacks some.
      hostVerifier: (key: Buffer) => {
        seen = fingerprintOf(key)
        return seen === target.hostKey
      }
    }
    await new Promise<void>((resolve, reject) => {
      client.once('ready', resolve)
      // Stays: an error that comes later must not be an unhandled event. The session notices by `close`.
      client.on('error', (thrown: Error) =>
        reject(
          seen === null || seen === target.hostKey
            ? sshError(target, thrown)
            : hostKeyChanged(target, seen)
        )
      )
      client.once('close', () => reject(sshError(target, new Error('the connection was closed'))))
      try {
        client.connect(config)
      } catch (thrown) {
        // For example `Cannot parse privateKey: Encrypted private OpenSSH key detected, but no passphrase given`.
        reject(unusableKey(target, thrown))
      }
    })
    return new Ssh2Session(client, target, this.#clock)
  }

  async #login(target: SshTarget): Promise<Pick<ConnectConfig, 'privateKey' | 'agent'>> {
    if (target.identityFile !== undefined) {
      const path = target.identityFile.replace(/^~(?=\/)/, homedir())
      try {
        return { privateKey: await readFile(join(path)) }
      } catch (thrown) {
        throw new ConsoleError('SSH_FAILED', `the ssh key ${path} cannot be read`, {
          cause: thrown,
          hint: 'correct "identityFile" of the cluster, or leave it out to use the ssh agent'
        })
      }
    }
    if (this.#agentSocket !== undefined && this.#agentSocket !== '')
      return { agent: this.#agentSocket }
    throw new ConsoleError('SSH_FAILED', `there is no key for ${target.user}@${target.host}`, {
      hint: 'name a private key with "identityFile", or start an ssh agent (SSH_AUTH_SOCK is not set)'
    })
  }
}

const unusableKey = (target: SshTarget, cause: unknown): ConsoleError =>
  new ConsoleError(
    'SSH_FAILED',
    `the ssh key ${target.identityFile ?? ''} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
    {
      cause,
      hint: 'keys with a passphrase are used through the ssh agent: ssh-add FILE, then leave "identityFile" out'
    }
  )
