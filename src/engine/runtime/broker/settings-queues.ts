/** What the settings say of queues: which cluster's tasks lie where. */
import type { QueueKey, QueueRow } from '../../../shared/model/broker.js'
import type { ClusterName } from '../../../shared/model/ids.js'
import type { Environment } from '../../../shared/model/settings.js'
import type { TaskQueue } from '../../domain/broker/rights.js'

export function tasksByVhost({ clusters }: Environment): ReadonlyMap<string, readonly TaskQueue[]> {
  const byVhost = new Map<string, TaskQueue[]>()
  for (const { name, vhost, queue } of clusters)
    byVhost.set(vhost, [...(byVhost.get(vhost) ?? []), { cluster: name, queue }])
  return byVhost
}

/** A queue that the settings name. */
export interface ClusterQueue extends QueueKey {
  readonly cluster: ClusterName
}

export const settingsQueues = ({ clusters }: Environment): readonly ClusterQueue[] =>
  clusters.map(({ name: cluster, vhost, queue }) => ({ cluster, vhost, name: queue }))

/** A queue that the settings name: not there, or not known. */
export const emptyRow = (key: ClusterQueue, state: string, exists: boolean): QueueRow => ({
  vhost: key.vhost,
  name: key.name,
  cluster: key.cluster,
  ready: null,
  unacknowledged: null,
  consumers: null,
  durable: true,
  exclusive: false,
  state,
  exists
})

/**
 * Task queues first, in the order of the settings, then the others as the broker has them. One of the settings that the broker does not have
 * stands in the list, too: that it is missing is the news.
 */
export function withClusters(
  rows: readonly QueueRow[],
  wanted: readonly ClusterQueue[]
): readonly QueueRow[] {
  const there = new Map(rows.map((row) => [keyOf(row), row]))
  const own = new Set(wanted.map(keyOf))
  const tasks = wanted.map((key) => {
    const row = there.get(keyOf(key))
    return row === undefined ? emptyRow(key, 'missing', false) : { ...row, cluster: key.cluster }
  })
  return [...tasks, ...rows.filter((row) => !own.has(keyOf(row)))]
}

/** n.b. no name holds a line feed. */
const keyOf = ({ vhost, name }: QueueKey): string => `${vhost}\n${name}`
