/**
 * The vote as a matrix, files × clouds: columns ordered by group, equal digests side by side share one band, and where the band
 * breaks a cloud says something else.
 *
 * A cell compares name, length and digest, as the vote does. Before the vote is decided nothing is called outvoted, and no cloud is what
 * the others are measured by: outputs that are equal carry the same letter.
 */
import type { FileEntry } from '@shared/model/manifest.js'
import type { AttemptView, UnitView } from '@shared/model/run.js'
import { grouped } from '../../lib/format.js'
import { attemptLook, type Look, type StateName } from '../../lib/states.js'
import { matrixWords as words } from '../../text/run-words.js'
import { progressText } from './attempt-progress.js'

export interface Column {
  readonly key: string
  /** One cloud; several when there are too many columns and these say the same. */
  readonly names: readonly string[]
  readonly look: Look
  readonly how: string
  /** Its voice counts: not cancelled, not replaced. */
  readonly counts: boolean
  readonly lone: boolean
}

export interface Cell {
  readonly type: 'digest' | 'absent' | 'pending'
  /** Full SHA-256; empty unless `digest`. */
  readonly sha256: string
  readonly length: number
  readonly state: StateName
  /** Begins a band beside another one. */
  readonly after: boolean
  /** First and last of its band. */
  readonly starts: boolean
  readonly ends: boolean
  /** What is wrong with it, or while nothing is decided the letter of its output; empty for most. */
  readonly word: string
  readonly counts: boolean
  /** Stands in the band although its column was outvoted elsewhere. */
  readonly inset: boolean
}

export interface MatrixRow {
  readonly path: string
  /** Bytes; `null` when no cloud that counts has it, or they do not agree on it and nothing is decided. */
  readonly length: number | null
  readonly cells: readonly Cell[]
  readonly differs: boolean
}

export interface Matrix {
  readonly columns: readonly Column[]
  /** Sorted by path. */
  readonly rows: readonly MatrixRow[]
  readonly differing: number
  readonly decided: boolean
}

/** How outputs are compared, and what came of it. */
interface Rule {
  /** By bytes: other digests mean other outputs. Otherwise the vote alone knows which are equal. */
  readonly exact: boolean
  readonly decided: boolean
  readonly agreed: ReadonlySet<string>
}

interface Voice {
  readonly attempt: AttemptView
  readonly files: ReadonlyMap<string, FileEntry>
  readonly voted: boolean
}

/**
 * Pixels the matrix wants, so that digests and words are seen whole.
 *
 * @returns also the characters the column of names gets, and the pixels of a column that says something else
 */
export function matrixWidth({ columns, rows }: Matrix): {
  readonly pixels: number
  readonly nameChars: number
  readonly lonePixels: number
} {
  const nameChars = Math.min(
    34,
    Math.max(12, ...rows.slice(0, 500).map((row) => row.path.length)),
    columns.length > 5 ? 20 : 34
  )
  const lengths = rows.slice(0, 500).flatMap((row) => row.cells.map((cell) => cell.word.length))
  const lonePixels = 116 + Math.max(0, ...lengths) * 6.4
  const wide = columns.reduce(
    (sum, { lone, names }) =>
      sum + (lone ? lonePixels : Math.min(140, 84 + Math.max(0, (names[0]?.length ?? 0) - 8) * 7)),
    0
  )
  return { pixels: nameChars * 7.3 + 22 + 84 + wide, nameChars, lonePixels }
}

/** More columns than this are drawn one a group. */
export const MOST_COLUMNS = 8

export function matrixOf(attempts: readonly AttemptView[], unit: UnitView): Matrix {
  const voices = attempts
    .filter((attempt) => attempt.unit === unit.id)
    .filter((attempt) => attempt.files.length > 0 || attempt.verdict === null)
    .map((attempt) => ({
      attempt,
      files: new Map(attempt.files.map((file) => [file.path, file])),
      voted: attempt.files.length > 0
    }))
  const ordered = orderByGroup(voices, unit)
  const winner = ordered.find((voice) => unit.agreed.includes(voice.attempt.id))
  const rule: Rule = {
    exact: unit.method === 'bytes',
    decided: unit.decided && winner !== undefined,
    agreed: new Set(unit.agreed)
  }
  const shown = ordered.length > MOST_COLUMNS ? oneEachGroup(ordered) : ordered.map((v) => [v])
  const heads = shown.map((group) => group[0] as Voice)
  const letters = lettersOf(heads)
  const paths = [...new Set(ordered.flatMap((voice) => [...voice.files.keys()]))].sort()
  const rows = paths.map((path) =>
    winner === undefined
      ? undecidedRow(path, heads, letters, rule)
      : rowOf(path, heads, winner, rule)
  )
  const columns = shown.map((group, index) =>
    columnOf(group, index, rows, winner === undefined ? (letters[index] ?? '') : null)
  )
  return {
    columns,
    rows: rows.map((row) => withInsets(row, columns)),
    differing: rows.filter((row) => row.differs).length,
    decided: unit.decided
  }
}

/** Winners first, then groups by size, then who has not spoken yet. */
function orderByGroup(voices: readonly Voice[], unit: UnitView): readonly Voice[] {
  const key = outputKey
  const size = new Map<string, number>()
  for (const voice of voices) if (voice.voted) size.set(key(voice), (size.get(key(voice)) ?? 0) + 1)
  const first = new Map<string, number>()
  voices.forEach((voice, index) => {
    if (!first.has(key(voice))) first.set(key(voice), index)
  })
  const rank = (voice: Voice): readonly number[] => [
    unit.agreed.includes(voice.attempt.id) ? 0 : 1,
    voice.voted ? 0 : 1,
    -(size.get(key(voice)) ?? 0),
    first.get(key(voice)) ?? 0
  ]
  return voices
    .map((voice, index) => ({ voice, order: [...rank(voice), index] }))
    .sort((a, b) => {
      const at = a.order.findIndex((value, index) => value !== b.order[index])
      return at === -1 ? 0 : (a.order[at] ?? 0) - (b.order[at] ?? 0)
    })
    .map(({ voice }) => voice)
}

const outputKey = ({ attempt }: Voice): string => attempt.manifest ?? `files of ${attempt.id}`

/** `A` for the first output and those equal to it, `B` for the next other one; empty for who has none yet. */
function lettersOf(voices: readonly Voice[]): readonly string[] {
  const outputs = [...new Set(voices.filter(({ voted }) => voted).map(outputKey))]
  return voices.map((voice) => (voice.voted ? letter(outputs.indexOf(outputKey(voice))) : ''))
}

const letter = (index: number): string =>
  index < 26 ? String.fromCharCode(65 + index) : String(index + 1)

function oneEachGroup(ordered: readonly Voice[]): readonly (readonly Voice[])[] {
  const groups = new Map<string, Voice[]>()
  for (const voice of ordered) {
    const { attempt } = voice
    const key = voice.voted
      ? `${attempt.manifest ?? attempt.id} ${attempt.verdict ?? ''}`
      : `open ${attempt.phase}`
    groups.set(key, [...(groups.get(key) ?? []), voice])
  }
  return [...groups.values()]
}

const equal = (a: FileEntry | undefined, b: FileEntry | undefined): boolean =>
  a?.sha256 === b?.sha256 && a?.length === b?.length

/** A repeat confirms or takes away the voice of the attempt it repeats; it has none of its own. */
const counts = ({ attempt }: Voice): boolean =>
  attempt.repeats === null &&
  (attempt.verdict === null ||
    attempt.verdict === 'agreed' ||
    attempt.verdict === 'outvoted' ||
    attempt.verdict === 'inconclusive')

function rowOf(path: string, voices: readonly Voice[], reference: Voice, rule: Rule): MatrixRow {
  const ours = reference.files.get(path)
  const entries = voices.map((voice) => voice.files.get(path))
  const differs = voices.some(
    (voice, index) => voice.voted && !equal(entries[index], ours) && !isEqualOtherwise(voice, rule)
  )
  const cells = voices.map((voice, index): Cell => {
    const entry = entries[index]
    const same = equal(entry, ours) || isEqualOtherwise(voice, rule)
    return cellOf(index, voices, entries, {
      state: toneOf(same, differs, rule.decided),
      word: same ? '' : wordOf(entry, ours, rule.decided)
    })
  })
  return { path, length: (ours ?? entries.find((entry) => entry))?.length ?? null, cells, differs }
}

/** A file while no output is the agreed one: where it differs, each says whose output has the same. */
function undecidedRow(
  path: string,
  voices: readonly Voice[],
  letters: readonly string[],
  { exact }: Rule
): MatrixRow {
  const entries = voices.map((voice) => voice.files.get(path))
  const voted = voices.flatMap((voice, index) => (voice.voted ? [entries[index]] : []))
  const differs = exact && voted.some((entry) => !equal(entry, voted[0]))
  const cells = voices.map((_, index): Cell => {
    const first = voices.findIndex((voice, at) => voice.voted && equal(entries[at], entries[index]))
    const word = entries[index] === undefined ? words.missing : (letters[first] ?? '')
    return cellOf(index, voices, entries, {
      state: differs ? 'inconclusive' : 'waiting',
      word: differs ? word : ''
    })
  })
  const lengths = new Set(voted.flatMap((entry) => (entry === undefined ? [] : [entry.length])))
  return { path, length: lengths.size === 1 ? ([...lengths][0] ?? null) : null, cells, differs }
}

/** One cell with its place in the band of those that are equal to it. */
function cellOf(
  index: number,
  voices: readonly Voice[],
  entries: readonly (FileEntry | undefined)[],
  { state, word }: Pick<Cell, 'state' | 'word'>
): Cell {
  const voice = voices[index] as Voice
  const entry = entries[index]
  const joined = (other: number): boolean =>
    voices[other]?.voted === true && equal(entries[other], entry)
  const base = { counts: counts(voice), inset: false }
  if (!voice.voted)
    return {
      ...base,
      type: 'pending',
      sha256: '',
      length: 0,
      state: 'waiting',
      word: '',
      after: false,
      starts: true,
      ends: true
    }
  return {
    ...base,
    type: entry === undefined ? 'absent' : 'digest',
    sha256: entry?.sha256 ?? '',
    length: entry?.length ?? 0,
    state,
    after: index > 0 && voices[index - 1]?.voted === true && !joined(index - 1),
    starts: !joined(index - 1),
    ends: !joined(index + 1),
    word
  }
}

/** Other bytes, and equal under the rule, or not known to differ before the vote. */
const isEqualOtherwise = ({ attempt }: Voice, { exact, decided, agreed }: Rule): boolean =>
  !exact && (!decided || agreed.has(attempt.id))

function toneOf(same: boolean, differs: boolean, decided: boolean): StateName {
  if (decided) return same ? 'agreed' : 'outvoted'
  return differs ? 'inconclusive' : 'waiting'
}

function wordOf(
  entry: FileEntry | undefined,
  ours: FileEntry | undefined,
  decided: boolean
): string {
  const word = decided ? words.outvoted : words.differs
  if (entry === undefined) return words.missing
  if (ours === undefined) return words.onlyHere
  const more = entry.length - ours.length
  if (more === 0) return word
  const bytes = grouped(Math.abs(more))
  return more > 0 ? words.more(word, bytes) : words.less(word, bytes)
}

/** @param letter - of its output, where none is the agreed one; `null`: one is */
function columnOf(
  group: readonly Voice[],
  index: number,
  rows: readonly MatrixRow[],
  letter: string | null
): Column {
  const { attempt, voted } = group[0] as Voice
  const wrong = rows.filter((row) => (row.cells[index]?.word ?? '') !== '').length
  const look: Look =
    attempt.verdict !== null
      ? attemptLook[attempt.verdict]
      : {
          state: voted ? 'waiting' : 'running',
          shape: voted ? 'waiting' : 'running',
          word: progressText(attempt)
        }
  const how = howOf(look, voted, wrong, rows.length, letter)
  return {
    key: attempt.id,
    names: group.map((voice) => voice.attempt.cluster),
    look,
    how: attempt.repeats === null ? how : words.repeat(how),
    counts: counts(group[0] as Voice),
    lone: wrong > 0
  }
}

function howOf(
  look: Look,
  voted: boolean,
  wrong: number,
  all: number,
  letter: string | null
): string {
  if (!voted || wrong === 0) return look.word
  return letter === null ? words.on(look.word, wrong, all) : words.output(letter, look.word)
}

function withInsets(row: MatrixRow, columns: readonly Column[]): MatrixRow {
  return {
    ...row,
    cells: row.cells.map((cell, index) => ({
      ...cell,
      inset: columns[index]?.lone === true && cell.type === 'digest' && cell.word === ''
    }))
  }
}

/** All digests as `sha256sum` writes them, one block a group of equal outputs. */
export function digestsText(attempts: readonly AttemptView[], unit: UnitView): string {
  const groups = new Map<string, AttemptView[]>()
  for (const attempt of attempts)
    if (attempt.unit === unit.id && attempt.files.length > 0) {
      const key = attempt.manifest ?? attempt.id
      groups.set(key, [...(groups.get(key) ?? []), attempt])
    }
  return [...groups.values()]
    .map((group) => {
      const [first] = group
      const verdict = (of: AttemptView['verdict']): string =>
        of === null ? words.notVoted : attemptLook[of].word
      const who = group.map((each) => `${each.cluster} (${verdict(each.verdict)})`)
      const lines = (first?.files ?? []).map((file) => `${file.sha256}  ${file.path}`)
      return [`# ${who.join(', ')} ${first?.manifest ?? ''}`.trimEnd(), ...lines, ''].join('\n')
    })
    .join('\n')
}
