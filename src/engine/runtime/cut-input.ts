/** Cut files of this machine into pieces, so that each piece can be uploaded and pinned like an input of its own. */
import { ConsoleError } from '../../shared/model/errors.js'
import type { Chunks } from '../../shared/model/job.js'
import type { FileEntry } from '../../shared/model/manifest.js'
import { cutPlan } from '../domain/cut.js'
import type { LocalFile } from '../ports/system.js'
import type { EnginePorts } from './ports.js'

/** A range of a local file; `length` and `sha256` are those of the range. */
export interface CutFilePart extends FileEntry {
  /** Absolute path on this machine. */
  readonly source: string
  readonly from: number
  /** Exclusive. */
  readonly to: number
}

export interface CutChunk {
  /** Sorted by path when the files were. */
  readonly files: readonly CutFilePart[]
}

const LINE_FEED = 10

/**
 * Every byte is read once for its digest, and the line at each cut once more; nothing is written.
 *
 * @param files - in the manifest's order, each path once
 * @throws ConsoleError `BAD_INPUT` when there is nothing to cut or there would be too many pieces; `INPUT_CHANGED` when a file became shorter meanwhile
 */
export async function cutLocalFiles(
  files: readonly LocalFile[],
  chunks: Chunks,
  ports: Pick<EnginePorts, 'files'>
): Promise<readonly CutChunk[]> {
  const plan = cutPlan(files, chunks)
  let step = plan.next()
  while (step.done !== true)
    step = plan.next(await lineEnd(files[step.value.file], step.value.at, ports))
  const cut = step.value
  if (cut.type === 'refused')
    throw new ConsoleError('BAD_INPUT', cut.message, {
      hint:
        cut.code === 'INPUT_EMPTY'
          ? 'Give inputs that hold something.'
          : 'Choose a larger "size" or more "files" a piece, or say "count".',
      facts: { code: cut.code }
    })
  const byPath = new Map(files.map((file) => [file.path, file]))
  const made: CutChunk[] = []
  for (const chunk of cut.chunks) {
    const parts: CutFilePart[] = []
    for (const { path, from, to } of chunk) {
      const { source } = known(byPath.get(path))
      const sha256 = await ports.files.digest(source, { from, to })
      parts.push({ path, length: to - from, sha256, source, from, to })
    }
    made.push({ files: parts })
  }
  return made
}

/** Offset behind the first line feed at or after `at`; the file's length without one. */
async function lineEnd(
  file: LocalFile | undefined,
  at: number,
  { files }: Pick<EnginePorts, 'files'>
): Promise<number> {
  const { source, length } = known(file)
  let offset = at
  for await (const bytes of files.read(source, { from: at, to: length })) {
    const found = bytes.indexOf(LINE_FEED)
    if (found >= 0) return offset + found + 1
    offset += bytes.length
  }
  return length
}

function known(file: LocalFile | undefined): LocalFile {
  if (file === undefined)
    throw new ConsoleError('INTERNAL', 'the cut names a file it was not given')
  return file
}
