/** Reports that the first version wrote lack what came later; here they get it, so that nobody else has to ask. */
import type { AttemptReport, RunReport, UnitReport } from '../../shared/model/run.js'

type Later<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>
type StoredUnit = Later<UnitReport, 'job' | 'role' | 'method' | 'output'>
type StoredAttempt = Later<AttemptReport, 'repeats' | 'lines'>

export type StoredReport = Omit<
  Later<RunReport, 'granularity' | 'copies' | 'cost'>,
  'units' | 'attempts'
> & {
  readonly units: readonly StoredUnit[]
  readonly attempts: readonly StoredAttempt[]
}

/** `cost: null`: nobody counted it then. */
export type KnownReport = Omit<RunReport, 'cost'> & { readonly cost: RunReport['cost'] | null }

export function completed(report: StoredReport): KnownReport {
  return {
    ...report,
    granularity: report.granularity ?? 'job',
    copies: report.copies ?? [],
    cost: report.cost ?? null,
    attempts: report.attempts.map((attempt) => ({
      ...attempt,
      repeats: attempt.repeats ?? null,
      lines: attempt.lines ?? null
    })),
    units: report.units.map((unit) => ({
      ...unit,
      job: unit.job ?? unit.id,
      role: unit.role ?? 'job',
      method: unit.method ?? report.method,
      output: unit.output ?? null
    }))
  }
}
