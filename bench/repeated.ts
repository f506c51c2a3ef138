/** What of a run had to be done again, told from its report. Pure. */
import type { AttemptReport, RunReport } from '../src/shared/model/run.js'

/** Those beyond the first f+1 of their unit that began on a cloud, in the order in which they were asked for. */
export function repeatedAttempts({
  attempts,
  units,
  faults
}: Pick<RunReport, 'attempts' | 'units' | 'faults'>): readonly AttemptReport[] {
  return units.flatMap(({ id }) =>
    attempts
      .filter(({ unit, timings }) => unit === id && timings.launched > 0)
      .sort((a, b) => a.timings.queued - b.timings.queued)
      .slice(faults + 1)
  )
}

/** From its launch until its digests were here. */
export const secondsOnCloud = ({ timings }: AttemptReport): number =>
  (timings.digested - timings.launched) / 1000

/**
 * How long the run waited for what was done again alone: from the last end of the job's other attempts to its own, at least 0.
 * What runs beside the others costs their clouds' time, but not the run's.
 */
export function secondsAlone(
  { attempts, units }: Pick<RunReport, 'attempts' | 'units'>,
  again: readonly AttemptReport[]
): number {
  const jobOf = new Map(units.map(({ id, job }) => [id, job]))
  const jobs = new Set(again.map(({ unit }) => jobOf.get(unit)))
  const others = attempts.filter((one) => jobs.has(jobOf.get(one.unit)) && !again.includes(one))
  const last = (of: readonly AttemptReport[]): number =>
    Math.max(0, ...of.map(({ timings }) => timings.digested))
  return Math.max(0, last(again) - last(others)) / 1000
}
