/**
 * What happened in a run, in order: the engine's notes, and what its attempts and votes say of themselves.
 *
 * The engine notes decisions and faults. That an output arrived, how a vote was decided and where the result went stands in the
 * snapshot anyway, so it is told from there and never noted twice.
 */
import type { RunNote, RunSnapshot } from '@shared/model/run.js'
import type { Millis } from '@shared/model/ids.js'
import { bytes } from '../../lib/format.js'
import { storyText as words } from '../../text/run-words.js'
import { voteLabel } from './vote-label.js'

/** @returns oldest first; what happened at the same time stands as it came */
export function storyOf(snapshot: RunSnapshot): readonly RunNote[] {
  const { startedAt, faults, clusters, attempts, units, notes } = snapshot
  const several = units.length > 1
  const told = (at: number, text: string, cluster: RunNote['cluster'] = null): RunNote => ({
    at: at as Millis,
    severity: 'info',
    cluster,
    text
  })
  const delivered = attempts
    .filter((attempt) => attempt.timings.digested > 0)
    .map((attempt) => {
      const size = attempt.files.reduce((sum, file) => sum + file.length, 0)
      const { cluster, unit, files } = attempt
      const what = several
        ? words.deliveredUnit(cluster, unit, files.length, bytes(size))
        : words.delivered(cluster, files.length, bytes(size))
      return told(attempt.timings.digested, what, attempt.cluster)
    })
  const decided = units.flatMap((unit) =>
    unit.votes.flatMap((vote, index) =>
      vote.outcome === 'decided'
        ? [told(vote.at, `${several ? `${unit.id}: ` : ''}${voteLabel(vote, index)}`)]
        : []
    )
  )
  return [
    told(startedAt, words.starts(faults, clusters.length)),
    ...delivered,
    ...notes,
    ...decided,
    ...published(snapshot, told)
  ].sort((a, b) => a.at - b.at)
}

function published(
  { finishedAt, output }: RunSnapshot,
  told: (at: number, text: string) => RunNote
): readonly RunNote[] {
  return finishedAt === null || output.clusters.length === 0
    ? []
    : [told(finishedAt, words.published(output.path, output.clusters))]
}
