/** When a question is due again: calm when all is well, sooner after a failure, slower the more clusters there are. */
import { millis, type Millis } from '../../../shared/model/ids.js'
import { SILENT_MS } from '../../domain/watch/judge-cluster.js'
import type { ClusterRecord, QuestionKind } from './cluster-record.js'

/** Milliseconds between two questions of a kind to a cluster that is well, up to {@link CALM_CLUSTERS} of them. */
const INTERVALS: Readonly<Record<QuestionKind, number>> = {
  queue: 5_000,
  yarn: 10_000,
  hello: 15_000,
  hdfs: 20_000,
  facts: 60_000
}
const SOON_MS = 5_000
/** The first answer may have waited for its link, and says nothing about the clock: the second tells. */
const CLOCK_MS = 1_000
const CALM_CLUSTERS = 100

/** How many clusters there are, and which of them this one is. */
export interface Place {
  readonly index: number
  readonly count: number
}

/** Slower with many: 500 clusters are asked a fifth as often. */
export const stretch = (count: number): number => Math.max(1, count / CALM_CLUSTERS)

/** @param first - the first question of this kind: what all begin at once is spread over the interval by the second */
export function dueAfter(
  record: ClusterRecord,
  kind: QuestionKind,
  now: Millis,
  place: Place,
  turn: 'first' | 'later'
): Millis {
  const interval = INTERVALS[kind] * stretch(place.count)
  if (kind === 'hello' && record.asked.hello.type === 'answered' && !record.clock.known)
    return millis(now + CLOCK_MS)
  if (isUrgent(record, kind, now)) return millis(now + Math.min(SOON_MS, interval))
  const spread = turn === 'first' ? 0.5 + (place.index + 0.5) / place.count : 1
  return millis(now + interval * spread)
}

/** A first failure is asked about again soon; so is a worker that is heard and does not answer, or answers without being heard. */
function isUrgent(record: ClusterRecord, kind: QuestionKind, now: Millis): boolean {
  const asked = record.asked[kind]
  if (asked.type === 'failed' && asked.failures === 1) return true
  if (kind !== 'hello' || record.link.type !== 'up') return false
  return (asked.type === 'answered') !== isHeard(record, now)
}

export const isHeard = ({ heartbeat }: ClusterRecord, now: Millis): boolean =>
  heartbeat !== null && now - heartbeat.at < SILENT_MS

/**
 * May it be asked at all? Through a broker that is away nothing goes: then one cluster is tried for all (the watch's business), and links
 * that stood come back by themselves.
 */
export function canAsk(record: ClusterRecord, kind: QuestionKind, brokerAway: boolean): boolean {
  if (kind === 'hdfs' || kind === 'yarn') return true
  switch (record.link.type) {
    case 'up':
    case 'mute':
      return true
    case 'blocked':
      return kind === 'queue'
    case 'connecting':
    case 'down':
      return kind === 'hello' && !brokerAway
  }
}
