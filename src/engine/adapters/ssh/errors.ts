/** What ssh2 says, as our errors. */
import { ConsoleError } from '../../../shared/model/errors.js'
import type { SshTarget } from '../../../shared/model/settings.js'

export const nameOf = ({ user, host, port }: SshTarget): string => `${user}@${host}:${port}`

/** An error of the connection. ssh2 says in `level` where it happened. */
export function sshError(target: SshTarget, thrown: unknown): ConsoleError {
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

export const hostKeyChanged = (target: SshTarget, seen: string): ConsoleError =>
  new ConsoleError(
    'HOST_KEY_CHANGED',
    `${target.host}:${target.port} shows the host key ${seen}, expected is ${target.hostKey}`,
    {
      hint: `somebody may be listening in between. If the host was set up anew (or has keys of several kinds), compare with "ssh-keyscan -p ${target.port} ${target.host} | ssh-keygen -lf -" over a way you trust, then correct "hostKey"`,
      facts: { host: target.host, port: target.port, expected: target.hostKey, seen }
    }
  )
