/** The verdict of a run in words that a paper could use: who, what, how many were needed. */
import type { ClusterName } from '../../../shared/model/ids.js'
import type { FileEntry } from '../../../shared/model/manifest.js'
import { canonicalText } from '../vote.js'
import { neededVotes, type Attempt, type RunState } from './state.js'

/** "a", "a and b", "a, b and c". */
export function listing(names: readonly string[]): string {
  return names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

/** Files of `mine` that the agreed output has otherwise or not at all, and those it has and `mine` lacks. */
export function differingFiles(
  mine: readonly FileEntry[],
  agreed: readonly FileEntry[]
): readonly string[] {
  const text = (file: FileEntry | undefined): string =>
    file === undefined ? '' : canonicalText([file])
  const paths = new Set([...mine, ...agreed].map((file) => file.path))
  return [...paths]
    .sort()
    .filter(
      (path) =>
        text(mine.find((file) => file.path === path)) !==
        text(agreed.find((file) => file.path === path))
    )
}

/** Empty while the run is open. */
export function verdictSentence(state: RunState): string {
  switch (state.verdict) {
    case null:
      return ''
    case 'cancelled':
      return 'The run was cancelled before a vote could be decided.'
    case 'failed':
      return `${state.error?.message ?? 'The run could not be carried out'}.`
    case 'verified':
      return verifiedSentence(state)
    case 'not-verified':
      return notVerifiedSentence(state)
  }
}

function verifiedSentence(state: RunState): string {
  const agreed = state.attempts.filter((attempt) => attempt.verdict === 'agreed')
  const files = agreed[0]?.files ?? []
  const outvoted = state.attempts
    .filter((attempt) => attempt.verdict === 'outvoted')
    .map((attempt) => {
      const differing = differingFiles(attempt.files, files)
      const where = differing.length > 3 ? `${String(differing.length)} files` : listing(differing)
      return ` ${attempt.cluster} was outvoted on ${where}.`
    })
  const trusted = state.inputs
    .filter((input) => input.view.trust !== 'pinned')
    .map((input) => ` Input ${input.view.path} trusted from ${input.view.trust.slice(7)}.`)
  return [
    `${listing(agreed.map(({ cluster }) => cluster))} ${agreed.length === 1 ? 'reports' : 'report equal digests for'}${agreed.length === 1 ? '' : ` all ${String(files.length)} files`}; f + 1 = ${String(neededVotes(state))} ${neededVotes(state) === 1 ? 'cloud was' : 'clouds were'} needed.`,
    ...outvoted,
    ...trusted
  ].join('')
}

function notVerifiedSentence(state: RunState): string {
  const heard = state.attempts.filter((attempt) => attempt.verdict === 'inconclusive')
  const without = state.attempts.filter((attempt) =>
    ['failed', 'hung', 'unreachable'].includes(attempt.verdict ?? '')
  )
  const parts = [
    `No ${String(neededVotes(state))} clouds agree.`,
    heard.length > 1 ? ` ${disagreement(heard)}.` : '',
    heard.length === 1 ? ` Only ${heard[0]?.cluster ?? ''} gave an output.` : '',
    without.length > 0
      ? ` No output from ${listing(without.map((attempt) => `${attempt.cluster} (${attempt.cause ?? attempt.reason ?? 'unknown'})`))}.`
      : '',
    ' Nothing was published.'
  ]
  return parts.join('')
}

function disagreement(attempts: readonly Attempt[]): string {
  const groups = new Map<string, ClusterName[]>()
  for (const attempt of attempts) {
    const key = canonicalText(attempt.files)
    groups.set(key, [...(groups.get(key) ?? []), attempt.cluster])
  }
  return [...groups.values()].map((names) => listing(names)).join(' ≠ ')
}
