/** The environment that comes of a set-up: what was found out and what was made. */
import type { SiteCluster } from '../../../../shared/model/setup-site.js'
import { environmentSchema, type Environment } from '../../../../shared/model/settings.js'
import { namesOf } from '../../../domain/setup/names.js'
import type { Bench } from '../bench.js'

/**
 * @param clusters - which; of each at least Hadoop was found
 * @param instead - to try something out: another way to HDFS
 */
export function environmentOf(
  { site, facts, ports }: Pick<Bench, 'site' | 'facts' | 'ports'>,
  clusters: readonly SiteCluster[],
  instead: { readonly httpfs?: string } = {}
): Environment {
  const { broker } = site
  return environmentSchema.parse({
    broker: {
      host: broker.host,
      port: broker.port,
      user: broker.consoleUser,
      management: `http://${broker.host}:${String(broker.managementPort)}`
    },
    clusters: clusters.map((cluster) => {
      const { hadoop, host, httpfs, peers } = facts.clusters.get(cluster.name) ?? {}
      const names = namesOf(cluster)
      const httpfsNow = instead.httpfs ?? httpfs
      return {
        name: cluster.name,
        address: names.address,
        vhost: names.vhost,
        queue: names.queue,
        ...(httpfsNow === undefined ? {} : { httpfs: httpfsNow }),
        webhdfs: hadoop?.webhdfs,
        ...(peers === undefined ? {} : { peers }),
        yarn: hadoop?.yarn,
        ssh: cluster.ssh,
        workFolder: names.workFolder,
        user: names.hdfsUser,
        ...(host === undefined ? {} : { localhome: host.home }),
        ...(hadoop === undefined
          ? {}
          : { hadoophome: hadoop.home, namenode: hadoop.namenode, hadoopmanager: names.address }),
        ...(hadoop === undefined || hadoop.javaHome === null ? {} : { javahome: hadoop.javaHome })
      }
    }),
    secretsFile: ports.store.secretsFile,
    jarFolders: site.jarFolders
  })
}
