/** A cluster's settings as lines to read. */
import { plainFields, valuesOf, type HopValues } from '../form/cluster-values.js'
import { plainCopy } from '../form/field-copy.js'

export interface SettingsLine {
  readonly title: string
  readonly value: string
}

/** What is not set has no line. */
export function settingsLines(cluster: Readonly<Record<string, unknown>>): readonly SettingsLine[] {
  const { plain, bySsh, ssh, jump } = valuesOf(cluster)
  const set = plainFields
    .filter((field) => field !== 'name' && plain[field] !== '')
    .map((field) => ({ title: plainCopy[field].label, value: plain[field] }))
  if (!bySsh) return [...set, { title: 'Secure shell', value: 'none' }]
  return [
    ...set,
    { title: 'Secure shell', value: placeOf(ssh) },
    ...jump.map((hop, index) => ({ title: `Jump host ${String(index + 1)}`, value: placeOf(hop) })),
    { title: 'Host key', value: ssh.hostKey },
    { title: 'Key file', value: ssh.identityFile === '' ? 'the ssh agent' : ssh.identityFile }
  ]
}

const placeOf = ({ user, host, port }: HopValues): string => `${user}@${host}:${port || '22'}`
