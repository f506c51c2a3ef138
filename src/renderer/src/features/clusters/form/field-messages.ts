/** What is said of a field when something else stands there than belongs into it. */
import type { SettingsIssue } from '@shared/ipc/settings-view.js'
import {
  hopFieldText,
  nameFaultText as faults,
  plainFieldText,
  type FieldText
} from '../../../text/cluster-form.js'
import { plainFields, typedHopFields, type ClusterValues } from './cluster-values.js'

/** Longest name of a cluster: `clusterNameSchema`. */
const LONGEST_NAME = 80

/** What of a name is not allowed, in words; `null`: nothing. */
export function nameFault(name: string, others: readonly string[]): string | null {
  if (others.includes(name)) return faults.taken(name)
  if (/^[a-z0-9][a-z0-9-]*$/.test(name))
    return name.length <= LONGEST_NAME ? null : faults.long(name.length, LONGEST_NAME)
  const wrong = Array.from(name).find((letter) => !/[a-z0-9-]/.test(letter))
  return wrong === undefined ? faults.begin : faults.wrong(spoken(wrong))
}

function spoken(letter: string): string {
  if (letter === ' ') return faults.space
  if (/\s/.test(letter)) return faults.blank
  if (/[A-Z]/.test(letter)) return faults.large(letter)
  return faults.letter(letter)
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
  const texts: Readonly<Record<string, FieldText>> = path.includes('ssh')
    ? hopFieldText
    : plainFieldText
  return texts[last]?.rule ?? message
}
