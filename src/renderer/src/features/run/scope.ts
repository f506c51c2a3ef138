/** A run as if it were one unit of it: what shows the attempts and votes of a run shows those of a unit. */
import type { RunSnapshot } from '@shared/model/run.js'
import type { UnitEntry } from './units.js'

/**
 * Its time begins with the unit's first attempt and ends when all of them and the vote are over: a chunk of a long run would be a sliver
 * on the run's own axis.
 */
export function scopedTo(snapshot: RunSnapshot, { unit, attempts }: UnitEntry): RunSnapshot {
  if (attempts.length === 0) return { ...snapshot, attempts, units: [unit] }
  const startedAt = Math.min(...attempts.map(({ timings }) => timings.queued))
  const done = unit.decided && attempts.every(({ verdict }) => verdict !== null)
  const last = Math.max(
    ...unit.votes.map(({ at }) => at),
    ...attempts.flatMap(({ timings }) => [timings.launched, timings.finished, timings.digested])
  )
  return {
    ...snapshot,
    attempts,
    units: [unit],
    startedAt: startedAt as RunSnapshot['startedAt'],
    finishedAt: done ? (last as RunSnapshot['startedAt']) : snapshot.finishedAt
  }
}
