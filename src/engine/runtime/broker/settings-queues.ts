/** What the settings say of queues: which cluster's tasks lie where. */
import type { QueueKey, QueueRow } from '../../../shared/model/broker.js'
import type { Environment } from '../../../shared/model/settings.js'
import type { TaskQueue } from '../../domain/broker/rights.js'

export function tasksByVhost({
  clusters
}: Environment): ReadonlyMap<string, readonly TaskQueue[]> {
  const byVhost = new Map<string, TaskQueue[]>()
  for (const { name, vhost, queue } of clusters)
    byVhost.set(vhost, [...(byVhost.get(vhost) ?? []), { cluster: name, queue }])
  return byVhost
}

export const settingsQueues = ({ clusters }: Environment): readonly QueueKey[] =>
  clusters.map(({ vhost, queue }) => ({ vhost, name: queue }))

/** A queue that the settings name: not there, or not known. */
export const emptyRow = (key: QueueKey, state: string, exists: boolean): QueueRow => ({
  ...key,
  ready: null,
  unacknowledged: null,
  consumers: null,
  durable: true,
  exclusive: false,
  state,
  exists
})

/** Queues of the settings that the broker does not have stand in the list, too: that they are missing is the news. */
export function withMissing(
  rows: readonly QueueRow[],
  wanted: readonly QueueKey[]
): readonly QueueRow[] {
  const there = new Set(rows.map(({ vhost, name }) => `${vhost}\n${name}`))
  const missing = wanted.filter(({ vhost, name }) => !there.has(`${vhost}\n${name}`))
  return missing.length === 0
    ? rows
    : [...missing.map((key) => emptyRow(key, 'missing', false)), ...rows]
}
