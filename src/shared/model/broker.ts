/**
 * RabbitMQ as the broker page shows it: node, queues, connections, users, rights. Plain data, each part with its age.
 *
 * Three pictures travel: the small one (`BrokerSnapshot`), the list of all queues (`BrokerQueues`, only when it changed), and the details of
 * the rows that are in view (`BrokerRows`).
 */
import type { WireError } from './errors.js'
import type { ClusterName, Millis } from './ids.js'
import type { Seen } from './watch.js'

/** The parts of the page; only what is looked at is asked for. */
export const brokerTabs = ['queues', 'vhosts', 'connections', 'workers'] as const
export type BrokerTab = (typeof brokerTabs)[number]

export interface QueueKey {
  readonly vhost: string
  readonly name: string
}

/** Regular expressions of one user in one vhost, as RabbitMQ keeps them; empty means `^$`. */
export interface Rights {
  readonly configure: string
  readonly write: string
  readonly read: string
}

export interface BrokerNode {
  readonly name: string
  readonly version: string
  readonly erlang: string
  /** Messages a second, over all vhosts. */
  readonly publishRate: number
  readonly deliverRate: number
  readonly connections: number
  readonly channels: number
  readonly consumers: number
  readonly queues: number
  readonly memory: { readonly used: number; readonly limit: number; readonly alarm: boolean } | null
  readonly disk: { readonly free: number; readonly limit: number; readonly alarm: boolean } | null
  readonly uptimeMs: number | null
}

export interface QueueRow extends QueueKey {
  /** Whose tasks lie in it; `null`: another queue. */
  readonly cluster: ClusterName | null
  /** `null`: the broker did not count them for us. */
  readonly ready: number | null
  /** `null`: AMQP alone cannot show it. */
  readonly unacknowledged: number | null
  /** Known for all rows where AMQP alone is asked; otherwise it stands in the details. */
  readonly consumers: number | null
  readonly durable: boolean
  readonly exclusive: boolean
  readonly state: string
  /** `false`: a queue of the settings that is not there. */
  readonly exists: boolean
}

export interface QueueDetail extends QueueKey {
  readonly at: Millis
  readonly consumers: number
  readonly inRate: number
  readonly outRate: number
  /** Messages that came in, by time, oldest first; `null`: not seen then. At most 60. */
  readonly samples: readonly (number | null)[]
  /** Seconds between two samples. */
  readonly sampleSeconds: number
}

export interface VhostRow {
  readonly name: string
  readonly description: string
  readonly messages: number
  /** The clusters whose tasks go through it. */
  readonly clusters: readonly ClusterName[]
  readonly running: boolean
}

export interface ConnectionRow {
  readonly name: string
  readonly user: string
  readonly vhost: string
  readonly peer: string
  readonly state: string
  /** As the client calls itself, for example `medusa console, consuming`. */
  readonly client: string
  readonly channels: number
  readonly consumers: readonly string[]
  readonly unacknowledged: number
  readonly connectedAt: Millis
  readonly tls: boolean
  readonly inBytesRate: number
  readonly outBytesRate: number
}

export interface UserRow {
  readonly name: string
  readonly tags: readonly string[]
  readonly hasPassword: boolean
  readonly rights: readonly (Rights & { readonly vhost: string })[]
  /** What it may do, in one sentence. */
  readonly says: string
  /** The console itself works with this user. */
  readonly own: boolean
}

export interface WorkerRow {
  readonly cluster: ClusterName
  readonly vhost: string
  readonly worker: string
  /** First and last heartbeat this console heard. */
  readonly since: Millis
  readonly at: Millis
  readonly beats: number
  readonly load: readonly number[]
}

export interface BrokerExport {
  readonly file: string
  readonly at: Millis
  readonly bytes: number
}

/** As whom the management plugin is asked. */
export interface ActingUser {
  readonly user: string
  readonly tags: readonly string[]
  readonly administrator: boolean
  /** The settings' own user, or one somebody signed in with for this session. */
  readonly from: 'settings' | 'session'
}

export interface BrokerSnapshot {
  readonly environment: string
  /** Grows with every change. */
  readonly version: number
  readonly at: Millis
  /** Base URL of the management plugin; `null`: the settings name none. */
  readonly management: string | null
  /** Where the queues' figures come from now. */
  readonly source: 'management' | 'amqp' | 'nothing'
  /** Why the last round did not get what it wanted from the plugin; `null`: it did. */
  readonly problem: WireError | null
  /** Why AMQP did not answer either, when it was asked. */
  readonly amqpProblem: WireError | null
  readonly acting: Seen<ActingUser>
  readonly node: Seen<BrokerNode>
  /** Milliseconds from a request to the plugin's answer. */
  readonly roundTripMs: Seen<number>
  /** How many queues there are; the rows travel by themselves. */
  readonly queues: Seen<number>
  readonly vhosts: Seen<readonly VhostRow[]>
  readonly connections: Seen<readonly ConnectionRow[]>
  readonly users: Seen<readonly UserRow[]>
  readonly workers: readonly WorkerRow[]
  /** Newest first. */
  readonly exports: readonly BrokerExport[]
}

/** Sent only when something in it changed; when it was seen stands in the snapshot. */
export interface BrokerQueues {
  readonly environment: string
  readonly version: number
  readonly rows: readonly QueueRow[]
}

export interface BrokerRows {
  readonly environment: string
  readonly version: number
  readonly rows: readonly QueueDetail[]
}

export interface BrokerPicture {
  readonly snapshot: BrokerSnapshot
  readonly queues: BrokerQueues
  readonly rows: BrokerRows
}

/** One thing rights allow or do not allow, in plain words. */
export interface RightsStatement {
  /** The same question of other rights has the same id. */
  readonly id: string
  readonly tone: 'may' | 'may-not' | 'note' | 'danger'
  readonly text: string
  /** It was otherwise with the rights there are now: which. `null`: as before. */
  readonly was: string | null
}

/** `invalid`: RabbitMQ will refuse it; `unseen`: only this preview cannot tell what it matches. */
export interface RightsProblem {
  readonly type: 'invalid' | 'unseen'
  readonly text: string
}

export interface RightsPreview {
  /** What is wrong with a pattern, by field. */
  readonly problems: { readonly [K in keyof Rights]: RightsProblem | null }
  readonly statements: readonly RightsStatement[]
  /** How many of the known queues and exchanges each pattern matches. */
  readonly matches: { readonly [K in keyof Rights]: number | null }
  readonly known: number
}

/** What is there now, read just before somebody is asked. */
export interface BrokerCount {
  readonly queues: number
  readonly ready: number
  readonly unacknowledged: number
  readonly consumers: number
  /** `exact`: as AMQP says now; `recent`: as the plugin counted, up to 5 s ago. */
  readonly counted: 'exact' | 'recent'
}

export interface BrokerChanged {
  /** What was done, in the past tense. */
  readonly what: string
  /** Where the definitions were kept before it; `null`: nothing that definitions hold was changed, or this user may not read them. */
  readonly exported: string | null
}
