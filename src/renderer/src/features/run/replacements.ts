/** Who took over whose work: an attempt that gave no result is run again elsewhere. */
import type { AttemptVerdict, AttemptView, RunSnapshot } from '@shared/model/run.js'

/** Milliseconds between the end of an attempt and the start of the one in its place. */
const AT_ONCE = 3_000

/**
 * Which attempt runs in the place of which: the one queued right after it ended. Attempts that a vote brought in replace nobody.
 *
 * @returns failed attempt → its replacement; without those that cannot be told
 */
export function replacements(snapshot: RunSnapshot): ReadonlyMap<string, AttemptView> {
  const voted = new Set(snapshot.units.flatMap((unit) => unit.votes.flatMap((vote) => vote.joined)))
  const lost = snapshot.attempts.filter((each) => each.verdict !== null && isFault(each.verdict))
  const found = new Map<string, AttemptView>()
  for (const next of snapshot.attempts) {
    if (next.round === 0 || next.repeats !== null || voted.has(next.cluster)) continue
    const open = lost.filter((each) => !found.has(each.id) && each.round < next.round)
    const behind = ({ timings }: AttemptView): number => next.timings.queued - timings.finished
    const before =
      open.find((each) => each.timings.finished > 0 && Math.abs(behind(each)) < AT_ONCE) ??
      open.find((each) => each.timings.finished === 0) ??
      open[0]
    if (before !== undefined) found.set(before.id, next)
  }
  return found
}

/** Ended without a result, by no fault of the vote or the user. */
export const isFault = (verdict: AttemptVerdict): boolean =>
  verdict === 'failed' || verdict === 'hung' || verdict === 'unreachable'
