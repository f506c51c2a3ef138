/**
 * The votes as text. Of a job: files by clusters, the first 8 digits of each SHA-256, what differs marked; while nothing is decided no
 * cluster is what the others are measured by, and equal digests carry the same letter. Of a job that was cut: chunks by
 * clusters, a mark for each attempt.
 */
import type { ClusterName } from '../../shared/model/ids.js'
import type { AttemptReport, UnitReport } from '../../shared/model/run.js'
import { MARKS } from './marks.js'
import type { KnownReport } from './older-report.js'
import { table } from './table.js'

type Votes = Pick<KnownReport, 'attempts' | 'units' | 'run'>

/**
 * @param report - of a run with at least one attempt that gave an output; otherwise the matrix says so
 * @param unit - whose; without it the only one
 * @returns lines; clusters that agree stand first, an outvoted one carries `≠` before its digest, `≈` one that agrees with other bytes
 */
export function voteMatrix(report: Votes, unit: UnitReport | undefined = report.units[0]): string {
  const heard = report.attempts
    .filter((attempt) => attempt.unit === (unit?.id ?? attempt.unit))
    .filter((attempt) => attempt.files.length > 0)
    .sort(byVerdict)
  if (heard.length === 0) return '  no cluster gave an output'
  const paths = [
    ...new Set(heard.flatMap((attempt) => attempt.files.map((file) => file.path)))
  ].sort()
  const agreed = new Map((unit?.files ?? []).map((file) => [file.path, file.sha256] as const))
  const exact = unit === undefined || unit.method === 'bytes'
  const letters = agreed.size > 0 || !exact ? new Map<string, never>() : lettersOf(heard, paths)
  const cell = (attempt: AttemptReport, path: string): string => {
    // Under another rule than bytes, equal outputs may have other bytes, and other files.
    const mark = !exact && attempt.verdict === 'agreed' ? '≈' : '≠'
    const file = attempt.files.find((one) => one.path === path)
    if (file === undefined) return `${agreed.size > 0 ? mark : ' '} missing`
    const differs = agreed.size > 0 && agreed.get(path) !== file.sha256
    return `${differs ? mark : (letters.get(path)?.get(file.sha256) ?? ' ')} ${file.sha256.slice(0, 8)}`
  }
  const votes = table(
    [
      { head: 'file' },
      { head: 'bytes', right: true },
      ...heard.map(({ cluster, repeats }) => ({
        head: `  ${cluster}${repeats === null ? '' : ' again'}`
      }))
    ],
    [
      ...paths.map((path) => [
        path,
        String(heard.flatMap((a) => a.files).find((file) => file.path === path)?.length ?? ''),
        ...heard.map((attempt) => cell(attempt, path))
      ]),
      ['', '', ...heard.map((attempt) => `  ${attempt.verdict}`)]
    ]
  )
  if (letters.size === 0) return votes
  const of = report.units.length > 1 && unit !== undefined ? ` --unit ${unit.id}` : ''
  return `${votes}\nthe same letter: the same digest. Compare them: medusa diff ${report.run}${of}, or add clusters and run it again`
}

/**
 * Of files that differ while no output is the agreed one.
 *
 * @returns path → digest → the letter of the first cluster's output that has it
 */
function lettersOf(
  heard: readonly AttemptReport[],
  paths: readonly string[]
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const output = ({ files }: AttemptReport): string =>
    files.map(({ path, sha256 }) => `${sha256} ${path}`).join('\n')
  const outputs = [...new Set(heard.map(output))]
  const found = new Map<string, ReadonlyMap<string, string>>()
  for (const path of paths) {
    const letters = new Map<string, string>()
    for (const attempt of heard) {
      const digest = attempt.files.find((file) => file.path === path)?.sha256 ?? ''
      if (!letters.has(digest)) letters.set(digest, letter(outputs.indexOf(output(attempt))))
    }
    if (letters.size > 1) found.set(path, letters)
  }
  return found
}

const letter = (index: number): string =>
  index < 26 ? String.fromCharCode(65 + index) : String(index + 1)

const ORDER = ['agreed', 'inconclusive', 'outvoted']
const byVerdict = (a: AttemptReport, b: AttemptReport): number =>
  ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict)

/**
 * @param units - the parts of one job
 * @returns lines, one a part, with a column for each cluster that was asked for any of them
 */
export function chunkTable(report: Votes, units: readonly UnitReport[]): string {
  const byUnit = new Map<string, AttemptReport[]>()
  for (const attempt of report.attempts)
    byUnit.set(attempt.unit, [...(byUnit.get(attempt.unit) ?? []), attempt])
  const asked = units.flatMap((unit) => byUnit.get(unit.id) ?? [])
  const clusters = [...new Set(asked.map((attempt) => attempt.cluster))].sort()
  const cell = (unit: UnitReport, cluster: ClusterName): string => {
    const own = (byUnit.get(unit.id) ?? []).filter((attempt) => attempt.cluster === cluster)
    return own.length === 0 ? '·' : own.map(({ verdict }) => MARKS[verdict]).join('')
  }
  const bytes = (unit: UnitReport): string =>
    unit.decided ? String(unit.files.reduce((sum, file) => sum + file.length, 0)) : ''
  return table(
    [
      { head: 'part' },
      { head: 'bytes', right: true },
      ...clusters.map((head) => ({ head })),
      { head: '' }
    ],
    units.map((unit) => [
      unit.id,
      bytes(unit),
      ...clusters.map((cluster) => cell(unit, cluster)),
      unit.decided ? 'decided' : 'undecided'
    ])
  )
}

/** What the marks of {@link chunkTable} mean, those of them that occur. */
export function marksLegend(attempts: readonly AttemptReport[]): string {
  const used = new Set(attempts.map(({ verdict }) => verdict))
  const marks = Object.entries(MARKS).filter(([verdict]) => used.has(verdict as never))
  return `${marks.map(([verdict, mark]) => `${mark} ${verdict}`).join('  ')}  · not asked; one mark an attempt`
}
