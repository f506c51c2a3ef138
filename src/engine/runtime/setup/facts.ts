/** What checks found out, for the checks that come after them. */
import type { Privilege } from '../../domain/setup/change.js'

export interface HostFacts {
  readonly user: string
  readonly hostname: string
  readonly home: string
  /** What it takes its own name for; `null`: it does not know it. */
  readonly ownAddress: string | null
}

export interface BrokerFacts {
  readonly host: HostFacts
  /** As whom `rabbitmqctl` works there. */
  readonly cli: Privilege
  readonly version: string
}

/** A Hadoop as it was found on a host; texts are those of its configuration, `null`: no such file. */
export interface HadoopFacts {
  readonly home: string
  readonly conf: string
  readonly javaHome: string | null
  readonly version: string
  /** `hdfs://porto:9000` */
  readonly namenode: string
  /** Up to and with `/webhdfs/v1`. */
  readonly webhdfs: string
  readonly yarn: string
  /** Where HttpFS listens by its httpfs-site.xml, up to and with `/webhdfs/v1`; `null`: there is no such file. */
  readonly httpfs: string | null
}

export interface ClusterFacts {
  readonly host: HostFacts
  readonly hadoop: HadoopFacts
  /** Up to and with `/webhdfs/v1`. */
  readonly httpfs: string
  readonly peers: string
  /** Python that has Celery. */
  readonly python: string
  /** Its worker has answered. */
  readonly greeted: boolean
}

export interface Facts {
  readonly broker: Partial<BrokerFacts>
  readonly clusters: ReadonlyMap<string, Partial<ClusterFacts>>
}
