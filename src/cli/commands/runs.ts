/** `medusa runs [RUN]`: the list of runs, or the report of one. */
import { ConsoleError, exitCode, type ExitCode } from '../../shared/model/errors.js'
import { runIdSchema, type RunId } from '../../shared/model/ids.js'
import type { RunSnapshot, RunSummary } from '../../shared/model/run.js'
import { counted } from '../../shared/text/counted.js'
import { took, when } from '../output/format.js'
import { runLines } from '../output/run-lines.js'
import { table } from '../output/table.js'
import { tellVerdict } from '../output/verdict.js'
import { openArchive } from '../../engine/compose.js'
import { outputFor, stateFolder, type CommonOptions } from '../session.js'

/** @throws ConsoleError `RUN_UNKNOWN` when it can't be the name of a run */
export function parseRunId(text: string): RunId {
  const parsed = runIdSchema.safeParse(text)
  if (parsed.success) return parsed.data
  throw new ConsoleError('RUN_UNKNOWN', `there is no run "${text}"`, {
    hint: 'See the runs there are with: npx medusa runs'
  })
}

export async function runs(run: string | undefined, options: CommonOptions): Promise<ExitCode> {
  const output = outputFor(options)
  const archive = openArchive(stateFolder(options))
  if (run === undefined) {
    const list = await archive.listRuns()
    if (output.json) for (const summary of list) output.object(summary)
    else if (list.length === 0) output.line('no runs yet: npx medusa run FILE')
    else output.line(listTable(list))
    return exitCode.done
  }
  const id = parseRunId(run)
  const snapshot = await archive.readRun(id)
  if (snapshot.verdict !== null) {
    const report = await archive.readReport(id)
    if (output.json) output.object(report)
    else tellVerdict(report, output)
  } else if (output.json) output.object(snapshot)
  else {
    runLines({ ...output, live: false, say: output.line }).show(snapshot)
    for (const line of standingLines(snapshot)) output.line(line)
  }
  return exitCode.done
}

/** What is to be known of a run without a verdict. */
function standingLines(snapshot: RunSnapshot): readonly string[] {
  if (snapshot.live) return ['goes on in another process']
  const left = snapshot.attempts.filter(
    ({ verdict, timings }) => verdict === null && timings.launched > 0 && timings.digested === 0
  )
  const clouds = [...new Set(left.map(({ cluster }) => cluster))]
  return [
    `interrupted: no process has carried it out since ${when(snapshot.now)}, so there is no verdict`,
    ...(clouds.length === 0
      ? []
      : [`${counted(left.length, 'attempt')} may still run on ${clouds.join(', ')}`]),
    'to get a verdict start the job again under another "output:" in its job file: npx medusa run FILE'
  ]
}

const listTable = (list: readonly RunSummary[]): string =>
  table(
    [
      { head: 'run' },
      { head: 'name' },
      { head: 'started' },
      { head: 'took', right: true },
      { head: 'verdict' }
    ],
    list.map((summary) => [
      summary.run,
      summary.name,
      when(summary.startedAt),
      summary.finishedAt === null ? '' : took((summary.finishedAt - summary.startedAt) / 1000),
      summary.verdict ?? (summary.live ? 'goes on' : 'interrupted')
    ])
  )
