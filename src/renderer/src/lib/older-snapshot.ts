/** Snapshots that the first version left on disk lack what came later; here they get it, so that no component has to ask. */
import type { AttemptView, RunSnapshot, UnitView } from '@shared/model/run.js'

type Later<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>

export type StoredSnapshot = Omit<
  Later<RunSnapshot, 'granularity' | 'copies' | 'cost'>,
  'units' | 'attempts'
> & {
  readonly units: readonly Later<UnitView, 'job' | 'role' | 'method'>[]
  readonly attempts: readonly Later<AttemptView, 'repeats'>[]
}

/** No attempt that began costs nothing: zeros say that nobody counted. */
const UNCOUNTED = { executions: 0, uploadedBytes: 0, copiedBytes: 0, comparedBytes: 0 }

export function completed(snapshot: StoredSnapshot): RunSnapshot {
  return {
    ...snapshot,
    granularity: snapshot.granularity ?? 'job',
    copies: snapshot.copies ?? [],
    cost: snapshot.cost ?? UNCOUNTED,
    attempts: snapshot.attempts.map((attempt) => ({
      ...attempt,
      repeats: attempt.repeats ?? null
    })),
    units: snapshot.units.map((unit) => ({
      ...unit,
      job: unit.job ?? unit.id,
      role: unit.role ?? 'job',
      method: unit.method ?? snapshot.method
    }))
  }
}
