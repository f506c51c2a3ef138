/** What things are called on the broker and in HDFS that set-up makes for a cluster. Pure. */
import type { SiteCluster } from '../../../shared/model/setup-site.js'

export interface ClusterNames {
  readonly vhost: string
  readonly queue: string
  /** The worker's user on the broker. */
  readonly brokerUser: string
  /** HDFS user of runs. */
  readonly hdfsUser: string
  readonly workFolder: string
  /** Host name or address of its Hadoop. */
  readonly address: string
}

/** One vhost and one user a cluster, so that none can read another's tasks or answer in its name (docs/protocol/tasks.md). */
export function namesOf(cluster: SiteCluster): ClusterNames {
  const { name, ssh } = cluster
  const hdfsUser = cluster.user ?? ssh.user
  return {
    vhost: cluster.vhost ?? `medusa-${name}`,
    queue: cluster.queue ?? `medusa.${name}`,
    brokerUser: cluster.brokerUser ?? `medusa-${name}`,
    hdfsUser,
    workFolder: cluster.workFolder ?? `/user/${hdfsUser}/medusa`,
    address: cluster.address ?? ssh.host
  }
}
