/** What the bench reads of a run's journal: when attempts were launched, and when their ends were here. Pure. */
import { z } from 'zod'
import type { RunReport } from '../src/shared/model/run.js'

const eventSchema = z.object({
  type: z.string(),
  at: z.number(),
  attempt: z.string().optional()
})
export type RunEvent = z.output<typeof eventSchema>

/** @param text - JSON, one event a line */
export const readJournal = (text: string): readonly RunEvent[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => eventSchema.parse(JSON.parse(line)))

export const isLaunch = ({ type }: RunEvent): boolean => type === 'attempt-launched'

/**
 * From the end of the last attempt that was needed (the f+1st that agreed) to the verdict.
 *
 * @throws Error when fewer than f+1 agreeing attempts have an end in the journal
 */
export function secondsAfterTheClouds(
  report: Pick<RunReport, 'attempts' | 'faults' | 'finishedAt'>,
  events: readonly RunEvent[]
): number {
  const agreed = new Set<string>(
    report.attempts.filter(({ verdict }) => verdict === 'agreed').map(({ id }) => id)
  )
  const ends = events
    .filter(({ type, attempt }) => type === 'attempt-ended' && agreed.has(attempt ?? ''))
    .map(({ at }) => at)
    .sort((a, b) => a - b)
  const last = ends[report.faults]
  if (last === undefined)
    throw new Error(
      `${String(report.faults + 1)} agreeing attempts are needed, the journal has ${String(ends.length)}`
    )
  return (report.finishedAt - last) / 1000
}
