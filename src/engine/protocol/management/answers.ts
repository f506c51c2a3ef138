/**
 * What the management API answers, read tolerantly: a field that is missing or of another type in some version becomes a neutral value,
 * because a page of figures must not go blind for one of them. Written by hand where lists may hold thousands of rows.
 */
import { z } from 'zod'
import type {
  BrokerNode,
  ConnectionRow,
  QueueDetail,
  QueueRow,
  Rights
} from '../../../shared/model/broker.js'
import { ConsoleError } from '../../../shared/model/errors.js'
import { millis, type Millis } from '../../../shared/model/ids.js'
import { SAMPLES } from './urls.js'

type Fields = Readonly<Record<string, unknown>>
const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {}
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const count = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : 0
const countOrNull = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null
const rate = (details: unknown): number => count(fields(details)['rate'])

/** @throws ConsoleError `BROKER_REFUSED` for what is no list */
export function rows(what: string, json: unknown): readonly Fields[] {
  if (Array.isArray(json)) return json.map(fields)
  // Newer versions answer in pages when they like to.
  const items = fields(json)['items']
  if (Array.isArray(items)) return items.map(fields)
  throw new ConsoleError('BROKER_REFUSED', `${what}: RabbitMQ answered something that is no list`, {
    hint: 'does "broker.management" in the settings name RabbitMQ’s management plugin?'
  })
}

const identitySchema = z.object({
  name: z.string(),
  // an array since 3.9, before that "a,b"
  tags: z.union([z.array(z.string()), z.string()]).transform((tags) => listed(tags))
})
export const listed = (tags: unknown): readonly string[] =>
  Array.isArray(tags)
    ? tags.map(text)
    : text(tags)
        .split(',')
        .map((tag) => tag.trim())
        .filter((tag) => tag !== '')

export interface Identity {
  readonly name: string
  readonly tags: readonly string[]
}
export function identity(json: unknown): Identity {
  const parsed = identitySchema.safeParse(json)
  if (parsed.success) return parsed.data
  throw new ConsoleError('BROKER_REFUSED', 'what answers is not RabbitMQ’s management plugin', {
    hint: 'check "broker.management" in the settings'
  })
}

export function node(overview: unknown, nodes: unknown): BrokerNode {
  const o = fields(overview)
  const totals = fields(o['object_totals'])
  const stats = fields(o['message_stats'])
  const own = rowsOrNone(nodes).find((each) => each['name'] === o['node'])
  return {
    name: text(o['node']),
    version: text(o['rabbitmq_version']),
    erlang: text(o['erlang_version']),
    publishRate: rate(stats['publish_details']),
    deliverRate: rate(stats['deliver_get_details']),
    connections: count(totals['connections']),
    channels: count(totals['channels']),
    consumers: count(totals['consumers']),
    queues: count(totals['queues']),
    memory:
      own === undefined || countOrNull(own['mem_used']) === null
        ? null
        : {
            used: count(own['mem_used']),
            limit: count(own['mem_limit']),
            alarm: own['mem_alarm'] === true
          },
    disk:
      own === undefined || countOrNull(own['disk_free']) === null
        ? null
        : {
            free: count(own['disk_free']),
            limit: count(own['disk_free_limit']),
            alarm: own['disk_free_alarm'] === true
          },
    uptimeMs: own === undefined ? null : countOrNull(own['uptime'])
  }
}
const rowsOrNone = (json: unknown): readonly Fields[] =>
  Array.isArray(json) ? json.map(fields) : []

export const queueRow = (row: Fields): QueueRow => ({
  vhost: text(row['vhost']),
  name: text(row['name']),
  cluster: null,
  ready: countOrNull(row['messages_ready']),
  unacknowledged: countOrNull(row['messages_unacknowledged']),
  consumers: countOrNull(row['consumers']),
  durable: row['durable'] === true,
  exclusive: row['exclusive'] === true,
  state: text(row['state']),
  exists: true
})

export function queueDetail(json: unknown, at: Millis): QueueDetail {
  const row = fields(json)
  const stats = fields(row['message_stats'])
  return {
    vhost: text(row['vhost']),
    name: text(row['name']),
    at,
    consumers: count(row['consumers']),
    inRate: rate(stats['publish_details']),
    outRate: rate(stats['deliver_get_details']),
    samples: increments(fields(stats['publish_details'])['samples']),
    sampleSeconds: SAMPLES.every
  }
}

/** Counters since the queue's beginning, newest first → what came in between two of them, oldest first. */
function increments(samples: unknown): readonly (number | null)[] {
  if (!Array.isArray(samples)) return []
  const totals = samples
    .slice(0, SAMPLES.seconds / SAMPLES.every + 1)
    .map((sample) => countOrNull(fields(sample)['sample']))
    .reverse()
  return totals.slice(1).map((total, index) => {
    const before = totals[index] ?? null
    return total === null || before === null ? null : Math.max(0, total - before)
  })
}

export interface VhostFacts {
  readonly name: string
  readonly description: string
  readonly messages: number
  readonly running: boolean
}
export const vhostFacts = (row: Fields): VhostFacts => ({
  name: text(row['name']),
  description: text(row['description']),
  messages: count(row['messages']),
  running: Object.values(fields(row['cluster_state'])).every((state) => state === 'running')
})

export function connectionRows(
  connections: unknown,
  channels: unknown,
  consumers: unknown
): readonly ConnectionRow[] {
  const unacknowledged = new Map<string, number>()
  for (const channel of rows('channels', channels)) {
    const name = text(fields(channel['connection_details'])['name'])
    unacknowledged.set(
      name,
      (unacknowledged.get(name) ?? 0) + count(channel['messages_unacknowledged'])
    )
  }
  const queues = new Map<string, string[]>()
  for (const consumer of rows('consumers', consumers)) {
    const name = text(fields(consumer['channel_details'])['connection_name'])
    queues.set(name, [...(queues.get(name) ?? []), text(fields(consumer['queue'])['name'])])
  }
  return rows('connections', connections).map((row) => {
    const name = text(row['name'])
    const client = fields(row['client_properties'])
    return {
      name,
      user: text(row['user']),
      vhost: text(row['vhost']),
      peer: `${text(row['peer_host'])}:${count(row['peer_port'])}`,
      state: text(row['state']),
      client: text(client['connection_name']) || text(client['product']),
      channels: count(row['channels']),
      consumers: queues.get(name) ?? [],
      unacknowledged: unacknowledged.get(name) ?? 0,
      connectedAt: millis(count(row['connected_at'])),
      tls: row['ssl'] === true,
      inBytesRate: rate(row['recv_oct_details']),
      outBytesRate: rate(row['send_oct_details'])
    }
  })
}

export interface UserFacts {
  readonly name: string
  readonly tags: readonly string[]
  /** n.b. stays in the main process. */
  readonly passwordHash: string
  readonly hashingAlgorithm: string
}
export const userFacts = (json: unknown): UserFacts => {
  const row = fields(json)
  return {
    name: text(row['name']),
    tags: listed(row['tags']),
    passwordHash: text(row['password_hash']),
    hashingAlgorithm: text(row['hashing_algorithm'])
  }
}

export interface RightsRow extends Rights {
  readonly user: string
  readonly vhost: string
}
export const rightsRow = (row: Fields): RightsRow => ({
  user: text(row['user']),
  vhost: text(row['vhost']),
  configure: text(row['configure']),
  write: text(row['write']),
  read: text(row['read'])
})

export const nameOf = (row: Fields): string => text(row['name'])
