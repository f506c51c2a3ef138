/** ResourceManagers in memory. Double at its port. */
import { ConsoleError } from '../../src/shared/model/errors.js'
import type { ClusterName } from '../../src/shared/model/ids.js'
import type { Yarn, YarnMetrics } from '../../src/engine/ports/yarn.js'

export const idleYarn: YarnMetrics = {
  vcoresUsed: 0,
  vcores: 8,
  memoryUsedBytes: 0,
  memoryBytes: 2 * 1024 ** 3,
  applications: 0,
  nodes: 1
}

export class FakeYarn implements Yarn {
  readonly #silent = new Set<ClusterName>()
  readonly #metrics = new Map<ClusterName, YarnMetrics>()
  /** Clusters that were asked, in order. */
  readonly asked: ClusterName[] = []

  constructor(private readonly clusters: readonly ClusterName[]) {}

  shows(cluster: ClusterName, metrics: Partial<YarnMetrics>): void {
    this.#metrics.set(cluster, { ...idleYarn, ...metrics })
  }

  silence(cluster: ClusterName): void {
    this.#silent.add(cluster)
  }

  heal(cluster: ClusterName): void {
    this.#silent.delete(cluster)
  }

  metrics(cluster: ClusterName): Promise<YarnMetrics> {
    this.asked.push(cluster)
    if (!this.clusters.includes(cluster))
      return Promise.reject(
        new ConsoleError('CLUSTER_UNKNOWN', `there is no cluster "${cluster}" in the settings`)
      )
    if (this.#silent.has(cluster))
      return Promise.reject(
        new ConsoleError('CLUSTER_UNREACHABLE', `the ResourceManager of "${cluster}": no answer`)
      )
    return Promise.resolve(this.#metrics.get(cluster) ?? idleYarn)
  }
}
