/** What the console can do to a broker, as REST calls and as words. Passwords stand in bodies only, and never in what is shown. */
import type { BrokerChange } from '../../../shared/model/broker-change.js'
import { assertNever } from '../../../shared/model/errors.js'
import { managementUrl } from './urls.js'

export interface RestCall {
  readonly method: 'PUT' | 'DELETE'
  readonly path: readonly string[]
  /** JSON value; `null`: no body. */
  readonly body: Readonly<Record<string, unknown>> | null
}

/** What an existing user has, which a PUT would otherwise take away. */
export interface KeptOfUser {
  readonly tags: readonly string[]
  readonly passwordHash: string
  readonly hashingAlgorithm: string
}

/** Changes of a user need what the broker holds of it: a PUT without a password makes a user who cannot log in. */
export const changesUser = (change: BrokerChange): string | null =>
  change.type === 'set-password' || change.type === 'set-tags' ? change.user : null

/** Does it change what definitions hold? Then they are kept before. */
export const changesDefinitions = (change: BrokerChange): boolean =>
  change.type !== 'purge-queue' && change.type !== 'close-connection'

/** @param kept - of the user, for `set-password` and `set-tags` */
export function restCall(change: BrokerChange, kept: KeptOfUser | null): RestCall {
  const put = (path: readonly string[], body: RestCall['body']): RestCall => ({
    method: 'PUT',
    path,
    body
  })
  const remove = (...path: readonly string[]): RestCall => ({ method: 'DELETE', path, body: null })
  switch (change.type) {
    case 'create-user':
      return put(['users', change.user], {
        password: change.password,
        tags: change.tags.join(',')
      })
    case 'set-password':
      return put(['users', change.user], {
        password: change.password,
        tags: (kept?.tags ?? []).join(',')
      })
    case 'set-tags':
      return put(['users', change.user], {
        tags: change.tags.join(','),
        ...(kept === null
          ? {}
          : { password_hash: kept.passwordHash, hashing_algorithm: kept.hashingAlgorithm })
      })
    case 'delete-user':
      return remove('users', change.user)
    case 'create-vhost':
      return put(['vhosts', change.vhost], { description: change.description })
    case 'delete-vhost':
      return remove('vhosts', change.vhost)
    case 'set-rights': {
      const { configure, write, read } = change
      return put(['permissions', change.vhost, change.user], { configure, write, read })
    }
    case 'clear-rights':
      return remove('permissions', change.vhost, change.user)
    case 'purge-queue':
      return remove('queues', change.vhost, change.queue, 'contents')
    case 'delete-queue':
      return remove('queues', change.vhost, change.queue)
    case 'close-connection':
      return remove('connections', change.connection)
    default:
      return assertNever(change, 'broker change')
  }
}

/** `PUT /api/users/x {"tags":"monitoring"}`, with what is secret as `…`. */
export function callText(change: BrokerChange): string {
  const { method, path, body } = restCall(change, null)
  const shown = `${method} ${managementUrl('', path)}`
  if (body === null) return shown
  const open = Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, key === 'password' ? '…' : value])
  )
  return `${shown} ${JSON.stringify(open)}`
}

/** One sentence without a full stop, in the past tense. */
export function changeSentence(change: BrokerChange): string {
  switch (change.type) {
    case 'create-user':
      return `created user ${change.user}${change.tags.length > 0 ? ` with tags ${change.tags.join(', ')}` : ''}`
    case 'set-password':
      return `changed the password of user ${change.user}`
    case 'set-tags':
      return `gave user ${change.user} ${change.tags.length > 0 ? `the tags ${change.tags.join(', ')}` : 'no tags'}`
    case 'delete-user':
      return `deleted user ${change.user}`
    case 'create-vhost':
      return `created vhost ${change.vhost}`
    case 'delete-vhost':
      return `deleted vhost ${change.vhost}`
    case 'set-rights':
      return `set the rights of ${change.user} in vhost ${change.vhost}`
    case 'clear-rights':
      return `took all rights in vhost ${change.vhost} from ${change.user}`
    case 'purge-queue':
      return `purged queue ${change.queue} in vhost ${change.vhost}`
    case 'delete-queue':
      return `deleted queue ${change.queue} in vhost ${change.vhost}`
    case 'close-connection':
      return `closed connection ${change.connection}`
    default:
      return assertNever(change, 'broker change')
  }
}
