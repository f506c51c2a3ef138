/** Learn what the inputs are: hash local files here, let holders digest what lies on their clusters. */
import { toWireError } from '../../../shared/model/errors.js'
import type { ClusterName } from '../../../shared/model/ids.js'
import type { FileEntry } from '../../../shared/model/manifest.js'
import { manifestDigest } from '../../protocol/tasks/manifest.js'
import { ask, reasonOf, type RunContext } from '../context.js'
import { inputPath } from '../layout.js'

const START_DEADLINE_MS = 15_000

export async function digestInput(context: RunContext, input: number): Promise<void> {
  const { ports, sources } = context
  try {
    const files: FileEntry[] = []
    for (const { path, source, length } of sources.uploads.get(input) ?? [])
      files.push({ path, length, sha256: await ports.files.digest(source) })
    context.emit({
      type: 'input-digested',
      at: ports.clock.now(),
      input,
      manifest: manifestDigest(files),
      files: files.length,
      bytes: files.reduce((sum, file) => sum + file.length, 0)
    })
  } catch (thrown) {
    context.emit({ type: 'run-failed', at: ports.clock.now(), error: toWireError(thrown) })
  }
}

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
    const request = { run: plan.run, digest, path: inputPath(plan, cluster, input) }
    const started = await ask(context, cluster, 'medusa.manifest', request, START_DEADLINE_MS)
    started.settle()
    const { item, settle } = await context.watch(cluster).ended(digest)
    const end = item.end
    const at = ports.clock.now()
    if (end?.outcome === 'succeeded' && end.manifest !== null)
      context.emit(
        {
          ...told,
          at,
          manifest: end.manifest,
          files: end.files.length,
          bytes: end.files.reduce((sum, file) => sum + file.length, 0),
          reason: null
        },
        settle
      )
    else context.emit({ ...told, at, ...nothing, reason: end?.cause ?? item.state }, settle)
  } catch (thrown) {
    context.emit({ ...told, at: ports.clock.now(), ...nothing, reason: reasonOf(thrown) })
  }
}
