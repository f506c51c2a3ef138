/**
 * The vote: which output do at least `needed` clusters vouch for?
 *
 * Invariants, each of them a hole in an ancestor or an attack on the rule:
 * - one cluster, one voice: a second ballot of the same cluster never counts;
 * - the whole manifest decides: name, length and digest of every file, not a digest somebody sent along;
 * - nothing is not an answer: without `_SUCCESS` and at least one part file there is no ballot.
 */
import type { AttemptId, ClusterName } from '../../shared/model/ids.js'
import type { FileEntry } from '../../shared/model/manifest.js'

export interface Ballot {
  readonly cluster: ClusterName
  readonly attempt: AttemptId
  /** Sorted by path. */
  readonly files: readonly FileEntry[]
  /** Two ballots are for the same output when these texts are equal; absent: {@link canonicalText} of the files. */
  readonly vouchesFor?: string
}

/** Ballots with equal manifests. */
export interface Group {
  readonly files: readonly FileEntry[]
  readonly clusters: readonly ClusterName[]
  readonly attempts: readonly AttemptId[]
}

export type Tally =
  | { readonly type: 'decided'; readonly winner: Group; readonly groups: readonly Group[] }
  | { readonly type: 'no-quorum'; readonly groups: readonly Group[] }

/** Can these files be voted on? `_SUCCESS` and at least one `part-…` (or, of an input that was cut, a chunk), no name twice. */
export function isVotable(files: readonly FileEntry[]): boolean {
  const names = files.map((file) => file.path)
  return (
    names.includes('_SUCCESS') &&
    names.some((name) => /(^|\/)part-[^/]+$|^chunk-\d{5}\//.test(name)) &&
    new Set(names).size === names.length
  )
}

/** Text that is equal exactly when two file lists are; also what the manifest digest is taken over. */
export function canonicalText(files: readonly FileEntry[]): string {
  return files.map((file) => `${file.sha256} ${String(file.length)} ${file.path}\n`).join('')
}

/**
 * Counts the ballots.
 *
 * Pure. Groups come largest first, equal ones in the order of their first ballot.
 *
 * @param ballots - in the order in which they arrived
 * @param needed - f + 1, integer ≥ 1
 * @throws RangeError when `needed` < 1: with 0 everything would be decided
 */
export function tally(ballots: readonly Ballot[], needed: number): Tally {
  if (!Number.isInteger(needed) || needed < 1)
    throw new RangeError(`needed must be a positive integer, got ${String(needed)}`)
  const heard = new Set<ClusterName>()
  const groups = new Map<string, Group>()
  for (const ballot of ballots) {
    if (heard.has(ballot.cluster) || !isVotable(ballot.files)) continue
    heard.add(ballot.cluster)
    const text = ballot.vouchesFor ?? canonicalText(ballot.files)
    const group = groups.get(text) ?? { files: ballot.files, clusters: [], attempts: [] }
    groups.set(text, {
      files: group.files,
      clusters: [...group.clusters, ballot.cluster],
      attempts: [...group.attempts, ballot.attempt]
    })
  }
  const sorted = [...groups.values()].sort((a, b) => b.clusters.length - a.clusters.length)
  const winner = sorted[0]
  return winner !== undefined && winner.clusters.length >= needed
    ? { type: 'decided', winner, groups: sorted }
    : { type: 'no-quorum', groups: sorted }
}
