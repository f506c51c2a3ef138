/** Where a run keeps what on a cluster's HDFS: everything below `WORK/runs/RUN`, so that one remove takes it all. */
import { assertNever, ConsoleError } from '../../shared/model/errors.js'
import type { AttemptId, ClusterName, CopyId, UnitId } from '../../shared/model/ids.js'
import type { PlannedCluster, PlannedFile, RunPlan } from '../domain/run/plan.js'
import type { Attempt, Dataset, Place, RunState } from '../domain/run/state.js'

export function clusterOf(plan: RunPlan, name: ClusterName): PlannedCluster {
  const found = plan.clusters.find((cluster) => cluster.name === name)
  if (found === undefined)
    throw new ConsoleError('CLUSTER_UNKNOWN', `the run's plan has no cluster "${name}"`)
  return found
}

export const runFolder = (plan: RunPlan, cluster: ClusterName): string =>
  `${clusterOf(plan, cluster).workFolder}/runs/${plan.run}`

/** Jars and shipped files, by what is in them: jobs that share one share it there too. */
export const filePath = (plan: RunPlan, cluster: ClusterName, file: PlannedFile): string =>
  `${runFolder(plan, cluster)}/files/${file.sha256.slice(0, 12)}-${file.name}`

/** An attempt's own directory: it is new for each, so a stale output can't be taken for a fresh one. */
export const attemptPath = (
  plan: RunPlan,
  cluster: ClusterName,
  unit: UnitId,
  attempt: AttemptId
): string => `${runFolder(plan, cluster)}/${unit}/${attempt}`

/** A copy's own directory: half of one is never taken for another. */
export const copyPath = (plan: RunPlan, cluster: ClusterName, copy: CopyId): string =>
  `${runFolder(plan, cluster)}/copies/${copy}`

/** @throws ConsoleError `INTERNAL` */
export function attemptOf(state: RunState, id: AttemptId): Attempt {
  const found = state.attempts.find((attempt) => attempt.id === id)
  if (found === undefined) throw new ConsoleError('INTERNAL', `the run has no attempt "${id}"`)
  return found
}

/** Where a data set lies on a cluster that holds it. @throws ConsoleError `INTERNAL` when it does not */
export function datasetPath(state: RunState, dataset: Dataset, cluster: ClusterName): string {
  const place = dataset.holders.get(cluster)
  if (place === undefined)
    throw new ConsoleError('INTERNAL', `${cluster} does not hold ${dataset.label}`)
  return placePath(state, cluster, place)
}

function placePath(state: RunState, cluster: ClusterName, place: Place): string {
  switch (place.type) {
    case 'path':
      return place.path
    case 'copy':
      return copyPath(state.plan, cluster, place.copy)
    case 'attempt': {
      const { unit } = attemptOf(state, place.attempt)
      const folder = attemptPath(state.plan, cluster, unit, place.attempt)
      return place.folder === null ? folder : `${folder}/${place.folder}`
    }
    default:
      return assertNever(place, 'place')
  }
}

/**
 * The arguments of a job on one cluster. `{input}` on its own becomes one argument an input, inside another text a list with commas, as
 * Hadoop's own tools want it; `{inputs}` is that list always. Paths are put in as they are: `$` in one means nothing.
 */
export function fillArguments(
  args: readonly string[],
  inputs: readonly string[],
  output: string
): readonly string[] {
  return args.flatMap((argument) =>
    argument === '{input}'
      ? inputs
      : [
          argument
            .replaceAll(/\{inputs?\}/g, () => inputs.join(','))
            .replaceAll('{output}', () => output)
        ]
  )
}
