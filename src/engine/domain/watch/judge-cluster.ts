/**
 * The state of a cluster from the evidence: worker and HDFS are looked at apart, because each can be gone while the other is there.
 *
 * No age ever stands in a reason: the page knows the times, and a sentence that changed every second would be pushed every second.
 * One question without an answer is not yet a fault (a garbage collection takes seconds); two in a row are. Heartbeats need no second
 * chance: three of them are missing by then.
 */
import type { Millis } from '../../../shared/model/ids.js'
import type { WatchedState } from '../../../shared/model/watch.js'
import type { AskedEvidence, ClusterEvidence } from './evidence.js'

/** Three periods of Celery's 2 s. */
export const SILENT_MS = 6_000
const CERTAIN_FAILURES = 2

export interface ClusterJudgement {
  readonly state: WatchedState
  /** One sentence without a full stop; `null` for an active one. */
  readonly reason: string | null
}

export interface JudgeRules {
  readonly now: Millis
  /** Version of the protocol this console speaks. */
  readonly protocol: number
}

export function judgeCluster(evidence: ClusterEvidence, rules: JudgeRules): ClusterJudgement {
  const { link } = evidence
  if (link.type === 'connecting') return unknown('not asked yet')
  if (link.type === 'down') return withoutLink(link.reason, evidence)
  if (link.type === 'mute')
    return unknown(`this console cannot hear it: the broker does not answer (${link.reason})`)
  if (isWorking(evidence, rules.now)) return withWorker(evidence, rules)
  if (link.type === 'blocked')
    return unknown(`its heartbeats cannot come: the broker blocks publishers (${link.reason})`)
  return withoutWorker(evidence, rules.now)
}

/** A broker that is away makes this console blind; a single vhost that is refused is a fault of that cluster's place. */
function withoutLink(reason: string, { brokerReached, hdfs }: ClusterEvidence): ClusterJudgement {
  if (!brokerReached)
    return unknown(`this console cannot hear it: no link to the broker (${reason})`)
  if (hdfs.type === 'answered')
    return degraded(`its HDFS answers, but there is no way to its worker: ${reason}`)
  return hdfs.type === 'failed' && hdfs.failures >= CERTAIN_FAILURES
    ? silent(`no answer from its HDFS, and no way to its worker: ${reason}`)
    : unknown(`no way to its worker: ${reason}`)
}

/** Heard of lately, or it answered after the last heartbeat: a worker may run without heartbeats. */
function isWorking({ heartbeatAt, hello }: ClusterEvidence, now: Millis): boolean {
  if (heartbeatAt !== null && now - heartbeatAt < SILENT_MS) return true
  return hello.type === 'answered' && now - hello.at < ANSWER_COUNTS_MS
}

/** A worker that is not heard is asked every 5 s; its answer speaks for it until the next is due. */
const ANSWER_COUNTS_MS = 10_000

function withWorker(evidence: ClusterEvidence, { protocol }: JudgeRules): ClusterJudgement {
  const { hello, hdfs, yarn } = evidence
  if (evidence.protocol !== null && evidence.protocol !== protocol)
    return degraded(
      `its worker speaks version ${String(evidence.protocol)} of the protocol, this console ${String(protocol)}: deploy it again`
    )
  const failing = certainFailure(hello)
  if (failing !== null) return degraded(`its worker beats, but does not work: ${failing.why}`)
  if (certainFailure(hdfs) !== null)
    return degraded('its worker beats, but its HDFS does not answer')
  if (certainFailure(yarn) !== null && evidence.workerMissesYarn)
    return degraded('its ResourceManager answers neither this console nor its worker')
  // A worker that beats says that a process lives; that it works for us only its answer says.
  if (hello.type === 'never') return unknown('its worker beats, but has not been asked yet')
  if (hello.type === 'failed' && evidence.protocol === null)
    return unknown(`its worker beats, but has not answered yet: ${hello.why}`)
  return { state: 'active', reason: null }
}

function withoutWorker(evidence: ClusterEvidence, now: Millis): ClusterJudgement {
  const { heartbeatAt, listeningSince, hello, hdfs } = evidence
  const silentSince = Math.max(heartbeatAt ?? 0, listeningSince ?? now)
  // Only an answer that came after the silence began says anything about it.
  const hdfsNow = hdfs.type !== 'never' && hdfs.at >= silentSince ? hdfs : null
  if (now - silentSince < SILENT_MS && heartbeatAt === null && hello.type !== 'failed')
    return unknown('listening for its first heartbeat')
  const told = hello.type === 'failed' && isTelling(hello.code) ? `: ${hello.why}` : ''
  if (hdfsNow?.type === 'answered') return degraded(`no heartbeat, though its HDFS answers${told}`)
  if (hdfsNow?.type === 'failed') return silent('no heartbeat and no answer from its HDFS')
  return heartbeatAt === null
    ? unknown('no heartbeat yet; its HDFS is being asked')
    : degraded('no heartbeat; its HDFS is being asked')
}

/** What the broker itself says beats "it did not answer". */
const isTelling = (code: string): boolean => code === 'QUEUE_MISSING' || code === 'BAD_SETTINGS'

/** What is final needs no second question; what went wrong on the way there says nothing about the cluster. */
const certainFailure = (asked: AskedEvidence): { readonly why: string } | null =>
  asked.type === 'failed' &&
  !isOnTheWay(asked.code) &&
  (asked.failures >= CERTAIN_FAILURES || isTelling(asked.code))
    ? asked
    : null

const isOnTheWay = (code: string): boolean =>
  code === 'BROKER_UNREACHABLE' || code === 'BROKER_BLOCKED' || code === 'INTERRUPTED'

const unknown = (reason: string): ClusterJudgement => ({ state: 'unknown', reason })
const degraded = (reason: string): ClusterJudgement => ({ state: 'degraded', reason })
const silent = (reason: string): ClusterJudgement => ({ state: 'silent', reason })
