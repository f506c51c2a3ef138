/** Which queues are shown, in which order: scope, filter, sort. Pure; 5,000 queues take some milliseconds. */
import type { QueueDetail, QueueRow, WorkerRow } from '@shared/model/broker.js'
import type { ClusterName, Millis } from '@shared/model/ids.js'
import { textFilter } from '../../lib/text-filter.js'
import { brokerText } from '../../text/broker.js'
import { keyOf } from './queue-key.js'

export type QueueScope = 'tasks' | 'replies' | 'all'
export type QueueSort = 'order' | 'name' | 'vhost' | 'ready' | 'unacknowledged'

export interface QueueChoice {
  readonly scope: QueueScope
  readonly filter: string
  readonly sort: QueueSort
  readonly direction: 'up' | 'down'
}

export const firstChoice: QueueChoice = {
  scope: 'tasks',
  filter: '',
  sort: 'order',
  direction: 'up'
}

export const inScope = (row: QueueRow, scope: QueueScope): boolean =>
  scope === 'all' ||
  (scope === 'tasks' ? row.cluster !== null : row.name.startsWith('medusa.replies.'))

export interface QueueList {
  readonly rows: readonly QueueRow[]
  /** What is wrong with the filter, and what is shown instead; `null`: nothing. */
  readonly problem: string | null
}

export function listQueues(
  rows: readonly QueueRow[],
  { scope, filter, sort, direction }: QueueChoice
): QueueList {
  const scoped = rows.filter((row) => inScope(row, scope))
  const { rows: found, problem } = filtered(scoped, filter)
  if (sort === 'order') return { rows: found, problem }
  const sign = direction === 'up' ? 1 : -1
  return { rows: found.toSorted((a, b) => sign * compare(a, b, sort)), problem }
}

/** What is no pattern is looked for as it stands. */
function filtered(rows: readonly QueueRow[], filter: string): QueueList {
  const { matches, error } = textFilter(filter)
  return {
    rows: rows.filter(({ name }) => matches(name)),
    problem: error === null ? null : brokerText.queueNotes.noPattern(error)
  }
}

function compare(a: QueueRow, b: QueueRow, by: Exclude<QueueSort, 'order'>): number {
  if (by === 'ready' || by === 'unacknowledged')
    return (a[by] ?? -1) - (b[by] ?? -1) || words(a.name, b.name)
  return words(a[by], b[by]) || words(a.name, b.name)
}
const words = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Replies that wait in each vhost. */
export function repliesWaiting(rows: readonly QueueRow[]): ReadonlyMap<string, number> {
  const waiting = new Map<string, number>()
  for (const { vhost, name, ready } of rows)
    if (name.startsWith('medusa.replies.'))
      waiting.set(vhost, (waiting.get(vhost) ?? 0) + (ready ?? 0))
  return waiting
}

export interface QueueNote {
  readonly row: QueueRow
  readonly title: string
  readonly text: string
}

/** What is wrong with task queues: nobody takes from them, or they are not there. */
export function queueNotes(
  rows: readonly QueueRow[],
  details: ReadonlyMap<string, QueueDetail>
): readonly QueueNote[] {
  return rows.flatMap((row): readonly QueueNote[] => {
    if (row.cluster === null) return []
    if (!row.exists)
      return [
        {
          row,
          title: brokerText.queueNotes.missing(row.name),
          text: brokerText.queueNotes.missingText(row.cluster, row.vhost)
        }
      ]
    const consumers = details.get(keyOf(row))?.consumers ?? row.consumers
    if (consumers !== 0) return []
    return [
      {
        row,
        title: brokerText.queueNotes.nobody(row.name),
        text: brokerText.queueNotes.nobodyText(row.cluster, (row.ready ?? 0) > 0)
      }
    ]
  })
}

/** When each cluster was last heard, by any of its workers. */
export function newestBeats(workers: readonly WorkerRow[]): ReadonlyMap<ClusterName, Millis> {
  const beats = new Map<ClusterName, Millis>()
  for (const { cluster, at } of workers) if (at > (beats.get(cluster) ?? 0)) beats.set(cluster, at)
  return beats
}

/** Queues there are in each vhost. */
export function queuesByVhost(rows: readonly QueueRow[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { vhost, exists } of rows) if (exists) counts.set(vhost, (counts.get(vhost) ?? 0) + 1)
  return counts
}

/** Rows that left the view keep what was seen of them. */
export const withDetails = (
  rows: readonly QueueDetail[],
  before: ReadonlyMap<string, QueueDetail> = new Map()
): ReadonlyMap<string, QueueDetail> =>
  new Map([...before, ...rows.map((row) => [keyOf(row), row] as const)])
