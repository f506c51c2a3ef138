/**
 * What the watch knows of one cluster, as it comes in. Mutable and owned by the watch alone; what others see are snapshots of it.
 *
 * Every figure is a {@link Seen}: a failure takes the value away and keeps it as the last one, so that nothing old looks new.
 */
import { toWireError, type ErrorCode } from '../../../shared/model/errors.js'
import { millis, type Millis } from '../../../shared/model/ids.js'
import type { ClusterSettings } from '../../../shared/model/settings.js'
import type {
  ClusterFacts,
  Seen,
  Trial,
  WatchedCluster,
  WatchedState
} from '../../../shared/model/watch.js'
import type { AskedEvidence, ClusterEvidence, LinkEvidence } from '../../domain/watch/evidence.js'
import type { ClusterJudgement } from '../../domain/watch/judge-cluster.js'
import type { Heartbeat } from '../../ports/workers.js'
import { notAsked, unseen } from '../seen.js'
import type { FactsValue, HelloValue } from '../../protocol/tasks/values.js'

export const questionKinds = ['hello', 'queue', 'hdfs', 'yarn', 'facts'] as const
export type QuestionKind = (typeof questionKinds)[number]

export class ClusterRecord {
  link: LinkEvidence = { type: 'connecting' }
  listeningSince: Millis | null = null
  heartbeat: Heartbeat | null = null
  queue: WatchedCluster['queue'] = notAsked
  yarn: WatchedCluster['yarn'] = notAsked
  storage: WatchedCluster['storage'] = notAsked
  clock: WatchedCluster['clock'] = notAsked
  facts: Seen<ClusterFacts> = notAsked
  roundTripMs: Seen<number> = notAsked
  hello: HelloValue | null = null
  told: FactsValue | null = null
  state: WatchedState = 'unknown'
  reason: string | null = 'not asked yet'
  since: Millis
  readonly asked: Record<QuestionKind, AskedEvidence>
  /** When each question is due; 0: at once. */
  readonly due: Record<QuestionKind, Millis>
  readonly trials = new Map<Trial['kind'], Trial>()

  constructor(
    readonly settings: ClusterSettings,
    now: Millis
  ) {
    this.since = now
    const never: AskedEvidence = { type: 'never' }
    this.asked = { hello: never, queue: never, hdfs: never, yarn: never, facts: never }
    const atOnce = millis(0)
    this.due = { hello: atOnce, queue: atOnce, hdfs: atOnce, yarn: atOnce, facts: atOnce }
  }

  /** The link stands anew: what failed without it has said nothing about the cluster. */
  connected(now: Millis): void {
    this.link = { type: 'up', since: now }
    this.listeningSince = now
    for (const kind of ['hello', 'queue', 'facts'] as const) {
      if (this.asked[kind].type === 'failed') this.asked[kind] = { type: 'never' }
      this.due[kind] = millis(0)
    }
  }

  /** @param link - `blocked`: heartbeats cannot come either, their senders publish, too */
  disconnected(link: Extract<LinkEvidence, { readonly type: 'down' | 'blocked' }>): void {
    this.link = link
    this.listeningSince = null
    if (link.type === 'blocked') return
    for (const kind of ['hello', 'queue', 'facts'] as const)
      this.#unsee(kind, link.reason, 'BROKER_UNREACHABLE')
  }

  answered(kind: QuestionKind, at: Millis): void {
    this.asked[kind] = { type: 'answered', at }
  }

  /** @returns the error's code */
  failed(kind: QuestionKind, at: Millis, thrown: unknown): ErrorCode {
    const { code, message } = toWireError(thrown)
    const before = this.asked[kind]
    const failures = before.type === 'failed' ? before.failures + 1 : 1
    this.asked[kind] = { type: 'failed', at, failures, code, why: message }
    this.#unsee(kind, message, code)
    return code
  }

  evidence(brokerReached: boolean): ClusterEvidence {
    const { hello, hdfs, yarn } = this.asked
    return {
      link: this.effectiveLink(),
      brokerReached,
      listeningSince: this.listeningSince,
      heartbeatAt: this.heartbeat?.at ?? null,
      hello,
      hdfs,
      yarn,
      workerMissesYarn: this.told !== null && this.told.hadoop === null,
      protocol: this.hello?.protocol ?? null
    }
  }

  /** A link over which the broker answers nothing counts as none: it takes 20 s until the connection itself notices. */
  effectiveLink(): LinkEvidence {
    const { queue } = this.asked
    const mute =
      this.link.type === 'up' &&
      queue.type === 'failed' &&
      queue.code === 'BROKER_UNREACHABLE' &&
      queue.at > (this.heartbeat?.at ?? 0)
    return mute ? { type: 'mute', reason: queue.why } : this.link
  }

  /** @returns whether anything changed */
  judge({ state, reason }: ClusterJudgement, now: Millis): boolean {
    if (state === this.state && reason === this.reason) return false
    if (state !== this.state)
      // Silent is it since it was last heard of, not since that was noticed.
      this.since = state === 'silent' ? (this.heartbeat?.at ?? now) : now
    const becameSilent = state === 'silent' && this.state !== 'silent'
    this.state = state
    this.reason = reason
    // What its worker told last is no news of a cluster that is gone, though the next question is not due yet.
    if (becameSilent)
      for (const kind of ['hello', 'facts'] as const)
        this.#unsee(kind, reason ?? state, 'CLUSTER_UNREACHABLE')
    return true
  }

  #unsee(kind: QuestionKind, why: string, code: ErrorCode): void {
    switch (kind) {
      case 'queue':
        this.queue = unseen(this.queue, why, code)
        this.roundTripMs = unseen(this.roundTripMs, why, code)
        break
      case 'yarn':
        this.yarn = unseen(this.yarn, why, code)
        break
      case 'hello':
        this.clock = unseen(this.clock, why, code)
        break
      case 'facts':
        this.facts = unseen(this.facts, why, code)
        this.storage = unseen(this.storage, why, code)
        break
      case 'hdfs':
        break
    }
  }
}
