/**
 * Bring to a cluster what a job needs beside its data: the jar, and the files it ships.
 *
 * Each goes up once for all attempts of the run there: a second upload would replace a file that a running job reads. Hashed while it is sent and
 * compared with the plan: a local file that changed meanwhile fails the run, not the cloud.
 */
import { ConsoleError } from '../../../shared/model/errors.js'
import type { AttemptId, ClusterName } from '../../../shared/model/ids.js'
import type { PlannedFile, PlannedProgram } from '../../domain/run/plan.js'
import type { RunContext } from '../context.js'
import { inParallel } from '../in-parallel.js'
import { filePath } from '../layout.js'

/** HttpFS answers a small file in some 30 ms, nearly all of it waiting. */
const AT_A_TIME = 4

/** @returns bytes sent for this attempt @throws ConsoleError `INPUT_CHANGED`, `HDFS_ERROR`, `CLUSTER_UNREACHABLE` */
export async function stage(
  context: RunContext,
  attempt: AttemptId,
  cluster: ClusterName,
  program: PlannedProgram
): Promise<number> {
  const files = [program.jar, ...program.files, ...program.archives]
  const bytesTotal = files.reduce((sum, file) => sum + file.length, 0)
  let bytes = 0
  let sent = 0
  context.showProgress(attempt, { phase: 'staging', bytes, bytesTotal })
  await inParallel(files, AT_A_TIME, async (file) => {
    const target = filePath(context.plan, cluster, file)
    await context.once(`${cluster} ${target}`, async () => {
      await upload(context, cluster, file, target)
      sent += file.length
    })
    bytes += file.length
    context.showProgress(attempt, { bytes, bytesTotal })
  })
  return sent
}

async function upload(
  { ports, sources }: RunContext,
  cluster: ClusterName,
  file: PlannedFile,
  target: string
): Promise<void> {
  const source = sources.files.get(file.sha256)
  if (source === undefined)
    throw new ConsoleError('INTERNAL', `nobody knows where "${file.name}" lies on this machine`)
  const { sha256 } = await ports.fileSystem.write(cluster, target, ports.files.read(source))
  if (sha256 !== file.sha256) throw changed(source)
}

export const changed = (path: string): ConsoleError =>
  new ConsoleError(
    'INPUT_CHANGED',
    `"${path}" changed on this machine while the run was using it`,
    {
      hint: 'Leave job, jar, files and inputs alone while a run goes on, and start it again.'
    }
  )
