/** The end of a run in text: the verdict first, its reason, who said what, what it cost. */
import type { AttemptReport, UnitReport } from '../../shared/model/run.js'
import { copyLines, costLine } from './copy-lines.js'
import { methodText, shortened, took } from './format.js'
import { chunkTable, marksLegend, voteMatrix } from './matrix.js'
import { completed, type KnownReport, type StoredReport } from './older-report.js'
import type { Output } from './output.js'

const WORDS = {
  verified: 'VERIFIED',
  'not-verified': 'NOT VERIFIED',
  cancelled: 'CANCELLED',
  failed: 'FAILED'
} as const

/** Attempts without an output that are told one by one. */
const MOST_SILENT = 20

export function tellVerdict(stored: StoredReport, output: Output): void {
  const report = completed(stored)
  output.line('')
  output.line(`${WORDS[report.verdict]}  ${shortened(report.sentence)}`)
  if (report.verdict === 'verified')
    output.line(
      `          compared by ${methodText(report.method)}; holds if at most ${String(report.faults)} ${report.faults === 1 ? 'cluster is' : 'clusters are'} faulty`
    )
  if (report.error?.hint !== undefined) output.line(`          ${report.error.hint}`)
  tellVotes(report, output)
  tellSilent(report, output)
  for (const refusal of report.refused)
    output.line(
      `  refused: a reply to ${refusal.task} in the name of ${refusal.cluster}: ${refusal.reason}`
    )
  const copies = copyLines(report.copies)
  if (copies.length > 0) output.line('')
  for (const line of copies) output.line(`  ${line}`)
  output.line('')
  if (report.output.clusters.length > 0) tellOutput(report, output)
  if (report.cost !== null) output.line(`  cost      ${costLine(report.cost)}`)
  output.line(
    `  time      ${took(report.console.seconds)}, of which the console itself ${took(report.console.overheadSeconds)}`
  )
  output.line(`  run       ${report.run}  seed ${String(report.seed)}`)
}

/** One job: its matrix. Several: a heading for each, and the parts of one that was cut in one table. */
function tellVotes(report: KnownReport, output: Output): void {
  const voted = report.attempts.some((attempt) => attempt.files.length > 0)
  if (report.units.length < 2) {
    if (!voted) return
    output.line('')
    output.line(indent(voteMatrix(report)))
    return
  }
  for (const units of byJob(report.units)) {
    const [first] = units
    if (first === undefined) continue
    output.line('')
    if (units.some(({ role }) => role !== 'job')) {
      const own = new Set(units.map(({ id }) => id))
      const decided = units.filter((unit) => unit.decided).length
      output.line(`  ${first.job}: ${String(decided)} of ${String(units.length)} parts decided`)
      output.line(indent(chunkTable(report, units)))
      output.line(`  ${marksLegend(report.attempts.filter(({ unit }) => own.has(unit)))}`)
    } else {
      output.line(`  ${first.id}: ${standing(report, first)}`)
      output.line(indent(voteMatrix(report, first)))
    }
  }
}

/** Jobs that were cut come first: the others read them. */
function byJob(units: readonly UnitReport[]): readonly (readonly UnitReport[])[] {
  const jobs = new Map<string, UnitReport[]>()
  for (const unit of units) jobs.set(unit.job, [...(jobs.get(unit.job) ?? []), unit])
  const isCut = (some: readonly UnitReport[]): boolean => some.some(({ role }) => role !== 'job')
  return [...jobs.values()].sort((a, b) => Number(isCut(b)) - Number(isCut(a)))
}

function standing({ attempts }: KnownReport, unit: UnitReport): string {
  const own = attempts.filter((attempt) => attempt.unit === unit.id)
  if (!unit.decided) return own.length === 0 ? 'not begun' : 'undecided'
  const agreed = own.filter(({ verdict }) => verdict === 'agreed').map(({ cluster }) => cluster)
  return `decided by ${[...new Set(agreed)].join(', ')}, compared by ${methodText(unit.method)}`
}

/** Who gave nothing, and why. In a run of many parts those that only were not needed any more would hide the others. */
function tellSilent({ attempts, units }: KnownReport, output: Output): void {
  const several = units.length > 1
  const silent = attempts
    .filter((attempt) => attempt.files.length === 0)
    .filter((attempt) => !several || attempt.verdict !== 'cancelled')
  const who = ({ unit, cluster }: AttemptReport): string =>
    several ? `${unit} on ${cluster}` : cluster
  const shown = several ? silent.slice(0, MOST_SILENT) : silent
  for (const attempt of shown)
    output.line(
      `  ${who(attempt)}: ${attempt.verdict}${attempt.reason === null ? '' : `, ${attempt.reason}`}${attempt.cause === null ? '' : `: ${attempt.cause}`}`
    )
  if (shown.length < silent.length)
    output.line(
      `  and ${String(silent.length - shown.length)} more attempts without an output: --json names them`
    )
}

/** Several published jobs each have a path of their own below the output. */
function tellOutput({ output: whole, units }: KnownReport, output: Output): void {
  const named = units.flatMap((unit) => (unit.output === null ? [] : [unit.output]))
  const all = named.length > 1 ? named : [whole]
  all.forEach(({ path, clusters }, index) => {
    output.line(`  ${index === 0 ? 'output' : '      '}    ${path} on ${clusters.join(', ')}`)
  })
}

export const indent = (text: string): string =>
  text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')
