/**
 * What is seen of an environment while nobody runs anything: its broker and its clusters, each figure with its age.
 *
 * A figure that cannot be seen says why, and never stands there as if it were still true.
 */
import type { ErrorCode } from './errors.js'
import type { ClusterName, Millis } from './ids.js'

/** A value that was seen, and when; or the reason why it cannot be seen, with the last value there was. */
export type Seen<T> =
  | { readonly known: true; readonly value: T; readonly at: Millis }
  | {
      readonly known: false
      /** For people: `not asked yet`, `the broker has no management plugin`, `no answer within 3 s`. */
      readonly why: string
      readonly code: ErrorCode | null
      readonly last: { readonly value: T; readonly at: Millis } | null
    }

export interface BrokerLink {
  /** `unasked`: there is no cluster, so no vhost to which a link would be made. */
  readonly state: 'unasked' | 'connecting' | 'connected' | 'blocked' | 'disconnected'
  readonly since: Millis
  /** Why it is blocked, disconnected or not asked. */
  readonly reason: string | null
  /** Milliseconds from a request to its answer, through broker and back. */
  readonly roundTripMs: Seen<number>
  /** Vhosts to which there is a link, of how many. */
  readonly vhosts: { readonly up: number; readonly all: number }
}

/**
 * `active`: heard of and answering. `degraded`: there, but something of it is not (worker silent while HDFS answers, HDFS dead while the worker
 * beats). `silent`: neither heartbeat nor answer. `out`: left out on purpose. `unknown`: not asked yet, or this console is blind (no broker).
 */
export type WatchedState = 'active' | 'degraded' | 'silent' | 'out' | 'unknown'

/** What the causes of false disagreements are; `null`: could not be found out. */
export interface ClusterFacts {
  readonly hadoop: string | null
  readonly java: string | null
  readonly python: string | null
  readonly celery: string | null
  readonly worker: string | null
  readonly protocol: number | null
  readonly blockSize: number | null
  readonly checksum: string | null
  readonly locale: string | null
  readonly cpus: number | null
  readonly memoryBytes: number | null
  /** Does the worker run as root? */
  readonly root: boolean | null
  readonly hostname: string | null
  readonly user: string | null
}

export type DriftedFact =
  'hadoop' | 'java' | 'python' | 'celery' | 'worker' | 'blockSize' | 'checksum' | 'locale' | 'clock'

/** One fact in which clusters differ, and what that can do to a vote. */
export interface Drift {
  readonly fact: DriftedFact
  readonly level: 'warning' | 'note'
  /** What most have, as shown; `null`: no two agree. */
  readonly usual: string | null
  /** Clusters that have something else (or, of `clock`, are off by more than the limit), with their value. */
  readonly others: readonly { readonly cluster: ClusterName; readonly value: string }[]
  /** `jobs that sort by locale write other orders`: why it matters. */
  readonly matters: string
}

export interface WatchedCluster {
  readonly name: ClusterName
  readonly address: string
  readonly state: WatchedState
  readonly since: Millis
  /** Why it is not active, in one sentence with the evidence. */
  readonly reason: string | null
  /** Does it count in what can be tolerated now? */
  readonly counts: boolean
  readonly heartbeat: Seen<{ readonly worker: string; readonly load: readonly number[] }>
  readonly queue: Seen<{
    readonly ready: number
    /** `null`: AMQP alone cannot show it. */
    readonly unacknowledged: number | null
    readonly consumers: number
  }>
  /** Attempts of runs of this machine that are on it now. */
  readonly attempts: number
  readonly yarn: Seen<{
    readonly vcoresUsed: number
    readonly vcores: number
    readonly memoryUsedBytes: number
    readonly memoryBytes: number
    readonly applications: number
    readonly nodes: number
  }>
  readonly storage: Seen<{ readonly capacityBytes: number; readonly freeBytes: number }>
  /** Milliseconds by which its clock is ahead of ours; half the round trip is its error. */
  readonly clock: Seen<{ readonly aheadMs: number; readonly errorMs: number }>
  readonly facts: Seen<ClusterFacts>
  /** How its last attempts were judged, oldest first, at most 16. */
  readonly votes: readonly ('agreed' | 'outvoted' | 'none')[]
}

/** What one fault limit means with the clusters that count now: n of them, f + 1 equal digests needed. */
export interface ToleranceRow {
  /** f */
  readonly faults: number
  /** Is it the environment's own? */
  readonly usual: boolean
  /** n */
  readonly counting: number
  /** 2f + 1: with so many, f of them may lie. */
  readonly full: number
  /** Lying clusters that are outvoted, at most f. */
  readonly lying: number
  /** Silent clusters that are survived; negative: so many are missing for any verdict. */
  readonly silent: number
  /** Some of both at the same time; `null`: not possible. */
  readonly together: { readonly lying: number; readonly silent: number } | null
  /** Clusters missing for 2f + 1; 0: none. */
  readonly missing: number
  /** Clusters that would count if they answered, nearest first; empty when none is missing. */
  readonly candidates: readonly ClusterName[]
}

/** One way in which a cluster was asked, and what came of it: the latest of each kind is kept. */
export interface Trial {
  readonly kind: 'heartbeat' | 'hello' | 'facts' | 'queue' | 'hdfs' | 'yarn'
  /** What was asked and where: `GET http://127.0.1.1:8088/ws/v1/cluster/metrics`. */
  readonly target: string
  readonly at: Millis
  readonly tookMs: number
  readonly ok: boolean
  /** What was answered, or why nothing was. */
  readonly says: string
  readonly code: ErrorCode | null
  /** What to do about it. */
  readonly hint: string | null
}

export interface EnvironmentSnapshot {
  readonly environment: string
  /** Grows with every change. */
  readonly version: number
  readonly at: Millis
  /** The fault limit this environment's runs have by default. */
  readonly faults: number
  readonly broker: BrokerLink
  readonly clusters: readonly WatchedCluster[]
  readonly drift: readonly Drift[]
  /** For f = 1 and 2, and the environment's own f; ascending. */
  readonly tolerance: readonly ToleranceRow[]
}
