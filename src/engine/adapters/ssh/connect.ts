/**
 * One connection of ssh2 to a host, directly or through others. The host's key is looked at before anything else is sent; on the way
 * through jump hosts that holds for every one of them.
 */
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import type { Duplex } from 'node:stream'
import type { Client, ConnectConfig, ServerHostKeyAlgorithm } from 'ssh2'
import { ConsoleError } from '../../../shared/model/errors.js'
import type { HostKeyType, SshHop, SshTarget } from '../../../shared/model/settings.js'
import type { HostKey } from '../../ports/remote-shell.js'
import { hopUnreachable, hostKeyChanged, nameOf, sshError, unusableKey } from './errors.js'
import { fingerprintOf, hostKeyOf } from './host-key.js'

export interface ConnectOptions {
  /** Socket of the ssh agent; empty: none. */
  readonly agentSocket: string | undefined
}

const READY_TIMEOUT_MS = 20_000
/** ssh2's default is 0: a peer that is gone would never be noticed. */
const KEEPALIVE_MS = 15_000
const MISSED_KEEPALIVES = 3

/** An open connection, and those it goes through. */
export interface Connection {
  readonly client: Client
  /** Ends the whole way; what is broken already is passed over. */
  readonly destroy: () => void
}

/** A host on the way, and the connection to it. */
interface Before {
  readonly client: Client
  readonly hop: SshHop
}

/** @throws ConsoleError `SSH_FAILED`, `HOST_KEY_CHANGED`; then nothing stays open */
export async function connectThrough(
  target: SshTarget,
  options: ConnectOptions
): Promise<Connection> {
  const clients: Client[] = []
  const destroy = (): void => clients.toReversed().forEach((client) => client.destroy())
  const step = async (hop: SshHop, before: Before | null): Promise<Client> => {
    const socket = before === null ? null : await forward(before.client, before.hop, hop)
    const client = await connect(hop, socket, options)
    clients.push(client)
    return client
  }
  try {
    let before: Before | null = null
    for (const hop of target.jump ?? []) before = { client: await step(hop, before), hop }
    const client = await step(target, before)
    client.once('close', destroy)
    return { client, destroy }
  } catch (thrown) {
    destroy()
    throw thrown
  }
}

/** ssh2 is loaded with the first connection: it weighs as much as the rest of the engine, and a window opens without it. */
const newClient = async (): Promise<Client> => new (await import('ssh2')).default.Client()

/** @throws ConsoleError `SSH_FAILED`, `HOST_KEY_CHANGED` */
async function connect(
  hop: SshHop,
  socket: Duplex | null,
  options: ConnectOptions
): Promise<Client> {
  const login = await loginOf(hop, options)
  const client = await newClient()
  let seen: string | null = null
  const config: ConnectConfig = {
    ...addressOf(hop, socket, hop.hostKeyType === undefined ? [] : [hop.hostKeyType]),
    ...login,
    username: hop.user,
    keepaliveInterval: KEEPALIVE_MS,
    keepaliveCountMax: MISSED_KEEPALIVES,
    hostVerifier: (key: Buffer) => {
      seen = fingerprintOf(key)
      return seen === hop.hostKey
    }
  }
  await new Promise<void>((resolve, reject) => {
    client.once('ready', resolve)
    // Stays: an error that comes later must not be an unhandled event. The session notices by `close`.
    client.on('error', (thrown: Error) =>
      reject(
        seen === null || seen === hop.hostKey ? sshError(hop, thrown) : hostKeyChanged(hop, seen)
      )
    )
    client.once('close', () => reject(sshError(hop, new Error('the connection was closed'))))
    try {
      client.connect(config)
    } catch (thrown) {
      // For example `Cannot parse privateKey: Encrypted private OpenSSH key detected, but no passphrase given`.
      reject(unusableKey(hop, thrown))
    }
  })
  return client
}

/**
 * The key a host shows, without a login: the connection ends when it has been seen.
 *
 * @param before - the connection it is reached through, `null`: directly
 * @param types - asked for, best first; empty: the host's best
 */
export async function showKey(
  hop: Pick<SshHop, 'host' | 'port' | 'user'>,
  before: Before | null,
  types: readonly HostKeyType[]
): Promise<HostKey> {
  const socket = before === null ? null : await forward(before.client, before.hop, hop)
  const client = await newClient()
  try {
    return await new Promise<HostKey>((resolve, reject) => {
      const failed = (thrown: Error): void => reject(sshError(hop, thrown))
      client.on('error', failed)
      client.once('close', () => failed(new Error('the connection was closed')))
      client.connect({
        ...addressOf(hop, socket, types),
        username: hop.user,
        hostVerifier: (key: Buffer) => {
          try {
            resolve(hostKeyOf(key))
          } catch (thrown) {
            // n.b. thrown from here it would end the process
            reject(sshError(hop, thrown))
          }
          return false
        }
      })
    })
  } finally {
    client.destroy()
  }
}

function addressOf(
  { host, port }: Pick<SshHop, 'host' | 'port'>,
  socket: Duplex | null,
  types: readonly HostKeyType[]
): ConnectConfig {
  return {
    ...(socket === null ? { host, port } : { sock: socket }),
    readyTimeout: READY_TIMEOUT_MS,
    // n.b. without `hostHash` the verifier gets the raw key. Ciphers are not listed by hand: BoringSSL lacks some.
    ...(types.length === 0 ? {} : { algorithms: { serverHostKey: types.flatMap(algorithmsOf) } })
  }
}

/** One kind of key, several ways to sign with it. */
const algorithmsOf = (type: HostKeyType): ServerHostKeyAlgorithm[] =>
  type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] : [type]

/** A connection from one host on to the next, as a socket. */
function forward(
  client: Client,
  through: SshHop,
  to: Pick<SshHop, 'host' | 'port'>
): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    client.forwardOut('127.0.0.1', 0, to.host, to.port, (error, channel) => {
      if (error === undefined) resolve(channel)
      else reject(hopUnreachable(through, to, error))
    })
  })
}

async function loginOf(
  hop: SshHop,
  { agentSocket }: ConnectOptions
): Promise<Pick<ConnectConfig, 'privateKey' | 'agent'>> {
  if (hop.identityFile !== undefined) {
    const path = hop.identityFile.replace(/^~(?=\/)/, homedir())
    try {
      return { privateKey: await readFile(path) }
    } catch (thrown) {
      throw new ConsoleError('SSH_FAILED', `the ssh key ${path} cannot be read`, {
        cause: thrown,
        hint: 'correct "identityFile" of the cluster, or leave it out to use the ssh agent'
      })
    }
  }
  if (agentSocket !== undefined && agentSocket !== '') return { agent: agentSocket }
  throw new ConsoleError('SSH_FAILED', `there is no key for ${nameOf(hop)}`, {
    hint: 'name a private key with "identityFile", or start an ssh agent (SSH_AUTH_SOCK is not set)'
  })
}
