/** Names of the fields, what belongs into them, and what is said when something else stands there. */
import type { SettingsIssue } from '@shared/ipc/settings-view.js'
import {
  plainFields,
  typedHopFields,
  type ClusterValues,
  type HopField,
  type PlainField
} from './cluster-values.js'

interface FieldCopy {
  readonly label: string
  readonly hint?: string
  /** What is right, when it is wrong. */
  readonly rule: string
}

const URL_RULE = 'Begins with http:// or https://, for example'

export const plainCopy: Readonly<Record<PlainField, FieldCopy>> = {
  name: {
    label: 'Name',
    hint: 'Small letters, digits and “-”; it names queue and vhost',
    rule: 'Small letters, digits and “-”, at most 80; begins with a letter or digit.'
  },
  address: { label: 'Address', hint: 'Host name or IP', rule: 'A host name or an IP address.' },
  vhost: {
    label: 'Vhost',
    hint: 'On the broker, for this cluster alone',
    rule: 'The name of a vhost.'
  },
  queue: { label: 'Queue', hint: 'Its worker reads it', rule: 'The name of a queue.' },
  httpfs: {
    label: 'HttpFS',
    hint: 'Up to /webhdfs/v1; “none” where there is none',
    rule: `${URL_RULE} http://HOST:14000/webhdfs/v1; “none” where there is none.`
  },
  webhdfs: {
    label: 'WebHDFS',
    hint: 'The NameNode, up to /webhdfs/v1',
    rule: `${URL_RULE} http://HOST:9870/webhdfs/v1.`
  },
  peers: {
    label: 'For other clusters',
    hint: 'Where they read from; empty: HttpFS',
    rule: `${URL_RULE} http://HOST:14001/webhdfs/v1, or empty.`
  },
  yarn: {
    label: 'YARN',
    hint: 'The ResourceManager',
    rule: `${URL_RULE} http://HOST:8088.`
  },
  workFolder: {
    label: 'Work folder',
    hint: 'In HDFS; runs keep everything below it',
    rule: 'A path in HDFS that begins with “/”.'
  },
  user: { label: 'HDFS user', hint: 'Whose files they are', rule: 'The name of an HDFS user.' },
  localhome: { label: 'localhome', rule: 'A path on the cluster, or empty.' },
  hadoophome: { label: 'hadoophome', rule: 'A path on the cluster, or empty.' },
  javahome: { label: 'javahome', rule: 'A path on the cluster, or empty.' },
  hadoopmanager: { label: 'hadoopmanager', rule: 'A host name, or empty.' },
  namenode: { label: 'namenode', rule: 'For example hdfs://HOST:9000, or empty.' }
}

export const hopCopy: Readonly<Record<HopField, FieldCopy>> = {
  host: { label: 'Host', rule: 'A host name or an IP address.' },
  port: { label: 'Port', rule: 'A whole number from 1 to 65535.' },
  user: { label: 'User', rule: 'The name to log in with.' },
  identityFile: {
    label: 'Key file',
    hint: 'Empty: the ssh agent. A key with a passphrase only works through the agent',
    rule: 'The path of a private key, or empty for the ssh agent.'
  },
  hostKey: {
    label: 'Host key',
    hint: 'Its SHA-256 fingerprint; Test asks the host for it',
    rule: 'Not known yet: press Test, and the host is asked. Or paste it: SHA256: and 43 characters.'
  },
  hostKeyType: {
    label: 'Kind of key',
    rule: 'It is said to be of a kind that ssh does not know: type the fingerprint anew.'
  }
}

/** Longest name of a cluster: `clusterNameSchema`. */
const LONGEST_NAME = 80

/** What of a name is not allowed, in words; `null`: nothing. */
export function nameFault(name: string, others: readonly string[]): string | null {
  if (others.includes(name)) return `There is a cluster “${name}” already: choose another name.`
  if (/^[a-z0-9][a-z0-9-]*$/.test(name))
    return name.length <= LONGEST_NAME
      ? null
      : `${String(name.length)} characters, at most ${String(LONGEST_NAME)} are allowed.`
  const wrong = Array.from(name).find((letter) => !/[a-z0-9-]/.test(letter))
  return wrong === undefined
    ? 'Begins with a letter or digit.'
    : `${spoken(wrong)} is not allowed: small letters, digits and “-” are.`
}

function spoken(letter: string): string {
  if (letter === ' ') return 'A space'
  if (/\s/.test(letter)) return 'A line break or tab'
  if (/[A-Z]/.test(letter)) return `The large letter “${letter}”`
  return `“${letter}”`
}

/** `name`, `ssh.port`, `jump.0.host`: what a message belongs to. */
export type FieldId = string

/**
 * Messages of the settings' check that belong to this cluster, by field.
 *
 * @param index - the cluster's place in the text that was checked
 */
export function messagesOf(
  issues: readonly SettingsIssue[],
  environment: string,
  index: number
): Readonly<Record<FieldId, string>> {
  const own = issues.filter((issue) => isOf(issue, environment, index))
  // The first message of a field is the one that stands there.
  return Object.fromEntries(
    own.map((issue) => [fieldOf(issue.path.slice(OWN_PATH)), messageOf(issue)]).reverse()
  ) as Record<FieldId, string>
}

/** What is wrong with this cluster where no field of the form is: an unknown key, too many jump hosts. */
export const issuesWithoutField = (
  issues: readonly SettingsIssue[],
  environment: string,
  index: number,
  values: ClusterValues
): readonly SettingsIssue[] =>
  issues.filter(
    (issue) =>
      isOf(issue, environment, index) && !hasField(fieldOf(issue.path.slice(OWN_PATH)), values)
  )

/** Does the form show such a field? */
export function hasField(field: FieldId, { bySsh, jump }: ClusterValues): boolean {
  if (field === 'key' || plainFields.some((each) => each === field)) return true
  const [, hop, of] = /^(ssh|jump\.\d+)\.(\w+)$/.exec(field) ?? []
  const isThere = hop === 'ssh' || Number(hop?.slice('jump.'.length)) < jump.length
  return bySsh && isThere && typedHopFields.some((each) => each === of)
}

/** Messages that are about something else: they too keep the settings from being saved. */
export const otherIssues = (
  issues: readonly SettingsIssue[],
  environment: string,
  index: number
): readonly SettingsIssue[] => issues.filter((issue) => !isOf(issue, environment, index))

/** `environments`, its name, `clusters`, its index. */
export const OWN_PATH = 4

const isOf = ({ path }: SettingsIssue, environment: string, index: number): boolean =>
  path[0] === 'environments' &&
  path[1] === environment &&
  path[2] === 'clusters' &&
  path[3] === index

function fieldOf(path: readonly (string | number)[]): FieldId {
  const [first = '', second, third, fourth] = path
  if (first !== 'ssh') return String(first)
  const of = (field: string | number = 'host'): string =>
    field === 'hostKeyType' ? 'hostKey' : String(field)
  return second === 'jump' ? `jump.${String(third)}.${of(fourth)}` : `ssh.${of(second)}`
}

function messageOf({ path, message }: SettingsIssue): string {
  const last = String(path.at(-1))
  const copy: Readonly<Record<string, FieldCopy>> = path.includes('ssh') ? hopCopy : plainCopy
  return copy[last]?.rule ?? message
}
