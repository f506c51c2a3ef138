/** From a job of the file to a planned one: its program found on this machine and pinned, its arguments spelled out. */
import { ConsoleError } from '../../shared/model/errors.js'
import type { Job } from '../../shared/model/job.js'
import type { Sha256 } from '../../shared/model/ids.js'
import type { ShippedFile } from '../../shared/model/program.js'
import type { PlannedFile, PlannedProgram } from '../domain/run/plan.js'
import { nameOf } from '../protocol/job-program.js'
import { basename, isAbsolute, join } from './paths.js'
import type { EnginePorts } from './ports.js'

/** Where things of a job file are looked for. */
export interface Places {
  /** Of the job file. */
  readonly folder: string
  readonly jarFolders: readonly string[]
}

/** Remembers where on this machine each pinned file lies. */
export type FileIndex = Map<Sha256, string>

const EXAMPLES_JAR = 'hadoop-mapreduce-examples.jar'

/** @throws ConsoleError `FILE_MISSING` */
export async function prepareProgram(
  job: Omit<Job, 'inputs'>,
  places: Places,
  index: FileIndex,
  ports: Pick<EnginePorts, 'files'>
): Promise<PlannedProgram> {
  const { kind, jar, main, args } = invocation(job)
  const ship = async (file: ShippedFile): Promise<PlannedFile> =>
    pin(await besideJobFile(file.path, places, ports), nameOf(file), index, ports)
  const found = await findJar(jar, places, ports)
  return {
    kind,
    jar: await pin(found, basename(found), index, ports),
    main,
    args,
    files: await Promise.all(job.files.map(ship)),
    archives: await Promise.all(job.archives.map(ship)),
    environment: job.environment
  }
}

interface Invocation {
  readonly kind: PlannedProgram['kind']
  readonly jar: string
  readonly main: string | null
  readonly args: readonly string[]
}

/** Every kind is `hadoop jar` in the end; another kind gets its case here. */
function invocation({ id, jar, streaming, example }: Omit<Job, 'inputs'>): Invocation {
  if (jar !== undefined)
    return { kind: 'jar', jar: jar.path, main: jar.main ?? null, args: jar.args }
  if (example !== undefined)
    return { kind: 'example', jar: EXAMPLES_JAR, main: example.name, args: example.args }
  if (streaming === undefined)
    throw new ConsoleError('INTERNAL', `job "${id}" has no program, though the file was checked`)
  const { mapper, reducer, combiner, options } = streaming
  return {
    kind: 'streaming',
    jar: streaming.jar,
    main: null,
    args: [
      ...options,
      '-mapper',
      mapper,
      ...(combiner === undefined ? [] : ['-combiner', combiner]),
      '-reducer',
      reducer ?? 'NONE',
      '-input',
      '{inputs}',
      '-output',
      '{output}'
    ]
  }
}

async function findJar(
  path: string,
  places: Places,
  ports: Pick<EnginePorts, 'files'>
): Promise<string> {
  const folders = path.includes('/') ? [] : places.jarFolders
  const candidates = [absolute(path, places), ...folders.map((folder) => join(folder, path))]
  return firstFile(candidates, `the jar "${path}"`, ports)
}

const besideJobFile = (path: string, places: Places, ports: Pick<EnginePorts, 'files'>) =>
  firstFile([absolute(path, places)], `the file "${path}"`, ports)

const absolute = (path: string, { folder }: Places): string =>
  isAbsolute(path) ? path : join(folder, path)

async function firstFile(
  candidates: readonly string[],
  what: string,
  { files }: Pick<EnginePorts, 'files'>
): Promise<string> {
  for (const place of candidates) {
    if (!(await files.exists(place))) continue
    const [file] = await files.list(place)
    if (file?.source === place) return place
  }
  throw new ConsoleError('FILE_MISSING', `${what} does not exist`, {
    hint: `Looked for ${candidates.join(' and ')}. Paths are relative to the job file.`
  })
}

async function pin(
  source: string,
  name: string,
  index: FileIndex,
  { files }: Pick<EnginePorts, 'files'>
): Promise<PlannedFile> {
  const [file] = await files.list(source)
  const sha256 = await files.digest(source)
  index.set(sha256, source)
  return { name, length: file?.length ?? 0, sha256 }
}
