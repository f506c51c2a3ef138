/** The end of a run in text: the verdict first, its reason, who said what, what it cost. */
import type { RunReport } from '../../shared/model/run.js'
import { duration } from './format.js'
import { voteMatrix } from './matrix.js'
import type { Output } from './output.js'

const WORDS = {
  verified: 'VERIFIED',
  'not-verified': 'NOT VERIFIED',
  cancelled: 'CANCELLED',
  failed: 'FAILED'
} as const

export function tellVerdict(report: RunReport, output: Output): void {
  output.line('')
  output.line(`${WORDS[report.verdict]}  ${report.sentence}`)
  if (report.verdict === 'verified')
    output.line(
      `          compared by bytes, SHA-256; holds if at most ${String(report.faults)} ${report.faults === 1 ? 'cluster is' : 'clusters are'} faulty`
    )
  if (report.error?.hint !== undefined) output.line(`          ${report.error.hint}`)
  if (report.attempts.some((attempt) => attempt.files.length > 0)) {
    output.line('')
    output.line(indent(voteMatrix(report)))
  }
  const silent = report.attempts.filter((attempt) => attempt.files.length === 0)
  for (const attempt of silent)
    output.line(
      `  ${attempt.cluster}: ${attempt.verdict}${attempt.reason === null ? '' : `, ${attempt.reason}`}${attempt.cause === null ? '' : `: ${attempt.cause}`}`
    )
  for (const refusal of report.refused)
    output.line(
      `  refused: a reply to ${refusal.task} in the name of ${refusal.cluster}: ${refusal.reason}`
    )
  output.line('')
  if (report.output.clusters.length > 0)
    output.line(`  output    ${report.output.path} on ${report.output.clusters.join(', ')}`)
  output.line(
    `  time      ${duration(report.console.seconds)}, of which the console itself ${duration(report.console.overheadSeconds)}`
  )
  output.line(`  run       ${report.run}  seed ${String(report.seed)}`)
}

export const indent = (text: string): string =>
  text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')
