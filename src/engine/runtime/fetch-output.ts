/**
 * Fetch a published output: every file is hashed while it is read, and taken from another agreeing cluster when it is not what was voted on.
 *
 * A file appears in the folder only when its digest is right.
 */
import { ConsoleError } from '../../shared/model/errors.js'
import type { ClusterName, RunId } from '../../shared/model/ids.js'
import type { FileEntry } from '../../shared/model/manifest.js'
import type { RunReport, UnitReport } from '../../shared/model/run.js'
import { inParallel } from './in-parallel.js'
import { reasonOf } from './context.js'
import { join } from './paths.js'
import type { EnginePorts } from './ports.js'
import { notOver } from './recorded-run.js'

const AT_A_TIME = 4

export interface Fetched {
  readonly files: number
  readonly bytes: number
  /** Copies that were not what was voted on, or could not be read, and were replaced by another cluster's. */
  readonly replaced: readonly {
    readonly cluster: ClusterName
    readonly path: string
    readonly reason: string
  }[]
}

/**
 * @param folder - made when missing; files of the same names are replaced
 * @throws ConsoleError `RUN_UNKNOWN`; `NOT_VERIFIED` when the run has no published output; `DIGEST_DIFFERS` when no cluster has a right copy
 */
export async function fetchOutput(
  run: RunId,
  folder: string,
  ports: Pick<EnginePorts, 'journals' | 'fileSystem' | 'files' | 'log' | 'clock'>
): Promise<Fetched> {
  const report = (await ports.journals.kept(run, 'report.json')) as RunReport | null
  if (report === null) throw await notOver(run, ports)
  if (report.output.clusters.length === 0)
    throw new ConsoleError(
      'NOT_VERIFIED',
      `run ${run} ended ${report.verdict}: it has no published output`,
      {
        hint: report.sentence
      }
    )
  const wanted = wantedFiles(report)
  const replaced: Fetched['replaced'][number][] = []
  await inParallel(wanted, AT_A_TIME, async (one) => {
    await fetchFile(one, folder, ports, (cluster, reason) => {
      replaced.push({ cluster, path: one.target, reason })
    })
  })
  return {
    files: wanted.length,
    bytes: wanted.reduce((sum, { file }) => sum + file.length, 0),
    replaced
  }
}

interface Wanted {
  readonly file: FileEntry
  /** Below the folder here; with several outputs each has a folder of its own. */
  readonly target: string
  readonly path: string
  readonly clusters: readonly ClusterName[]
}

/** Reports of the first version named the output for the run alone. */
type KeptUnit = Omit<UnitReport, 'output'> & Partial<Pick<UnitReport, 'output'>>

function wantedFiles({ units, output }: RunReport): readonly Wanted[] {
  const published = units.flatMap((unit: KeptUnit) => {
    const named = unit.output === undefined ? output : unit.output
    return named === null || named.clusters.length === 0 ? [] : [{ unit, named }]
  })
  return published.flatMap(({ unit, named }) =>
    unit.files.map((file) => ({
      file,
      target: published.length > 1 ? `${unit.id}/${file.path}` : file.path,
      path: `${named.path}/${file.path}`,
      clusters: named.clusters
    }))
  )
}

async function fetchFile(
  { file, target, path, clusters }: Wanted,
  folder: string,
  ports: Pick<EnginePorts, 'fileSystem' | 'files' | 'log'>,
  onReplaced: (cluster: ClusterName, reason: string) => void
): Promise<void> {
  const faults: string[] = []
  for (const cluster of clusters) {
    const sink = await ports.files.write(join(folder, target))
    try {
      const { length, sha256 } = await ports.fileSystem.read(cluster, path, (chunk) =>
        sink.write(chunk)
      )
      if (sha256 === file.sha256 && length === file.length) {
        await sink.commit()
        return
      }
      faults.push(`${cluster} serves ${sha256.slice(0, 12)}… (${String(length)} bytes)`)
    } catch (thrown) {
      if (thrown instanceof ConsoleError && thrown.code === 'DISK_FULL') throw thrown
      faults.push(`${cluster}: ${reasonOf(thrown)}`)
    } finally {
      await sink.discard()
    }
    ports.log.write('warning', `fetch of ${file.path}: ${faults.at(-1) ?? ''}`)
    onReplaced(cluster, faults.at(-1) ?? '')
  }
  throw new ConsoleError(
    'DIGEST_DIFFERS',
    `no cluster serves "${file.path}" as it was voted on (${file.sha256.slice(0, 12)}…): ${faults.join('; ')}`,
    { hint: 'The clusters changed the output after the vote. Run the job again.' }
  )
}
