/**
 * The last votes of a cloud as shapes, oldest first: a bar for an agreed one, a diamond for an outvoted one, an empty bar for none. One path a kind and not
 * an element a vote: a long table makes sixteen of them for each row that comes into sight. Pure.
 */
import type { WatchedCluster } from '@shared/model/watch.js'

export type Vote = WatchedCluster['votes'][number]

export interface VoteMarks extends Readonly<Record<Vote, string>> {
  /** Pixels; the height is 14. */
  readonly width: number
}

const GAP = 2
const WIDTHS: Readonly<Record<Vote, number>> = { agreed: 4, outvoted: 12, none: 4 }
/** From the left edge of their place. */
const SHAPES: Readonly<Record<Vote, (x: number) => string>> = {
  agreed: (x) =>
    `M${String(x + 1)} 2h2a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1h-2a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1z`,
  outvoted: (x) => `M${String(x + 6)} 1.4l5.6 5.6-5.6 5.6-5.6-5.6z`,
  none: (x) => `M${String(x + 0.5)} 2.5h3v9h-3z`
}

/** @returns an SVG path for each kind, empty where there is none of it */
export function voteMarks(votes: readonly Vote[]): VoteMarks {
  const paths: Record<Vote, string> = { agreed: '', outvoted: '', none: '' }
  let x = 0
  for (const vote of votes) {
    paths[vote] += SHAPES[vote](x)
    x += WIDTHS[vote] + GAP
  }
  return { ...paths, width: Math.max(0, x - GAP) }
}
