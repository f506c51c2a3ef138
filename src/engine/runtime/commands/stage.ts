/**
 * Bring to a cluster what an attempt needs: the jar, and the inputs that the console uploads. Several files at a time.
 *
 * Each file is hashed while it is sent and compared with what was pinned: a local file that changed meanwhile fails the run, not the cloud.
 */
import { ConsoleError } from '../../../shared/model/errors.js'
import type { AttemptId, ClusterName, Sha256, UnitId } from '../../../shared/model/ids.js'
import type { FileEntry } from '../../../shared/model/manifest.js'
import { manifestDigest } from '../../protocol/tasks/manifest.js'
import type { RunContext } from '../context.js'
import { inputPath, jarPath, unitOf } from '../layout.js'

/** HttpFS answers a small file in some 30 ms, nearly all of it waiting. */
const AT_A_TIME = 4

interface Upload {
  readonly source: string
  readonly target: string
  readonly length: number
  /** What it must hash to; `null` for an input, which is compared as a whole. */
  readonly sha256: Sha256 | null
  readonly input: number | null
  readonly path: string
}

/** @returns bytes sent @throws ConsoleError `INPUT_CHANGED`, `HDFS_ERROR`, `CLUSTER_UNREACHABLE` */
export async function stage(
  context: RunContext,
  attempt: AttemptId,
  cluster: ClusterName,
  unit: UnitId,
  signal: AbortSignal
): Promise<number> {
  const { plan, ports } = context
  const uploads = listUploads(context, cluster, unit)
  const bytesTotal = uploads.reduce((sum, upload) => sum + upload.length, 0)
  const sent = new Map<Upload, FileEntry>()
  let bytes = 0
  context.showProgress(attempt, { phase: 'staging', bytes, bytesTotal })
  await inParallel(uploads, AT_A_TIME, async (upload) => {
    const before = bytes
    const { length, sha256 } = await ports.fileSystem.write(
      cluster,
      upload.target,
      ports.files.read(upload.source),
      {
        signal,
        onBytes: (done) => {
          context.showProgress(attempt, { bytes: Math.min(before + done, bytesTotal), bytesTotal })
        }
      }
    )
    if (upload.sha256 !== null && upload.sha256 !== sha256) throw changed(upload.source)
    sent.set(upload, { path: upload.path, length, sha256 })
    bytes += length
    context.showProgress(attempt, { bytes, bytesTotal })
  })
  plan.inputs.forEach((input, index) => {
    if (input.type !== 'upload') return
    const files = uploads.flatMap((upload) => {
      const entry = sent.get(upload)
      return upload.input === index && entry !== undefined ? [entry] : []
    })
    if (manifestDigest(files) !== context.state().inputs[index]?.view.manifest)
      throw changed(input.path)
  })
  return bytes
}

function listUploads(
  { plan, sources }: Pick<RunContext, 'plan' | 'sources'>,
  cluster: ClusterName,
  unitId: UnitId
): readonly Upload[] {
  const unit = unitOf(plan, unitId)
  const { name, length, sha256 } = unit.jar
  const target = jarPath(plan, cluster, unit)
  return [
    { source: sources.jar, target, length, sha256, input: null, path: name },
    ...[...sources.uploads].flatMap(([input, files]) =>
      files.map((file) => ({
        source: file.source,
        target: `${inputPath(plan, cluster, input)}/${file.path}`,
        length: file.length,
        sha256: null,
        input,
        path: file.path
      }))
    )
  ]
}

const changed = (path: string): ConsoleError =>
  new ConsoleError(
    'INPUT_CHANGED',
    `"${path}" changed on this machine while the run was using it`,
    {
      hint: 'Leave job, jar and inputs alone while a run goes on, and start it again.'
    }
  )

/** Like Promise.all, but at most `limit` at once; the first failure stops what has not begun. */
export async function inParallel<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>
): Promise<void> {
  const queue = [...items]
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      try {
        await work(item)
      } catch (thrown) {
        queue.length = 0
        throw thrown
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker))
}
