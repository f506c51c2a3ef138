/**
 * The units of a run, grouped by job: where each stands, who agrees, who says something else.
 *
 * Attempts are looked up by unit once, because a run may have a thousand chunks and a snapshot comes ten times a second.
 */
import type { ClusterName, UnitId } from '@shared/model/ids.js'
import type { AttemptView, RunSnapshot, UnitView } from '@shared/model/run.js'
import { bytes, listed } from '../../lib/format.js'
import { attemptLook, phaseLook, type Look } from '../../lib/states.js'
import { unitText as text } from '../../text/run-words.js'

export interface UnitEntry {
  readonly unit: UnitView
  readonly attempts: readonly AttemptView[]
  /** For people: `count`, `chunk 3`, `cutting the input`. */
  readonly name: string
  readonly look: Look
  /** What it waits for or does; empty when there is nothing to say beside the word. */
  readonly detail: string
  /** Clouds whose output won. */
  readonly agreed: readonly ClusterName[]
  /** What other clouds came to: `faro outvoted`. Empty for most. */
  readonly apart: string
}

export interface JobGroup {
  readonly job: UnitId
  /** A whole job has one; the chunks of one that was cut stand in `chunks`, what cut it here. */
  readonly entries: readonly UnitEntry[]
  readonly chunks: readonly UnitEntry[]
}

/** Jobs that were cut first, for the others read them; otherwise in the order of the run. */
export function groupsOf(snapshot: RunSnapshot): readonly JobGroup[] {
  const attempts = new Map<UnitId, AttemptView[]>()
  for (const attempt of snapshot.attempts) {
    const own = attempts.get(attempt.unit)
    if (own === undefined) attempts.set(attempt.unit, [attempt])
    else own.push(attempt)
  }
  const jobs = new Map<UnitId, UnitView[]>()
  for (const unit of snapshot.units) {
    const own = jobs.get(unit.job)
    if (own === undefined) jobs.set(unit.job, [unit])
    else own.push(unit)
  }
  const isCut = (units: readonly UnitView[]): boolean => units.some(({ role }) => role !== 'job')
  const ordered = [...jobs].sort(([, a], [, b]) => Number(isCut(b)) - Number(isCut(a)))
  const open: UnitId[] = []
  return ordered.map(([job, units]) => {
    const before = [...open]
    if (units.some((unit) => !unit.decided)) open.push(job)
    const entries = units.map((unit) =>
      entryOf(snapshot, unit, attempts.get(unit.id) ?? [], before)
    )
    return {
      job,
      entries: entries.filter(({ unit }) => unit.role !== 'chunk'),
      chunks: entries.filter(({ unit }) => unit.role === 'chunk')
    }
  })
}

function entryOf(
  snapshot: RunSnapshot,
  unit: UnitView,
  attempts: readonly AttemptView[],
  before: readonly UnitId[]
): UnitEntry {
  const won = new Set(unit.agreed)
  return {
    unit,
    attempts,
    name: nameOf(unit),
    ...standingOf(snapshot, unit, attempts, before),
    agreed: unique(attempts.filter(({ id }) => won.has(id)).map(({ cluster }) => cluster)),
    apart: apartOf(attempts)
  }
}

function nameOf({ id, job, role }: UnitView): string {
  switch (role) {
    case 'job':
      return id
    case 'cut':
      return text.cut
    case 'chunk':
      return text.chunk(chunkNumber({ id, job }))
  }
}

/** A chunk is called after its job: `count-3`. */
export const chunkNumber = ({ id, job }: Pick<UnitView, 'id' | 'job'>): string =>
  id.startsWith(`${job}-`) ? id.slice(job.length + 1) : id

const { states } = text
type Standing = Pick<UnitEntry, 'look' | 'detail'>
const standing = (state: Look['state'], word: string, detail = ''): Standing => ({
  look: { state, shape: state, word },
  detail
})

function standingOf(
  snapshot: RunSnapshot,
  unit: UnitView,
  attempts: readonly AttemptView[],
  before: readonly UnitId[]
): Standing {
  if (unit.decided) return standing('agreed', states.decided)
  if (snapshot.verdict !== null) return endedStanding(snapshot, attempts)
  if (attempts.length === 0)
    return standing('waiting', states.waiting, before.length === 0 ? '' : text.waitsFor(before))
  const open = attempts.filter((attempt) => attempt.verdict === null)
  if (open.length === 0) return standing('waiting', states.waiting, text.nextCloud)
  const staging = open.filter((attempt) => attempt.phase === 'staging')
  const working = open.filter((attempt) => !['staging', 'voting', 'over'].includes(attempt.phase))
  const differ = disagreement(unit)
  if (working.length > 0) {
    const running =
      working.length === open.length
        ? text.attempts(open.length)
        : text.attemptsOf(working.length, open.length)
    return standing('running', states.running, `${running}${differ}`)
  }
  if (staging.length > 0) return copyingStanding(staging, differ)
  return standing(
    'waiting',
    states.voting,
    `${text.outputs(open.length, snapshot.needed)}${differ}`
  )
}

/** Without any bytes to come it waits for a free place. */
function copyingStanding(staging: readonly AttemptView[], differ: string): Standing {
  const total = staging.reduce((sum, { bytesTotal }) => sum + bytesTotal, 0)
  const done = staging.reduce((sum, attempt) => sum + attempt.bytes, 0)
  return total === 0
    ? standing('waiting', states.waiting, `${text.turn}${differ}`)
    : standing('running', states.copying, `${text.bytes(bytes(done), bytes(total))}${differ}`)
}

function endedStanding({ verdict }: RunSnapshot, attempts: readonly AttemptView[]): Standing {
  if (attempts.length === 0) return standing('cancelled', states.notBegun)
  if (verdict === 'cancelled') return standing('cancelled', states.cancelled)
  return attempts.some((attempt) => attempt.verdict === 'inconclusive')
    ? standing('inconclusive', states.undecided)
    : standing('failed', states.failed)
}

/** `; porto ≠ faro`, when the last vote found no quorum among outputs that differ. */
function disagreement({ votes }: UnitView): string {
  const groups = votes.at(-1)?.groups ?? []
  return groups.length < 2 ? '' : `; ${groups.map((group) => listed(group, 3)).join(' ≠ ')}`
}

const APART = ['outvoted', 'failed', 'hung', 'unreachable'] as const

function apartOf(attempts: readonly AttemptView[]): string {
  return APART.flatMap((verdict) => {
    const clusters = unique(
      attempts.filter((each) => each.verdict === verdict).map(({ cluster }) => cluster)
    )
    return clusters.length === 0 ? [] : [`${listed(clusters, 4)} ${attemptLook[verdict].word}`]
  }).join(', ')
}

const unique = <T>(all: readonly T[]): readonly T[] => [...new Set(all)]

/** `8 chunks: 5 decided, 2 running, 1 waiting`. */
export function chunksSummary(chunks: readonly UnitEntry[]): string {
  const counts = new Map<string, number>()
  for (const { look } of chunks) counts.set(look.word, (counts.get(look.word) ?? 0) + 1)
  const words = [...counts].map(([word, count]) => `${String(count)} ${word}`)
  return text.chunks(chunks.length, words)
}

/** The state of all chunks in one: what is worst while the run is over, otherwise what is left to do. */
export function chunksLook(chunks: readonly UnitEntry[]): Look {
  const order = ['failed', 'inconclusive', 'cancelled', 'running', 'waiting'] as const
  const found = order.find((state) => chunks.some(({ look }) => look.state === state))
  return chunks.find(({ look }) => look.state === (found ?? 'agreed'))?.look ?? phaseLook.over
}

/** What one cloud said of one unit. */
export interface Mark {
  readonly cluster: ClusterName
  /** `null`: not asked. */
  readonly look: Look | null
  /** More than one attempt: repeated, or begun again. */
  readonly tries: number
}

/** @param clusters - in the order of the rows */
export function marksOf(
  { attempts }: Pick<UnitEntry, 'attempts'>,
  clusters: readonly ClusterName[]
): readonly Mark[] {
  return clusters.map((cluster) => {
    const own = attempts.filter((attempt) => attempt.cluster === cluster)
    // A verdict of the vote says more than what came after it.
    const told =
      own.find(({ verdict }) => verdict === 'agreed' || verdict === 'outvoted') ?? own.at(-1)
    return { cluster, tries: own.length, look: told === undefined ? null : lookOf(told) }
  })
}

const lookOf = ({ verdict, phase }: AttemptView): Look =>
  verdict === null ? phaseLook[phase] : attemptLook[verdict]

/** The whole of a chunk in a line, for tooltip and screen reader. */
export function chunkText(entry: UnitEntry, marks: readonly Mark[]): string {
  const told = marks.flatMap(({ cluster, look, tries }) =>
    look === null ? [] : [triesText(`${cluster} ${look.word}`, tries)]
  )
  const detail = entry.detail === '' ? '' : ` ${entry.detail}`
  return `${entry.name}: ${entry.look.word}${detail}${told.length === 0 ? '' : `; ${told.join(', ')}`}`
}

const triesText = (told: string, tries: number): string =>
  tries > 1 ? text.tries(told, tries) : told

/** Which unit to show before one is chosen: where something went apart, or else the first that has begun. */
export function firstToShow(groups: readonly JobGroup[]): UnitEntry | null {
  const all = groups.flatMap(({ entries, chunks }) => [...entries, ...chunks])
  return (
    all.find(({ apart }) => apart !== '') ??
    all.find(({ attempts }) => attempts.length > 0) ??
    all[0] ??
    null
  )
}
