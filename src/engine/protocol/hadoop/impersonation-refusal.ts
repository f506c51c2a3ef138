/**
 * What Hadoop says when one user may not act for another, as data.
 *
 * The texts, from Hadoop 3.4.2; older ones write the address without `/`, some with the host name before it:
 *
 *     User: H is not allowed to impersonate U
 *     Unauthorized connection for super-user: H from IP /10.0.0.7
 */

export type ImpersonationRefusal = {
  /** Who refused: the NameNode by its `hadoop.proxyuser…`, or HttpFS by its own `httpfs.proxyuser…` (about `doas`). */
  readonly by: 'name-node' | 'httpfs'
  /** Short name, as it stands in the properties. */
  readonly httpfsUser: string
  /** As Hadoop names it; with Kerberos `H/host@REALM`. */
  readonly principal: string
} & (
  | {
      /** `users` and `groups` do not let it act for `user`, or they were not read again. */
      readonly type: 'user-refused'
      readonly user: string
    }
  | {
      /** `hosts` does not hold `address`. */
      readonly type: 'host-refused'
      /** IPv4 or IPv6, as the refusing side sees it. */
      readonly address: string
    }
)

const USER = 'User: '
const IMPERSONATE = ' is not allowed to impersonate '
const SUPER_USER = 'Unauthorized connection for super-user: '
const FROM = ' from IP '

/**
 * @param message - of a RemoteException; words before and lines behind do not matter
 * @param exception - its `exception`: HttpFS's own refusals are an `AuthorizationException`, those of the NameNode come wrapped as `RemoteException`
 * @returns `null` for any other message
 */
export function explainImpersonation(
  message: string,
  exception = 'RemoteException'
): ImpersonationRefusal | null {
  const by = exception.endsWith('AuthorizationException') ? 'httpfs' : 'name-node'
  const line = message.split('\n').find((each) => each.includes(IMPERSONATE) || each.includes(FROM))
  if (line === undefined) return null
  const users = between(line, USER, IMPERSONATE)
  if (users !== null) return { type: 'user-refused', by, ...named(users[0]), user: users[1] }
  const hosts = between(line, SUPER_USER, FROM)
  if (hosts === null) return null
  // Java writes an address as "name/address", and "/address" when it did not look for the name.
  const address = hosts[1].slice(hosts[1].lastIndexOf('/') + 1).replace(/%.*$/, '')
  return { type: 'host-refused', by, ...named(hosts[0]), address }
}

/** The words behind `first` and behind `second`. */
function between(line: string, first: string, second: string): readonly [string, string] | null {
  const start = line.indexOf(first)
  const middle = line.indexOf(second, start)
  if (start < 0 || middle < 0) return null
  const one = line.slice(start + first.length, middle).trim()
  const two =
    line
      .slice(middle + second.length)
      .trim()
      .split(/\s/)[0] ?? ''
  return one === '' || two === '' ? null : [one, two]
}

const named = (principal: string): { readonly httpfsUser: string; readonly principal: string } => ({
  httpfsUser: principal.split(/[/@]/)[0] ?? principal,
  principal
})
