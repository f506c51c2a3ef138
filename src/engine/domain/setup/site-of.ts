/** A set-up for an environment that is there already, however it came to be: what the doctor looks at. Pure. */
import { siteSchema, type Site } from '../../../shared/model/setup-site.js'
import type { Environment } from '../../../shared/model/settings.js'

/** @returns `null` when no cluster has ssh: then nothing of it can be looked at */
export function siteOf({ broker, clusters, jarFolders }: Environment): Site | null {
  const reached = clusters.flatMap(
    ({ name, ssh, address, user, vhost, queue, workFolder, hadoophome, javahome }) =>
      ssh === undefined
        ? []
        : [{ name, ssh, address, user, vhost, queue, workFolder, hadoophome, javahome }]
  )
  if (reached.length === 0) return null
  const port = /:(\d+)(\/|$)/.exec(broker.management ?? '')?.[1]
  const managementPort = port === undefined ? undefined : Number(port)
  return siteSchema.parse({
    broker: { host: broker.host, port: broker.port, managementPort, consoleUser: broker.user },
    clusters: reached,
    jarFolders
  })
}
