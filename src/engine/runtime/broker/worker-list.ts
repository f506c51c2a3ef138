/** The workers whose heartbeats were heard. One that will not come back can be forgotten; it returns with its next heartbeat. */
import type { WorkerRow } from '../../../shared/model/broker.js'
import type { ClusterName } from '../../../shared/model/ids.js'
import type { Heartbeat } from '../../ports/workers.js'

/** A broker that makes up workers must not fill the memory. */
const MOST_WORKERS = 2_000

export class WorkerList {
  readonly #workers = new Map<string, WorkerRow>()

  /** @param vhosts - of each cluster */
  constructor(private readonly vhosts: ReadonlyMap<ClusterName, string>) {}

  hear({ cluster, at, worker, load }: Heartbeat): void {
    const key = keyOf(cluster, worker)
    const before = this.#workers.get(key)
    if (before === undefined && this.#workers.size >= MOST_WORKERS) this.#dropOldest()
    this.#workers.set(key, {
      cluster,
      vhost: this.vhosts.get(cluster) ?? '',
      worker,
      since: before?.since ?? at,
      at,
      beats: (before?.beats ?? 0) + 1,
      load
    })
  }

  forget(cluster: ClusterName, worker: string): void {
    this.#workers.delete(keyOf(cluster, worker))
  }

  rows(): readonly WorkerRow[] {
    return [...this.#workers.values()].sort((a, b) =>
      a.cluster === b.cluster ? compare(a.worker, b.worker) : compare(a.cluster, b.cluster)
    )
  }

  #dropOldest(): void {
    const [oldest] = [...this.#workers.entries()].sort(([, a], [, b]) => a.at - b.at)
    if (oldest !== undefined) this.#workers.delete(oldest[0])
  }
}

const keyOf = (cluster: ClusterName, worker: string): string => `${cluster} ${worker}`
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
