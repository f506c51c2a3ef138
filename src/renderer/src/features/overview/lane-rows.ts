/** The lanes once more as rows, for those who read instead of look. */
import type { Lanes } from './lanes.js'

export interface LaneRow {
  readonly id: string
  readonly lane: string
  readonly what: string
  readonly from: number
  /** `null`: a moment. */
  readonly to: number | null
}

const MINUTE = 60_000

/** @param now - milliseconds; the right edge of the lanes @returns latest first */
export function laneRows({ lanes, span }: Lanes, now: number): readonly LaneRow[] {
  const time = (minutes: number): number => now - (span - minutes) * MINUTE
  return lanes
    .flatMap(({ name, bars, gaps, marks }) => [
      ...bars.map((bar) => row(name, bar.id, bar.title, time(bar.from), time(bar.to))),
      ...gaps.map((gap) => row(name, gap.id, gap.label, time(gap.from), time(gap.to))),
      ...marks.map((mark) => row(name, mark.id, mark.title, time(mark.at), null))
    ])
    .sort((one, other) => other.from - one.from)
}

const row = (lane: string, id: string, what: string, from: number, to: number | null): LaneRow => ({
  id: `${lane} ${id}`,
  lane,
  what,
  from,
  to
})
