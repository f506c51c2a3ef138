/** The inputs of all jobs, each once: what several jobs read is pinned and copied as one. */
import { ConsoleError } from '../../shared/model/errors.js'
import type { JobInput } from '../../shared/model/job.js'
import type { PlannedInput } from '../domain/run/plan.js'
import type { LocalFile } from '../ports/system.js'
import type { GraphJob } from '../protocol/job-graph.js'
import { pathFault } from '../protocol/tasks/manifest.js'
import { isAbsolute, join } from './paths.js'
import type { EnginePorts } from './ports.js'

export interface PreparedInputs {
  readonly inputs: readonly PlannedInput[]
  /** Input number → its files here. */
  readonly uploads: ReadonlyMap<number, readonly LocalFile[]>
  /** Number of an input of a job; `null` for another job's output. */
  readonly numbers: (input: JobInput) => number | null
}

/** @throws ConsoleError `FILE_MISSING`, `BAD_INPUT` for names that HDFS or Hadoop would not take */
export async function prepareInputs(
  jobs: readonly GraphJob[],
  folder: string,
  ports: Pick<EnginePorts, 'files'>
): Promise<PreparedInputs> {
  const known = new Map<string, number>()
  const inputs: PlannedInput[] = []
  const uploads = new Map<number, readonly LocalFile[]>()
  for (const input of jobs.flatMap((job) => job.inputs)) {
    const key = keyOf(input)
    if (key === null || known.has(key)) continue
    known.set(key, inputs.length)
    if ('upload' in input) {
      uploads.set(inputs.length, await listUpload(input.upload, folder, ports))
      inputs.push({ type: 'upload', path: input.upload })
    } else if ('hdfs' in input)
      inputs.push({ type: 'hdfs', path: input.hdfs, manifest: input.manifest ?? null })
  }
  return { inputs, uploads, numbers: (input) => known.get(keyOf(input) ?? '') ?? null }
}

function keyOf(input: JobInput): string | null {
  if ('upload' in input) return `upload ${input.upload}`
  return 'hdfs' in input ? `hdfs ${input.manifest ?? ''} ${input.hdfs}` : null
}

async function listUpload(
  path: string,
  folder: string,
  { files }: Pick<EnginePorts, 'files'>
): Promise<readonly LocalFile[]> {
  const place = isAbsolute(path) ? path : join(folder, path)
  if (!(await files.exists(place)))
    throw new ConsoleError('FILE_MISSING', `the input "${path}" does not exist`, {
      hint: `Looked for ${place}. Paths are relative to the job file.`
    })
  const found = await files.list(place)
  if (found.length === 0)
    throw new ConsoleError('FILE_MISSING', `the input "${path}" holds no file`, {
      hint: 'Names that begin with "." or "_" do not count: Hadoop ignores them too.'
    })
  for (const file of found) {
    const fault = pathFault(file.path)
    if (fault !== null)
      throw new ConsoleError(
        'BAD_INPUT',
        `the input "${path}" has a file ${JSON.stringify(file.path)}, whose name has ${fault}`,
        { hint: 'Rename it: HDFS and Hadoop would not take it as it is.' }
      )
  }
  return found
}
