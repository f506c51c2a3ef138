/** A cluster's settings as lines to read. */
import { plainFieldText } from '../../../text/cluster-form.js'
import { clusterFactsText as text } from '../../../text/cluster-page.js'
import { plainFields, valuesOf, type HopValues } from '../form/cluster-values.js'

export interface SettingsLine {
  readonly title: string
  readonly value: string
}

/** What is not set has no line. */
export function settingsLines(cluster: Readonly<Record<string, unknown>>): readonly SettingsLine[] {
  const { plain, bySsh, ssh, jump } = valuesOf(cluster)
  const set = plainFields
    .filter((field) => field !== 'name' && plain[field] !== '')
    .map((field) => ({ title: plainFieldText[field].label, value: plain[field] }))
  if (!bySsh) return [...set, { title: text.ssh, value: text.noSsh }]
  return [
    ...set,
    { title: text.ssh, value: placeOf(ssh) },
    ...jump.map((hop, index) => ({ title: text.jumpHost(index + 1), value: placeOf(hop) })),
    { title: text.hostKey, value: ssh.hostKey },
    { title: text.keyFile, value: ssh.identityFile === '' ? text.agent : ssh.identityFile }
  ]
}

const placeOf = ({ user, host, port }: HopValues): string => `${user}@${host}:${port || '22'}`
