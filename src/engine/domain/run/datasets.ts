/** Data sets of a run: which there are, which a unit reads, what a cluster lacks of them. */
import { assertNever, ConsoleError } from '../../../shared/model/errors.js'
import type { ClusterName, DatasetId, UnitId } from '../../../shared/model/ids.js'
import { kept } from './lookup.js'
import type { PlannedJob, PlannedSource, RunPlan } from './plan.js'
import type { Dataset, Place, RunState, Unit } from './state.js'

export const inputDataset = (input: number): DatasetId => `input:${String(input)}` as DatasetId
export const pieceDataset = (job: UnitId, piece: number): DatasetId =>
  `piece:${job}:${String(piece)}` as DatasetId
export const outputDataset = (unit: UnitId): DatasetId => `output:${unit}` as DatasetId

/** @throws ConsoleError `INTERNAL`: units name only jobs of their plan */
export function jobOf({ plan }: Pick<RunState, 'plan'>, id: UnitId): PlannedJob {
  const found = plan.jobs.find((job) => job.id === id)
  if (found === undefined) throw new ConsoleError('INTERNAL', `the run's plan has no job "${id}"`)
  return found
}

/** @throws ConsoleError `INTERNAL` */
export function datasetOf(state: RunState, id: DatasetId): Dataset {
  const found = state.datasets.get(id)
  if (found === undefined) throw new ConsoleError('INTERNAL', `the run has no data set "${id}"`)
  return found
}

/** What a unit reads, in the order of its job's sources; `null` while some of it is not known yet. */
export function readsOf(state: RunState, unit: Unit): readonly Dataset[] | null {
  const ids = idsOf(state, unit)
  const found = ids?.flatMap((id) => state.datasets.get(id) ?? [])
  return ids === null || found === undefined || found.length < ids.length ? null : found
}

/** Ids of what a unit reads; `null` while a job it reads from is not settled. They may not be there yet, unlike those of {@link readsOf}. */
export const idsOf = (state: RunState, unit: Unit): readonly DatasetId[] | null =>
  idsIn(state.plan)(state.units).get(unit.id) ?? null

/** Once for each version of the units: a job after a thousand chunks reads as many data sets, and every event asks which. */
const idsIn = kept((plan: RunPlan) =>
  kept(
    (units: readonly Unit[]) =>
      new Map(units.map((unit) => [unit.id, findIds({ plan, units }, unit)]))
  )
)

type Planned = Pick<RunState, 'plan' | 'units'>

function findIds(state: Planned, unit: Unit): readonly DatasetId[] | null {
  const job = jobOf(state, unit.job)
  if (unit.role === 'chunk') return [pieceDataset(unit.job, unit.chunk ?? 0)]
  const ids: DatasetId[] = []
  for (const source of job.sources) {
    const some = idsOfSource(state, source)
    if (some === null) return null
    ids.push(...some)
  }
  return ids
}

/** A job that was cut is read as the outputs of all its chunks. */
function idsOfSource(state: Planned, source: PlannedSource): readonly DatasetId[] | null {
  switch (source.type) {
    case 'input':
      return [inputDataset(source.input)]
    case 'job': {
      const units = state.units.filter((unit) => unit.job === source.job && unit.role !== 'cut')
      return units.length > 0 && units.every((unit) => unit.settled)
        ? units.map((unit) => outputDataset(unit.id))
        : null
    }
    default:
      return assertNever(source, 'source')
  }
}

export function withDataset(state: RunState, dataset: Dataset): RunState {
  return { ...state, datasets: new Map(state.datasets).set(dataset.id, dataset) }
}

export function withHolder(
  state: RunState,
  id: DatasetId,
  cluster: ClusterName,
  place: Place
): RunState {
  const dataset = datasetOf(state, id)
  return withDataset(state, { ...dataset, holders: new Map(dataset.holders).set(cluster, place) })
}

/** The cluster has it no longer, or something else in its place. */
export function withoutHolder(state: RunState, id: DatasetId, cluster: ClusterName): RunState {
  const dataset = datasetOf(state, id)
  const holders = new Map(dataset.holders)
  return holders.delete(cluster) ? withDataset(state, { ...dataset, holders }) : state
}
