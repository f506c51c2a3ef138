/** What ssh2 says, as our errors. */
import { ConsoleError } from '../../../shared/model/errors.js'
import type { SshHop } from '../../../shared/model/settings.js'

type Place = Pick<SshHop, 'host' | 'port'>
/** A host one logs in to; what is not needed to name it may be left out. */
type Login = Place & Pick<SshHop, 'user'> & { readonly identityFile?: string | undefined }

export const nameOf = ({ user, host, port }: Place & Pick<SshHop, 'user'>): string =>
  `${user}@${host}:${port}`

/** An error of the connection. ssh2 says in `level` where it happened. */
export function sshError(target: Login, thrown: unknown): ConsoleError {
  if (thrown instanceof ConsoleError) return thrown
  const cause = thrown instanceof Error ? thrown : new Error(String(thrown))
  const level = 'level' in cause ? cause.level : null
  const options = { cause, facts: { host: target.host, port: target.port, user: target.user } }
  switch (level) {
    case 'client-authentication':
      return new ConsoleError('SSH_FAILED', `${nameOf(target)} refused the login`, {
        ...options,
        hint:
          target.identityFile === undefined
            ? 'the keys of the ssh agent are tried (SSH_AUTH_SOCK); name one with "identityFile", or put the public key into ~/.ssh/authorized_keys there'
            : `put the public key of ${target.identityFile} into ~/.ssh/authorized_keys there`
      })
    case 'client-timeout':
      return new ConsoleError('SSH_FAILED', `${nameOf(target)} does not answer in time`, {
        ...options,
        hint: 'does an sshd listen there, and does a firewall let us through?'
      })
    default:
      return new ConsoleError('SSH_FAILED', `ssh to ${nameOf(target)} failed: ${cause.message}`, {
        ...options,
        hint: 'check host, port and user of "ssh" in the settings'
      })
  }
}

export const hostKeyChanged = (target: SshHop, seen: string): ConsoleError =>
  new ConsoleError(
    'HOST_KEY_CHANGED',
    `${target.host}:${target.port} shows the host key ${seen}, expected is ${target.hostKey}`,
    {
      hint: `somebody may be listening in between. If the host was set up anew (or has keys of several kinds), compare with "ssh-keyscan -p ${target.port} ${target.host} | ssh-keygen -lf -" over a way you trust, then correct "hostKey"`,
      facts: { host: target.host, port: target.port, expected: target.hostKey, seen }
    }
  )

/** A jump host that stands, and does not lead on. */
export const hopUnreachable = (through: SshHop, to: Place, cause: Error): ConsoleError =>
  new ConsoleError(
    'SSH_FAILED',
    `the jump host ${nameOf(through)} does not lead to ${to.host}:${String(to.port)}: ${cause.message}`,
    {
      cause,
      hint: 'is the name known there, does an sshd listen at that port, and does the jump host allow it (AllowTcpForwarding)?',
      facts: { through: through.host, host: to.host, port: to.port }
    }
  )

export const unusableKey = (hop: SshHop, cause: unknown): ConsoleError =>
  new ConsoleError(
    'SSH_FAILED',
    `the ssh key ${hop.identityFile ?? ''} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
    {
      cause,
      hint: 'keys with a passphrase are used through the ssh agent: ssh-add FILE, then leave "identityFile" out'
    }
  )
