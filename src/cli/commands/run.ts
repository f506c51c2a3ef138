/** `medusa run FILE`: carries a run through and tells its verdict. */
import { writeFile } from 'node:fs/promises'
import { ConsoleError, errorCodes, type ExitCode } from '../../shared/model/errors.js'
import { tellVerdict } from '../output/verdict.js'
import { outputFor, recorder, withEngine, type CommonOptions } from '../session.js'
import { carryThrough, exitCodeOf } from './follow-run.js'

export interface RunOptions extends CommonOptions {
  readonly report?: string
  readonly faults?: number
  readonly seed?: number
  readonly acceptWeaker?: boolean
}

export async function run(jobFile: string, options: RunOptions): Promise<ExitCode> {
  const output = outputFor(options)
  if (options.report !== undefined) await claimReport(options.report)
  const finished = await withEngine(options, (engine) =>
    carryThrough(
      engine,
      {
        jobFile,
        acceptWeaker: options.acceptWeaker ?? false,
        ...(options.faults === undefined ? {} : { faults: options.faults }),
        ...(options.seed === undefined ? {} : { seed: options.seed })
      },
      output,
      recorder(options)
    )
  )
  const { report } = finished
  if (options.report !== undefined) await writeReport(options.report, report)
  if (output.json) output.object({ type: 'report', ...report })
  else {
    tellVerdict(report, output)
    if (report.output.clusters.length > 0)
      output.line(`  fetch it  npx medusa fetch ${report.run} DIR`)
  }
  return exitCodeOf(finished, errorCodes)
}

/** A report that can't be written is found out before hours of computing, not after. */
const claimReport = (file: string): Promise<void> => writeReport(file, {})

async function writeReport(file: string, report: object): Promise<void> {
  try {
    await writeFile(file, `${JSON.stringify(report, null, 2)}\n`)
  } catch (cause) {
    throw new ConsoleError('BAD_INPUT', `the report can't be written to "${file}"`, {
      cause,
      hint: `${cause instanceof Error ? cause.message : ''}. Give --report a path that can be written.`
    })
  }
}
