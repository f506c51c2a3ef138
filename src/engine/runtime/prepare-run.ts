/**
 * From a job file to a plan: everything that can be wrong is found here, before a journal exists and before any cloud is asked.
 */
import { ConsoleError } from '../../shared/model/errors.js'
import { millis, type RunId, type Sha256 } from '../../shared/model/ids.js'
import type { Chunks, JobFile } from '../../shared/model/job.js'
import type { ClusterSettings, Environment } from '../../shared/model/settings.js'
import { PLAN_VERSION, type PlannedCluster, type RunPlan } from '../domain/run/plan.js'
import { tolerance, toleranceSentence } from '../domain/tolerance.js'
import type { LocalFile } from '../ports/system.js'
import { parseJobFile } from '../protocol/job-file.js'
import { listJobs } from '../protocol/job-graph.js'
import type { CutChunk } from './cut-input.js'
import { dirname, resolve } from './paths.js'
import type { EnginePorts } from './ports.js'
import { prepareInputs } from './prepare-inputs.js'
import { prepareJobs } from './prepare-jobs.js'
import { prepareProgram, type FileIndex } from './prepare-program.js'

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
  /** SHA-256 of a jar or shipped file → its path. */
  readonly files: ReadonlyMap<Sha256, string>
  /** Input number → its files. */
  readonly uploads: ReadonlyMap<number, readonly LocalFile[]>
  /** Input number → its pieces, once it was cut. */
  readonly pieces: Map<number, readonly CutChunk[]>
}

export interface PreparedRun {
  readonly plan: RunPlan
  readonly sources: RunSources
  readonly job: JobFile
}

/** Without any progress for so long, an attempt is hung: ten minutes, far above the pauses of a busy queue's small jobs. */
const HANG_FLOOR = millis(10 * 60 * 1000)
const DEFAULT_CHUNKS: Chunks = { count: 8 }

/**
 * @throws ConsoleError `FILE_MISSING`, `BAD_JOB_FILE`, `BAD_INPUT`, `TOO_FEW_CLUSTERS`
 */
export async function prepareRun(
  request: RunRequest,
  environmentName: string,
  environment: Environment,
  ports: Pick<EnginePorts, 'files' | 'clock' | 'rng'>
): Promise<PreparedRun> {
  const path = resolve(request.jobFile)
  const text = await readText(path, ports).catch((thrown: unknown) => {
    throw aboutJobFile(thrown, path)
  })
  const job = parseJobFile(text, request.jobFile)
  const faults = request.faults ?? job.faults
  admit(environment.clusters.length, faults, request.acceptWeaker ?? false)

  const files: FileIndex = new Map()
  const places = { folder: dirname(path), jarFolders: environment.jarFolders }
  const { inputs, uploads, numbers } = await prepareInputs(listJobs(job), places.folder, ports)
  return {
    job,
    sources: { files, uploads, pieces: new Map() },
    plan: {
      version: PLAN_VERSION,
      run: runId(ports),
      name: job.name,
      environment: environmentName,
      faults,
      ranking: job.ranking,
      seed: request.seed ?? job.seed ?? ports.rng.seed(),
      acceptWeaker: request.acceptWeaker ?? false,
      clusters: environment.clusters.map(plannedCluster),
      inputs,
      jobs: await prepareJobs(job, numbers, (one) => prepareProgram(one, places, files, ports)),
      granularity: job.granularity,
      chunks: job.chunks ?? DEFAULT_CHUNKS,
      relaunchSameCluster: job.relaunchSameCluster,
      parallel: job.parallel,
      copies: job.copies,
      output: job.output,
      hangFloorMs: HANG_FLOOR
    }
  }
}

const plannedCluster = (cluster: ClusterSettings): PlannedCluster => ({
  name: cluster.name,
  address: cluster.address,
  workFolder: cluster.workFolder,
  peers: {
    url: cluster.peers ?? cluster.httpfs ?? cluster.webhdfs,
    user: cluster.user,
    namenode: cluster.namenode ?? null
  }
})

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

/** What is wrong with the path, in words of job files. */
function aboutJobFile(cause: unknown, path: string): unknown {
  if (!(cause instanceof ConsoleError)) return cause
  const about = (fault: string): ConsoleError =>
    new ConsoleError(cause.code, `the job file ${path} ${fault}`, {
      cause,
      hint: 'Name a job file, YAML or JSON; docs/jobs.md shows how one is written, resources/examples has some.',
      facts: cause.facts
    })
  if (cause.code === 'FILE_MISSING') return about('does not exist')
  return cause.facts['code'] === 'EISDIR' ? about('is a folder') : cause
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

function runId({ clock, rng }: Pick<EnginePorts, 'clock' | 'rng'>): RunId {
  const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '')
  return `r-${day}-${rng.id(6)}` as RunId
}
