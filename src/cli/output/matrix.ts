/** The vote matrix as text: files by clusters, the first 8 digits of each SHA-256, what differs marked by a word. */
import type { AttemptReport, RunReport } from '../../shared/model/run.js'
import { table } from './table.js'

/**
 * @param report - of a run with at least one attempt that gave an output; otherwise the matrix says so
 * @returns lines; clusters that agree stand first, an outvoted one carries `≠` before its digest
 */
export function voteMatrix(report: RunReport): string {
  const heard = report.attempts.filter((attempt) => attempt.files.length > 0).sort(byVerdict)
  if (heard.length === 0) return '  no cluster gave an output'
  const paths = [
    ...new Set(heard.flatMap((attempt) => attempt.files.map((file) => file.path)))
  ].sort()
  const agreed = new Map(
    report.units.flatMap((unit) => unit.files.map((file) => [file.path, file.sha256] as const))
  )
  const cell = (attempt: AttemptReport, path: string): string => {
    const file = attempt.files.find((one) => one.path === path)
    if (file === undefined) return '≠ missing'
    const expected = agreed.get(path)
    const differs = agreed.size > 0 && expected !== file.sha256
    return `${differs ? '≠' : ' '} ${file.sha256.slice(0, 8)}`
  }
  return table(
    [
      { head: 'file' },
      { head: 'bytes', right: true },
      ...heard.map((attempt) => ({ head: `  ${attempt.cluster}` }))
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
}

const ORDER = ['agreed', 'inconclusive', 'outvoted']
const byVerdict = (a: AttemptReport, b: AttemptReport): number =>
  ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict)
