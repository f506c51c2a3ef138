/** The port to a cluster's ResourceManager: how much of it is in use. */
import type { ClusterName } from '../../shared/model/ids.js'

export interface YarnMetrics {
  readonly vcoresUsed: number
  readonly vcores: number
  readonly memoryUsedBytes: number
  readonly memoryBytes: number
  /** Running. */
  readonly applications: number
  /** Nodes that take work. */
  readonly nodes: number
}

export interface Yarn {
  /** @throws ConsoleError `CLUSTER_UNREACHABLE` when nothing, or nothing useful, comes within `timeoutMs`; `CLUSTER_UNKNOWN` */
  metrics(cluster: ClusterName, timeoutMs: number): Promise<YarnMetrics>
}
