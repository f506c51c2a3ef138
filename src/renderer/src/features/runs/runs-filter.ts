/** Which runs the list shows. Pure. */
import type { RunId } from '@shared/model/ids.js'
import type { RunSummary } from '@shared/model/run.js'
import { standing, type RunStanding } from '../../lib/states.js'
import { textFilter } from '../../lib/text-filter.js'

export const standings = [
  'running',
  'verified',
  'not-verified',
  'failed',
  'cancelled',
  'interrupted'
] as const satisfies readonly RunStanding[]

export interface RunsFilter {
  readonly text: string
  readonly standing: RunStanding | 'all'
}

export const ALL_RUNS: RunsFilter = { text: '', standing: 'all' }

/** What was remembered may be of another version. */
export const isRunsFilter = (value: unknown): value is RunsFilter =>
  typeof value === 'object' &&
  value !== null &&
  'text' in value &&
  typeof value.text === 'string' &&
  'standing' in value &&
  [...standings, 'all'].includes(value.standing as string)

export interface FilteredRuns {
  readonly rows: readonly RunSummary[]
  /** How many there are of each, whatever is chosen, under the same text. */
  readonly counts: Readonly<Record<RunStanding, number>>
  /** Why the text is no regular expression. */
  readonly error: string | null
}

export function filteredRuns(runs: readonly RunSummary[], filter: RunsFilter): FilteredRuns {
  const { matches, error } = textFilter(filter.text)
  const counts = Object.fromEntries(standings.map((each) => [each, 0])) as Record<
    RunStanding,
    number
  >
  const rows = runs.filter((run) => {
    const stands = standing(run.verdict, run.live)
    if (!matches(`${run.name} ${run.run} ${run.environment}`)) return false
    counts[stands] += 1
    return filter.standing === 'all' || filter.standing === stands
  })
  return { rows, counts, error }
}

/** Who carries a run out. */
export function carriedOutBy(
  run: RunSummary,
  own: readonly RunId[]
): 'here' | 'other' | 'nobody' | 'over' {
  if (run.verdict !== null) return 'over'
  if (!run.live) return 'nobody'
  return own.includes(run.run) ? 'here' : 'other'
}
