/** Where a run keeps what on a cluster's HDFS: everything below `WORK/runs/RUN`, so that one remove takes it all. */
import type { AttemptId, ClusterName, UnitId } from '../../shared/model/ids.js'
import { ConsoleError } from '../../shared/model/errors.js'
import type { PlannedCluster, PlannedUnit, RunPlan } from '../domain/run/plan.js'

export function clusterOf(plan: RunPlan, name: ClusterName): PlannedCluster {
  const found = plan.clusters.find((cluster) => cluster.name === name)
  if (found === undefined)
    throw new ConsoleError('CLUSTER_UNKNOWN', `the run's plan has no cluster "${name}"`)
  return found
}

export function unitOf(plan: RunPlan, id: UnitId): PlannedUnit {
  const found = plan.units.find((unit) => unit.id === id)
  if (found === undefined) throw new ConsoleError('INTERNAL', `the run's plan has no job "${id}"`)
  return found
}

export const runFolder = (plan: RunPlan, cluster: ClusterName): string =>
  `${clusterOf(plan, cluster).workFolder}/runs/${plan.run}`

/** Where input number `index` lies on a cluster: our upload, or where it was before. */
export function inputPath(plan: RunPlan, cluster: ClusterName, index: number): string {
  const input = plan.inputs[index]
  return input?.type === 'hdfs' ? input.path : `${runFolder(plan, cluster)}/input/${String(index)}`
}

export const jarPath = (plan: RunPlan, cluster: ClusterName, unit: PlannedUnit): string =>
  `${runFolder(plan, cluster)}/files/${unit.jar.sha256.slice(0, 12)}-${unit.jar.name}`

/** An attempt's own directory: it is new for each, so a stale output can't be taken for a fresh one. */
export const attemptPath = (
  plan: RunPlan,
  cluster: ClusterName,
  unit: UnitId,
  attempt: AttemptId
): string => `${runFolder(plan, cluster)}/${unit}/${attempt}`

/**
 * The arguments of a job on one cluster. `{input}` on its own becomes one argument an input, inside another text a list with commas, as
 * Hadoop's own tools want it.
 */
export function fillArguments(
  args: readonly string[],
  inputs: readonly string[],
  output: string
): readonly string[] {
  return args.flatMap((argument) =>
    argument === '{input}'
      ? inputs
      : [argument.replaceAll('{input}', inputs.join(',')).replaceAll('{output}', output)]
  )
}
