/** From a worker's progress item to what is shown of an attempt. */
import type { Millis } from '../../shared/model/ids.js'
import type { AttemptPhase } from '../../shared/model/run.js'
import type { LiveProgress } from '../domain/run/projections.js'
import type { ProgressItem } from '../protocol/tasks/values.js'

export const STAGING: LiveProgress = {
  phase: 'staging',
  map: 0,
  reduce: 0,
  bytes: 0,
  bytesTotal: 0,
  applicationId: null,
  finishedAt: null
}

const WORKER_PHASES: ReadonlySet<string> = new Set([
  'preparing',
  'checking',
  'running',
  'digesting'
] satisfies AttemptPhase[])

/** @param now - console clock: when the job was first seen to be over, if this item is the first to tell */
export function shownProgress(before: LiveProgress, item: ProgressItem, now: Millis): LiveProgress {
  const phase = WORKER_PHASES.has(item.phase ?? '') ? (item.phase as AttemptPhase) : before.phase
  const jobOver = phase === 'digesting' || item.state !== 'running'
  return {
    phase,
    map: item.map,
    reduce: item.reduce,
    bytes: item.bytes,
    bytesTotal: 0,
    applicationId: item.applicationId,
    finishedAt: before.finishedAt ?? (jobOver ? now : null)
  }
}
