/**
 * From a job file to a plan: everything that can be wrong is found here, before a journal exists and before any cloud is asked.
 */
import { basename, dirname, isAbsolute, join, resolve } from './paths.js'
import { ConsoleError } from '../../shared/model/errors.js'
import type { RunId } from '../../shared/model/ids.js'
import { millis } from '../../shared/model/ids.js'
import type { JobFile } from '../../shared/model/job.js'
import type { Environment } from '../../shared/model/settings.js'
import type { PlannedInput, RunPlan } from '../domain/run/plan.js'
import { tolerance, toleranceSentence } from '../domain/tolerance.js'
import type { LocalFile } from '../ports/system.js'
import { parseJobFile } from '../protocol/job-file.js'
import type { EnginePorts } from './ports.js'

export interface RunRequest {
  /** Path of the job file. */
  readonly jobFile: string
  /** Replaces the job file's `faults`. */
  readonly faults?: number
  /** Replaces the job file's `seed`. */
  readonly seed?: number
  /** Run although n < 2f+1. */
  readonly acceptWeaker?: boolean
}

/** What lies on this machine and has to be uploaded. */
export interface RunSources {
  /** Path of the jar. */
  readonly jar: string
  /** Input number → its files. */
  readonly uploads: ReadonlyMap<number, readonly LocalFile[]>
}

export interface PreparedRun {
  readonly plan: RunPlan
  readonly sources: RunSources
  readonly job: JobFile
}

/** Without any progress for so long, an attempt is hung: ten minutes, far above the pauses of a busy queue's small jobs. */
const HANG_FLOOR = millis(10 * 60 * 1000)

/**
 * @throws ConsoleError `FILE_MISSING`, `BAD_JOB_FILE`, `NOT_AVAILABLE`, `BAD_INPUT`, `TOO_FEW_CLUSTERS`
 */
export async function prepareRun(
  request: RunRequest,
  environmentName: string,
  environment: Environment,
  ports: Pick<EnginePorts, 'files' | 'clock' | 'rng'>
): Promise<PreparedRun> {
  const jobFile = resolve(request.jobFile)
  const job = parseJobFile(await readText(jobFile, ports), request.jobFile)
  const faults = request.faults ?? job.faults
  admit(environment.clusters.length, faults, request.acceptWeaker ?? false)

  const unit = job.jobs[0]
  if (unit === undefined) throw new ConsoleError('BAD_JOB_FILE', 'jobs: at least one is needed')
  const jar = await findJar(unit.jar.path, dirname(jobFile), environment.jarFolders, ports)
  const uploads = new Map<number, readonly LocalFile[]>()
  const inputs: PlannedInput[] = []
  for (const [index, input] of unit.inputs.entries()) {
    if ('upload' in input) {
      uploads.set(index, await listUpload(input.upload, dirname(jobFile), ports))
      inputs.push({ type: 'upload', path: input.upload })
    } else inputs.push({ type: 'hdfs', path: input.hdfs, manifest: input.manifest ?? null })
  }
  return {
    job,
    sources: { jar: jar.source, uploads },
    plan: {
      run: runId(ports),
      name: job.name,
      environment: environmentName,
      faults,
      ranking: job.ranking,
      seed: request.seed ?? job.seed ?? ports.rng.seed(),
      acceptWeaker: request.acceptWeaker ?? false,
      clusters: environment.clusters.map(({ name, address, workFolder }) => ({
        name,
        address,
        workFolder
      })),
      inputs,
      units: [
        {
          id: unit.id,
          jar: { name: basename(jar.source), length: jar.length, sha256: jar.sha256 },
          main: unit.jar.main ?? null,
          args: unit.jar.args,
          configuration: Object.fromEntries(
            Object.entries(unit.configuration).map(([key, value]) => [key, String(value)])
          )
        }
      ],
      output: job.output,
      hangFloorMs: HANG_FLOOR
    }
  }
}

/** The guarantee needs 2f+1 clusters; with fewer the console says what is left of it and asks. */
function admit(clusters: number, faults: number, acceptWeaker: boolean): void {
  if (!Number.isInteger(faults) || faults < 0)
    throw new ConsoleError(
      'BAD_INPUT',
      `faults must be a whole number ≥ 0, got ${String(faults)}`,
      {
        hint: 'Give the number of clouds that may be faulty, usually 1.'
      }
    )
  const possible = tolerance(clusters, faults)
  if (possible.full || (acceptWeaker && possible.silent >= 0)) return
  throw new ConsoleError(
    'TOO_FEW_CLUSTERS',
    `faults: ${String(faults)} needs ${String(2 * faults + 1)} clusters, the environment has ${String(clusters)}: ${toleranceSentence(possible)}`,
    {
      hint:
        possible.silent >= 0
          ? 'Add clusters, lower "faults", or accept the weaker guarantee with --accept-weaker.'
          : 'Add clusters or lower "faults".'
    }
  )
}

async function readText(path: string, { files }: Pick<EnginePorts, 'files'>): Promise<string> {
  const decoder = new TextDecoder('utf-8')
  let text = ''
  let length = 0
  for await (const chunk of files.read(path)) {
    length += chunk.length
    if (length > MAXIMUM_JOB_FILE)
      throw new ConsoleError('BAD_JOB_FILE', `${path}: larger than 1 MiB, so it is no job file`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
const MAXIMUM_JOB_FILE = 1024 * 1024

async function findJar(
  path: string,
  folder: string,
  jarFolders: readonly string[],
  { files }: Pick<EnginePorts, 'files'>
): Promise<LocalFile & { readonly sha256: Awaited<ReturnType<typeof files.digest>> }> {
  const beside = isAbsolute(path) ? path : join(folder, path)
  const places = [
    beside,
    ...(path.includes('/') ? [] : jarFolders.map((jarFolder) => join(jarFolder, path)))
  ]
  for (const place of places) {
    if (!(await files.exists(place))) continue
    const [file] = await files.list(place)
    if (file !== undefined && file.source === place)
      return { ...file, sha256: await files.digest(place) }
  }
  throw new ConsoleError('FILE_MISSING', `the jar "${path}" does not exist`, {
    hint: `Looked for ${places.join(' and ')}. Paths are relative to the job file.`
  })
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
  return found
}

function runId({ clock, rng }: Pick<EnginePorts, 'clock' | 'rng'>): RunId {
  const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '')
  return `r-${day}-${rng.id(6)}` as RunId
}
