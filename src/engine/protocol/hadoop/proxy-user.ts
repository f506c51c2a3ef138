/**
 * May HttpFS speak for others at the NameNode, and what is the least that must change so that it may?
 *
 * HttpFS runs as a Unix user H and acts for the user that a request names. The NameNode allows that by three properties of its `core-site.xml`:
 * the user must be in `hadoop.proxyuser.H.users` or one of its groups in `…groups`, and the connection must come from a machine in `…hosts`.
 * Users are looked at first. Proposed are addresses and users, never `*` and never a group, and what is there stays.
 *
 * @see https://hadoop.apache.org/docs/r3.4.2/hadoop-project-dist/hadoop-common/Superusers.html
 */
import { ConsoleError } from '../../../shared/model/errors.js'
import { itemsOf, listHolds, readMachineList } from './machine-list.js'
import { substitute } from './substitution.js'
import { all, type Verdict } from './verdict.js'

export { explainImpersonation, type ImpersonationRefusal } from './impersonation-refusal.js'

export interface ImpersonationQuestion {
  /** Unix user of HttpFS, H. */
  readonly httpfsUser: string
  /** Addresses HttpFS connects from, as the NameNode sees them; at least one. */
  readonly from: readonly string[]
  /** HDFS users to speak for; at least one. */
  readonly users: readonly string[]
  /** User → groups, as the NameNode knows them (`hdfs groups U`). Absent: not asked. */
  readonly groups?: ReadonlyMap<string, readonly string[]>
  /** Host name in the list → addresses, as the NameNode's machine resolves it (`getent ahosts`). Absent: not asked. */
  readonly resolved?: ReadonlyMap<string, readonly string[]>
}

export interface Impersonation {
  /** `unknown`: depends on groups or names that were not asked. */
  readonly allowed: Verdict
  readonly hosts: {
    readonly allowed: Verdict
    /** Addresses of the question that are surely or perhaps not let in. */
    readonly missing: readonly string[]
    /** Names to resolve on the NameNode's machine, to know more. */
    readonly unresolved: readonly string[]
    /** Items Hadoop cannot use; for a range among them it refuses the whole list. */
    readonly unusable: readonly string[]
  }
  readonly users: { readonly allowed: Verdict; readonly missing: readonly string[] }
  /** Properties that let in everyone: `*` alone. */
  readonly lax: readonly string[]
  /** For `withProperties`: property → its new value; empty when all is allowed for sure. After it, all is, unless there are `unusable` ranges. */
  readonly changes: ReadonlyMap<string, string>
}

type Properties = ReadonlyMap<string, { readonly value: string }>

/**
 * @param properties - of the NameNode's `core-site.xml`
 * @throws ConsoleError `BAD_INPUT` for a user or an address that cannot stand in such a list
 */
export function judgeImpersonation(
  properties: Properties,
  question: ImpersonationQuestion
): Impersonation {
  const { httpfsUser, from, users, groups, resolved } = question
  ;[httpfsUser, ...from, ...users].forEach(refuseUnwritable)
  const key = proxyUserKeys(httpfsUser)
  const value = (name: string): string | null => substitute(properties, name)
  const isEveryone = (name: string): boolean => value(name)?.trim() === '*'

  const hostList = readMachineList(value(key.hosts))
  const hosts = from.map((address) => listHolds(hostList, address, resolved ?? new Map()))
  const listedUsers = itemsOf(value(key.users))
  const listedGroups = itemsOf(value(key.groups))
  const userVerdict = (user: string): Verdict => {
    if (isEveryone(key.users) || isEveryone(key.groups) || listedUsers.includes(user)) return 'yes'
    if (listedGroups.length === 0) return 'no'
    const own = groups?.get(user)
    if (own === undefined) return 'unknown'
    return own.some((group) => listedGroups.includes(group)) ? 'yes' : 'no'
  }
  const verdicts = users.map(userVerdict)
  const missingHosts = from.filter((_, index) => hosts[index] !== 'yes')
  const missingUsers = users.filter((_, index) => verdicts[index] !== 'yes')
  return {
    allowed: all([...hosts, ...verdicts]),
    hosts: {
      allowed: all(hosts),
      missing: missingHosts,
      unresolved: hostList.names.filter((name) => resolved?.has(name) !== true),
      unusable: hostList.unusable
    },
    users: { allowed: all(verdicts), missing: missingUsers },
    lax: [key.hosts, key.users, key.groups].filter(isEveryone),
    changes: new Map([
      ...extended(properties, key.hosts, missingHosts),
      ...extended(properties, key.users, missingUsers)
    ])
  }
}

/** Names of the three properties of a Unix user. */
export const proxyUserKeys = (
  httpfsUser: string
): { readonly hosts: string; readonly users: string; readonly groups: string } => ({
  hosts: `hadoop.proxyuser.${httpfsUser}.hosts`,
  users: `hadoop.proxyuser.${httpfsUser}.users`,
  groups: `hadoop.proxyuser.${httpfsUser}.groups`
})

/** The list as it stands, references and all, with more behind it. */
function extended(
  properties: Properties,
  name: string,
  added: readonly string[]
): readonly (readonly [string, string])[] {
  if (added.length === 0) return []
  const before = (properties.get(name)?.value ?? '').replace(/[\s,]+$/, '')
  return [[name, [...(before.trim() === '' ? [] : [before]), ...new Set(added)].join(',')]]
}

function refuseUnwritable(item: string): void {
  if (/^[^\s,*/$<>&]+$/.test(item)) return
  throw new ConsoleError(
    'BAD_INPUT',
    `${JSON.stringify(item)} cannot stand in a list of Hadoop’s proxy users`,
    { hint: 'give one user name or address, without blanks, commas and *' }
  )
}
