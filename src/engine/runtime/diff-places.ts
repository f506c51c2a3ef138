/** Where the output of an attempt of a run that is over lies. */
import { ConsoleError } from '../../shared/model/errors.js'
import type { AttemptReport, RunReport } from '../../shared/model/run.js'
import type { Environment } from '../../shared/model/settings.js'
import type { FileStatus, FileSystem } from '../ports/file-system.js'

/**
 * The attempt's own folder first: publishing renames it, so while it is there it is the attempt's output for certain. Under the published name
 * a cluster that agreed by `lines` may have a copy of another cluster's bytes.
 *
 * @throws ConsoleError `HDFS_ERROR` when it lies in neither place, `CLUSTER_UNKNOWN`
 */
export async function findOutputFile(
  report: RunReport,
  { id, unit, cluster, verdict }: AttemptReport,
  file: string,
  { clusters }: Pick<Environment, 'clusters'>,
  fileSystem: FileSystem
): Promise<FileStatus> {
  const settings = clusters.find(({ name }) => name === cluster)
  if (settings === undefined)
    throw new ConsoleError('CLUSTER_UNKNOWN', `there is no cluster "${cluster}" in the settings`, {
      hint: `Run ${report.run} was carried out in the environment "${report.environment}": name it with --environment.`
    })
  const own = `${settings.workFolder}/runs/${report.run}/${unit}/${id}`
  const found = report.units.find((one) => one.id === unit)
  // The first version's reports named the output for the run alone.
  const output = found?.output === undefined ? report.output : found.output
  const isPublished = verdict === 'agreed' && output?.clusters.includes(cluster) === true
  const folders = isPublished ? [own, output.path] : [own]
  for (const folder of folders) {
    const status = await fileSystem.status(cluster, `${folder}/${file}`)
    if (status?.type === 'file') return status
  }
  throw new ConsoleError(
    'HDFS_ERROR',
    `${cluster} does not have "${file}" of attempt ${id} any more: it is not in ${folders.join(' nor in ')}`,
    { hint: 'Somebody removed or moved it there. Run the job again to compare.' }
  )
}
