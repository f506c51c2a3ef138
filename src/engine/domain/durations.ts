/**
 * What finished runs say about how long jobs take where.
 *
 * Only measured: from the launch of an attempt's program to its end, of attempts that gave an output. Nothing here predicts.
 */
import type {
  ClusterDurations,
  ClusterPace,
  Durations,
  JobDurations,
  MeasuredAttempt
} from '../../shared/model/durations.js'
import type { RunReport } from '../../shared/model/run.js'

/**
 * Unknowns of the model of Medusa (bytes read, bytes written, maps, reduces, queue capacity, cpu, memory, and a constant). Least squares
 * has an error only with more rows than unknowns, so two more are asked for.
 */
const UNKNOWNS = 8
export const ROWS_NEEDED = UNKNOWNS + 2

/** A cluster is called slow when its median is this many times that of the fastest, in at least {@link SLOW_ATTEMPTS} attempts. */
const SLOW_FACTOR = 1.5
const SLOW_ATTEMPTS = 3

/** Attempts of a report whose program ran to its end; stopped, lost and failed ones say nothing about speed. */
export function measuredAttempts(report: RunReport): readonly MeasuredAttempt[] {
  const units = new Map(report.units.map((unit) => [unit.id, unit]))
  return report.attempts.flatMap(({ unit: id, cluster, verdict, timings }) => {
    const unit = units.get(id)
    const ended = verdict === 'agreed' || verdict === 'outvoted' || verdict === 'inconclusive'
    const { launched, finished } = timings
    if (!ended || launched === 0 || finished <= launched) return []
    return [
      {
        run: report.run,
        runName: report.name,
        environment: report.environment,
        // n.b. reports of the first version have units without job and role
        job: unit?.job ?? id,
        role: unit?.role ?? 'job',
        cluster,
        endedAt: finished as MeasuredAttempt['endedAt'],
        tookMs: finished - launched
      }
    ]
  })
}

/** @param unread - finished runs that were left out because they are too old */
export function durationsOf(
  attempts: readonly MeasuredAttempt[],
  read: { readonly runs: number; readonly unread: number }
): Durations {
  const jobs = [...grouped(attempts, ({ runName, job, role }) => `${runName}\n${job}\n${role}`)]
    .map(([, those]) => jobOf(those))
    .sort((a, b) => b.lastAt - a.lastAt)
  return { ...read, jobs, clusters: pacesOf(jobs), needed: ROWS_NEEDED }
}

function jobOf(attempts: readonly MeasuredAttempt[]): JobDurations {
  const newest = attempts.reduce((a, b) => (b.endedAt > a.endedAt ? b : a))
  const { runName, job, role } = newest
  const medians = [...grouped(attempts, ({ cluster }) => cluster)].map(([, those]) => ({
    those,
    median: median(those.map(({ tookMs }) => tookMs))
  }))
  const fastest = Math.min(...medians.map((each) => each.median))
  return {
    runName,
    job,
    role,
    environments: [...new Set(attempts.map(({ environment }) => environment))].sort(),
    runs: new Set(attempts.map(({ run }) => run)).size,
    lastAt: newest.endedAt,
    clusters: medians
      .sort((a, b) => a.median - b.median)
      .map((each) => clusterOf(each.those, each.median, fastest))
  }
}

function clusterOf(
  attempts: readonly MeasuredAttempt[],
  middle: number,
  fastest: number
): ClusterDurations {
  const last = attempts.reduce((a, b) => (b.endedAt > a.endedAt ? b : a))
  const took = attempts.map(({ tookMs }) => tookMs)
  return {
    cluster: last.cluster,
    count: attempts.length,
    median: middle,
    shortest: Math.min(...took),
    longest: Math.max(...took),
    last: { tookMs: last.tookMs, at: last.endedAt, run: last.run },
    factor: middle / fastest,
    missing: Math.max(0, ROWS_NEEDED - attempts.length)
  }
}

function pacesOf(jobs: readonly JobDurations[]): readonly ClusterPace[] {
  const shares = jobs.flatMap(({ clusters }) =>
    clusters.map((each) => ({ ...each, compared: clusters.length > 1 }))
  )
  return [...grouped(shares, ({ cluster }) => cluster)]
    .map(([, those]): ClusterPace => {
      const compared = those.filter((each) => each.compared)
      const factor = compared.length === 0 ? null : median(compared.map((each) => each.factor))
      const counted = compared.reduce((sum, each) => sum + each.count, 0)
      return {
        cluster: those[0].cluster,
        attempts: those.reduce((sum, each) => sum + each.count, 0),
        jobs: compared.length,
        factor,
        slow: factor !== null && factor >= SLOW_FACTOR && counted >= SLOW_ATTEMPTS
      }
    })
    .sort((a, b) => (b.factor ?? 0) - (a.factor ?? 0) || (a.cluster < b.cluster ? -1 : 1))
}

/** The middle value, or the mean of the two in the middle. @param values - at least one */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? upper
  return (lower + upper) / 2
}

function grouped<T>(
  items: readonly T[],
  keyOf: (item: T) => string
): ReadonlyMap<string, readonly [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
