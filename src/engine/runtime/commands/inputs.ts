/** Learn what the inputs are: hash local files here, let holders digest what lies on their clusters. */
import { toWireError } from '../../../shared/model/errors.js'
import type { ClusterName } from '../../../shared/model/ids.js'
import type { FileEntry } from '../../../shared/model/manifest.js'
import { manifestDigest } from '../../protocol/tasks/manifest.js'
import type { Piece } from '../../domain/run/events.js'
import { ask, reasonOf, type RunContext } from '../context.js'
import { cutLocalFiles } from '../cut-input.js'

const START_DEADLINE_MS = 15_000

export async function digestInput(context: RunContext, input: number): Promise<void> {
  const { plan, ports, sources } = context
  try {
    const files: FileEntry[] = []
    const local = sources.uploads.get(input) ?? []
    for (const { path, source, length } of local)
      files.push({ path, length, sha256: await ports.files.digest(source) })
    const isCut = plan.jobs.some((job) =>
      job.sources.some((source) => job.cut && source.type === 'input' && source.input === input)
    )
    const pieces = isCut ? await cutLocalFiles(local, plan.chunks, ports) : []
    sources.pieces.set(input, pieces)
    context.emit({
      type: 'input-digested',
      at: ports.clock.now(),
      input,
      manifest: manifestDigest(files),
      files: files.length,
      bytes: bytesOf(files),
      ...(isCut ? { pieces: pieces.map(({ files: within }) => pieceOf(within)) } : {})
    })
  } catch (thrown) {
    context.emit({ type: 'run-failed', at: ports.clock.now(), error: toWireError(thrown) })
  }
}

const bytesOf = (files: readonly FileEntry[]): number =>
  files.reduce((sum, file) => sum + file.length, 0)

const pieceOf = (files: readonly FileEntry[]): Piece => ({
  folder: null,
  manifest: manifestDigest(files),
  files: files.length,
  bytes: bytesOf(files)
})

export async function reportInput(
  context: RunContext,
  input: number,
  cluster: ClusterName
): Promise<void> {
  const { plan, ports } = context
  const digest = `${plan.run}-input-${String(input)}`
  const told = { type: 'input-reported', input, cluster } as const
  const nothing = { manifest: null, files: 0, bytes: 0 }
  try {
    const planned = plan.inputs[input]
    const request = { run: plan.run, digest, path: planned?.path ?? '' }
    const started = await ask(context, cluster, 'medusa.manifest', request, START_DEADLINE_MS)
    started.settle()
    const { item, settle } = await context.watch(cluster).ended(digest, plan.hangFloorMs)
    const end = item.end
    const at = ports.clock.now()
    if (end?.outcome === 'succeeded' && end.manifest !== null)
      context.emit(
        {
          ...told,
          at,
          manifest: end.manifest,
          files: end.files.length,
          bytes: bytesOf(end.files),
          reason: null
        },
        settle
      )
    else context.emit({ ...told, at, ...nothing, reason: end?.cause ?? item.state }, settle)
  } catch (thrown) {
    context.emit({ ...told, at: ports.clock.now(), ...nothing, reason: reasonOf(thrown) })
  }
}
