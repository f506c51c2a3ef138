/** An empty form of machines, and whether what was kept is one of today's shape. Pure. */
import type { ClusterSiteForm, SiteForm, SshForm } from '@shared/model/site-form.js'
import { textsIn } from '../../../lib/kept.js'

const noSsh = (): SshForm => ({
  host: '',
  port: '22',
  user: '',
  identityFile: '',
  hostKey: '',
  hostKeyType: ''
})

export const noCloud = (): ClusterSiteForm => ({
  name: '',
  address: '',
  user: '',
  hadoophome: '',
  ssh: noSsh()
})

export const noSite = (): SiteForm => ({
  broker: {
    host: '',
    port: '5672',
    managementPort: '15672',
    adminUser: 'medusa-admin',
    consoleUser: 'medusa-console',
    bySsh: true,
    ssh: noSsh()
  },
  clusters: [noCloud()]
})

const isSsh = textsIn('host', 'port', 'user', 'identityFile', 'hostKey', 'hostKeyType')
const isBroker = textsIn('host', 'port', 'managementPort', 'adminUser', 'consoleUser')
const isCloud = textsIn('name', 'address', 'user', 'hadoophome')
const sshOf = (raw: unknown): unknown =>
  typeof raw === 'object' && raw !== null && 'ssh' in raw ? raw.ssh : null

export function isSiteForm(raw: unknown): raw is SiteForm {
  if (typeof raw !== 'object' || raw === null) return false
  const { broker, clusters } = raw as Partial<Record<keyof SiteForm, unknown>>
  return (
    isBroker(broker) &&
    isSsh(sshOf(broker)) &&
    Array.isArray(clusters) &&
    clusters.every((cluster) => isCloud(cluster) && isSsh(sshOf(cluster)))
  )
}
