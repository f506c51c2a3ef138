/** `medusa fetch RUN DIR`: the published output of a run, every byte checked against what was voted on. */
import { exitCode, type ExitCode } from '../../shared/model/errors.js'
import { counted } from '../../shared/text/counted.js'
import { size } from '../output/format.js'
import { outputFor, withEngine, type CommonOptions } from '../session.js'
import { parseRunId } from './runs.js'

export async function fetch(
  run: string,
  folder: string,
  options: CommonOptions
): Promise<ExitCode> {
  const output = outputFor(options)
  const fetched = await withEngine(options, (engine) => engine.fetchOutput(parseRunId(run), folder))
  if (output.json) output.object({ run, folder, ...fetched })
  else {
    for (const { cluster, path, reason } of fetched.replaced)
      output.say(`medusa: ${path} was taken from another cluster than ${cluster}: ${reason}`)
    output.line(
      `${counted(fetched.files, 'file')}, ${size(fetched.bytes)} in ${folder}, each with the SHA-256 that was voted on`
    )
  }
  return exitCode.done
}
