/** How measured durations are drawn: every bar of a job on one scale, and which jobs a filter shows. Pure. */
import type { ClusterDurations, Durations, JobDurations } from '@shared/model/durations.js'
import { textFilter } from '../../lib/text-filter.js'

/** Parts of the width, 0 … 1. */
export interface DurationBar {
  readonly median: number
  readonly from: number
  readonly to: number
}

/** @param longest - the longest of the job, milliseconds, above 0 */
export const barOf = (
  { median, shortest, longest: most }: Pick<ClusterDurations, 'median' | 'shortest' | 'longest'>,
  longest: number
): DurationBar => ({ median: median / longest, from: shortest / longest, to: most / longest })

/** The scale of a job's bars. */
export const longestOf = ({ clusters }: JobDurations): number =>
  Math.max(1, ...clusters.map(({ longest }) => longest))

/** `wordcount-sotu: count`; one name where both are the same. */
export const jobName = ({ runName, job }: JobDurations): string =>
  runName === job ? job : `${runName}: ${job}`

export function filteredJobs(
  { jobs }: Durations,
  query: string
): { readonly jobs: readonly JobDurations[]; readonly error: string | null } {
  const { matches, error } = textFilter(query)
  return { jobs: jobs.filter((job) => matches(`${job.runName} ${job.job}`)), error }
}
