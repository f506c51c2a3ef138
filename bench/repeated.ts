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
