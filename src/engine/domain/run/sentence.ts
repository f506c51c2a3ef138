/** The verdict of a run in words that a paper could use: who, what, how many were needed. */
import { methodOf } from '../../../shared/model/compare.js'
import type { ClusterName } from '../../../shared/model/ids.js'
import type { FileEntry } from '../../../shared/model/manifest.js'
import { canonicalText } from '../vote.js'
import { ruleOf } from './ballots.js'
import { publishedUnits } from './publish.js'
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
  const trusted = state.inputs
    .filter((input) => input.view.trust !== 'pinned')
    .map((input) => ` Input ${input.view.path} trusted from ${input.view.trust.slice(7)}.`)
  return [
    state.units.length === 1 ? singleSentence(state) : manySentence(state),
    ...outvotedSentences(state),
    ...trusted
  ].join('')
}

/** One job, one unit: who vouches for which files. */
function singleSentence(state: RunState): string {
  const [unit] = state.units
  const agreed = state.attempts.filter(({ id }) => unit?.agreed.includes(id))
  const names = listing(agreed.map(({ cluster }) => cluster))
  const rule = unit === undefined ? 'bytes' : ruleOf(state, unit)
  const files = agreed[0]?.files.length ?? 0
  const needed = neededVotes(state)
  const what =
    rule === 'bytes'
      ? `equal digests for all ${String(files)} files`
      : `equal outputs under "${methodOf(rule)}"`
  const said = agreed.length === 1 ? 'reports' : `report ${what}`
  return `${names} ${said}; f + 1 = ${String(needed)} ${needed === 1 ? 'cloud was' : 'clouds were'} needed.`
}

/** Several jobs or chunks: each has a vote of its own. */
function manySentence(state: RunState): string {
  const { units } = state
  const needed = neededVotes(state)
  const chunks = units.filter((unit) => unit.role === 'chunk').length
  const what =
    chunks > 0
      ? `All ${String(units.length)} units (${String(chunks)} of them chunks)`
      : `All ${String(units.length)} jobs`
  const published = publishedUnits(state).map(({ id }) => {
    const agreed = state.attempts.filter(
      (attempt) => attempt.unit === id && attempt.verdict === 'agreed' && attempt.repeats === null
    )
    return `${id} by ${listing(agreed.map(({ cluster }) => cluster))}`
  })
  return `${what} were decided, each by ${String(needed)} ${needed === 1 ? 'cloud' : 'clouds that agree'} (f + 1 = ${String(needed)}): ${listing(published)}.`
}

/** So many lies are told one by one; more are added up. */
const TOLD_SINGLY = 3

function outvotedSentences(state: RunState): readonly string[] {
  const outvoted = state.attempts.filter(
    (attempt) => attempt.verdict === 'outvoted' && attempt.repeats === null
  )
  if (outvoted.length > TOLD_SINGLY) {
    const names = [...new Set(outvoted.map(({ cluster }) => cluster))]
    return names.map((name) => {
      const units = new Set(outvoted.filter((one) => one.cluster === name).map(({ unit }) => unit))
      return ` ${name} was outvoted on ${units.size === 1 ? '1 unit' : `${String(units.size)} units`}.`
    })
  }
  return outvoted.map((attempt) => {
    const winner = state.attempts.find(
      (other) => other.unit === attempt.unit && other.verdict === 'agreed'
    )
    const differing = differingFiles(attempt.files, winner?.files ?? [])
    const where = differing.length > 3 ? `${String(differing.length)} files` : listing(differing)
    const unit = state.units.length > 1 ? ` of ${attempt.unit}` : ''
    const again = state.attempts.some((other) => other.repeats === attempt.id)
      ? ', and gave the same when asked again'
      : ''
    return ` ${attempt.cluster} was outvoted on ${where}${unit}${again}.`
  })
}

function notVerifiedSentence(state: RunState): string {
  if (state.error !== null) return `${state.error.message}. Nothing was published.`
  const open = state.units.find((unit) => unit.agreed.length === 0)
  const own = state.attempts.filter((attempt) => attempt.unit === open?.id)
  const heard = own.filter((attempt) => attempt.verdict === 'inconclusive')
  const without = own.filter((attempt) =>
    ['failed', 'hung', 'unreachable'].includes(attempt.verdict ?? '')
  )
  const parts = [
    `No ${String(neededVotes(state))} clouds agree${state.units.length > 1 && open !== undefined ? ` on ${open.id}` : ''}.`,
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
