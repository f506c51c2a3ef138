/**
 * Bring a data set to a cluster: from this machine through HttpFS, or pulled by the cluster's own worker from another cluster.
 *
 * What is sent from here is hashed on the way; what is pulled is hashed by the worker that pulls, against the pinned manifest, and once more where it lies.
 */
import { ConsoleError, toWireError } from '../../../shared/model/errors.js'
import type { ClusterName, CopyId } from '../../../shared/model/ids.js'
import type { FileEntry } from '../../../shared/model/manifest.js'
import { datasetOf } from '../../domain/run/datasets.js'
import type { CopyOutcome } from '../../domain/run/events.js'
import type { Copy, Dataset } from '../../domain/run/state.js'
import { manifestDigest } from '../../protocol/tasks/manifest.js'
import { askPatiently, reasonOf, taskCode, type RunContext } from '../context.js'
import { inParallel } from '../in-parallel.js'
import { clusterOf, copyPath, datasetPath } from '../layout.js'
import { changed } from './stage.js'

const AT_A_TIME = 4
/** What is wrong with our own files is no fault of a cloud: no other one could do better. */
const OUR_OWN: ReadonlySet<string> = new Set(['INPUT_CHANGED', 'FILE_MISSING'])

export async function runCopy(context: RunContext, id: CopyId): Promise<void> {
  const { ports } = context
  const copy = context.state().copies.find((one) => one.id === id)
  if (copy === undefined) return
  const dataset = datasetOf(context.state(), copy.dataset)
  const signal = context.signalOf(id)
  try {
    if (copy.from === null) await upload(context, copy, dataset, signal)
    else await pull(context, copy, copy.from, dataset, signal)
  } catch (thrown) {
    if (signal.aborted) return
    const at = ports.clock.now()
    if (thrown instanceof ConsoleError && OUR_OWN.has(thrown.code)) {
      context.emit({ type: 'run-failed', at, error: toWireError(thrown) })
      return
    }
    const code = taskCode(thrown) ?? (thrown instanceof ConsoleError ? thrown.code : 'INTERNAL')
    const outcome: CopyOutcome = { type: 'failed', code, cause: reasonOf(thrown), bytes: 0 }
    context.emit({ type: 'copy-ended', at, copy: id, outcome })
  }
}

/** A piece of this machine's data: a file, or a range of one. */
interface LocalPart {
  readonly path: string
  readonly source: string
  readonly length: number
  readonly range?: { readonly from: number; readonly to: number }
}

function partsOf({ sources }: RunContext, dataset: Dataset): readonly LocalPart[] {
  const { local } = dataset
  if (local === null) return []
  if (local.chunk === null) return sources.uploads.get(local.input) ?? []
  const piece = sources.pieces.get(local.input)?.[local.chunk]
  return (piece?.files ?? []).map(({ path, source, length, from, to }) => ({
    path,
    source,
    length,
    range: { from, to }
  }))
}

async function upload(
  context: RunContext,
  copy: Copy,
  dataset: Dataset,
  signal: AbortSignal
): Promise<void> {
  const { plan, ports } = context
  const target = copyPath(plan, copy.to, copy.id)
  const parts = partsOf(context, dataset)
  const sent = new Map<LocalPart, FileEntry>()
  const onTheWay = new Map<LocalPart, number>()
  await inParallel(parts, AT_A_TIME, async (part) => {
    const { length, sha256 } = await ports.fileSystem.write(
      copy.to,
      `${target}/${part.path}`,
      ports.files.read(part.source, part.range),
      {
        signal,
        onBytes: (bytes) => {
          onTheWay.set(part, bytes)
          context.showCopied(copy.id, sum(onTheWay.values()))
        }
      }
    )
    sent.set(part, { path: part.path, length, sha256 })
  })
  const files = parts.flatMap((part) => sent.get(part) ?? [])
  if (manifestDigest(files) !== dataset.manifest) throw changed(dataset.label)
  const outcome: CopyOutcome = { type: 'done', bytes: sum(files.map(({ length }) => length)) }
  context.emit({ type: 'copy-ended', at: ports.clock.now(), copy: copy.id, outcome })
}

async function pull(
  context: RunContext,
  copy: Copy,
  from: ClusterName,
  dataset: Dataset,
  signal: AbortSignal
): Promise<void> {
  const { plan, ports } = context
  const { url, user, namenode } = clusterOf(plan, from).peers
  const request = {
    run: plan.run,
    copy: copy.id,
    mode: copy.mode,
    source: { url, user, path: datasetPath(context.state(), dataset, from), namenode },
    target: copyPath(plan, copy.to, copy.id),
    manifest: dataset.manifest,
    bytes: dataset.bytes,
    lines: dataset.lines?.digest ?? null
  }
  const started = await askPatiently(context, copy.to, 'medusa.copy', request, signal)
  started.settle()
  const { item, settle } = await context.watch(copy.to).ended(copy.id)
  if (signal.aborted) return
  const at = ports.clock.now()
  const { end, bytes } = item
  const outcome: CopyOutcome =
    end?.outcome === 'succeeded' && end.manifest === dataset.manifest
      ? { type: 'done', bytes: sum(end.files.map(({ length }) => length)) }
      : {
          type: 'failed',
          code: end?.code ?? (end === null ? 'LOST' : 'TARGET_DIFFERS'),
          cause: end === null ? 'the copy is gone without a result' : end.cause,
          bytes
        }
  context.emit({ type: 'copy-ended', at, copy: copy.id, outcome }, settle)
}

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((a, b) => a + b, 0)
