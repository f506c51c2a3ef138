/**
 * The jobs of a file as a graph: who reads whom, in which order, and what is wrong with it.
 *
 * Everything here is about the file alone, so that a mistake is found before any cluster is asked.
 */
import type { UnitId } from '../../shared/model/ids.js'
import type { Job, JobFile, JobInput } from '../../shared/model/job.js'
import type { Fault, GraphJob } from './job-fault.js'
import { levelFaults } from './job-level.js'
import { programFaults } from './job-program.js'

/** All jobs, the aggregator last and with its inputs: what nobody else reads, unless it names some. */
export function listJobs(file: JobFile): readonly GraphJob[] {
  const jobs = file.jobs.map((job, index): GraphJob => ({
    ...job,
    place: `jobs[${String(index)}]`,
    isAggregator: false
  }))
  const { aggregator } = file
  if (aggregator === null || aggregator === undefined) return jobs
  const read = new Set(jobs.flatMap(readJobs))
  const inputs: readonly JobInput[] =
    aggregator.inputs ??
    file.jobs.filter(({ id }) => !read.has(id)).map(({ id }): JobInput => ({ job: id }))
  return [...jobs, { ...aggregator, inputs: [...inputs], place: 'aggregator', isAggregator: true }]
}

/** Ids of the jobs whose outputs a job reads. */
export const readJobs = (job: Pick<Job, 'inputs'>): readonly UnitId[] =>
  job.inputs.flatMap((input) => ('job' in input ? [input.job] : []))

/** Ids of the jobs that no other job reads: their outputs are the run's. */
export function sinksOf(jobs: readonly GraphJob[]): readonly UnitId[] {
  const read = new Set(jobs.flatMap(readJobs))
  return jobs.map(({ id }) => id).filter((id) => !read.has(id))
}

/** @returns empty when the file can be carried out */
export function graphFaults(file: JobFile): readonly Fault[] {
  const jobs = listJobs(file)
  const named = [...clashes(jobs), ...unknownJobs(jobs), ...idleAggregator(jobs)]
  if (named.length > 0) return named
  return [
    ...cycles(jobs),
    ...jobs.flatMap((job) => programFaults(job, job.place)),
    ...jobs.flatMap((job) => outputFaults(job, file.output)),
    ...levelFaults(file, jobs)
  ]
}

function clashes(jobs: readonly GraphJob[]): readonly Fault[] {
  return jobs.flatMap((job, index) => {
    const first = jobs.slice(0, index).find(({ id }) => id === job.id)
    return first === undefined
      ? []
      : [
          {
            place: `${job.place}.id`,
            message: `"${job.id}" is the id of ${first.place} already`,
            remedy: 'Give every job an id of its own.'
          }
        ]
  })
}

function unknownJobs(jobs: readonly GraphJob[]): readonly Fault[] {
  const ids = new Set(jobs.map(({ id }) => id))
  return jobs.flatMap((job) =>
    job.inputs.flatMap((input, index) =>
      'job' in input && !ids.has(input.job)
        ? [
            {
              place: `${job.place}.inputs[${String(index)}].job`,
              message: `there is no job "${input.job}"`,
              remedy: `The jobs are ${[...ids].join(', ')}.`
            }
          ]
        : []
    )
  )
}

function idleAggregator(jobs: readonly GraphJob[]): readonly Fault[] {
  return jobs.flatMap((job) =>
    job.isAggregator && readJobs(job).length === 0
      ? [
          {
            place: 'aggregator.inputs',
            message: 'the aggregator reads the output of no job',
            remedy:
              'Leave "inputs" out (it reads what no other job reads), or name jobs: { job: ID }.'
          }
        ]
      : []
  )
}

function cycles(jobs: readonly GraphJob[]): readonly Fault[] {
  const { left } = inOrder(jobs)
  const [start] = left
  if (start === undefined) return []
  return [
    {
      place: `${start.place}.inputs`,
      message: `jobs read one another in a circle: ${circleFrom(start, left).join(' → ')}`,
      remedy: 'Each job may only read jobs that can end before it begins.'
    }
  ]
}

function circleFrom(start: GraphJob, jobs: readonly GraphJob[]): readonly UnitId[] {
  const path: UnitId[] = []
  for (let job: GraphJob | undefined = start; job !== undefined;) {
    const seen = path.indexOf(job.id)
    path.push(job.id)
    if (seen >= 0) return path.slice(seen)
    const next: readonly UnitId[] = readJobs(job)
    job = jobs.find(({ id }) => next.includes(id))
  }
  return path
}

/** Each job after those it reads; `left`: what is in a circle or behind one. */
export function inOrder(jobs: readonly GraphJob[]): {
  readonly ordered: readonly GraphJob[]
  readonly left: readonly GraphJob[]
} {
  const ordered: GraphJob[] = []
  let left = [...jobs]
  for (;;) {
    const done = new Set(ordered.map(({ id }) => id))
    const next = left.filter((job) => readJobs(job).every((id) => done.has(id)))
    if (next.length === 0) return { ordered, left }
    ordered.push(...next)
    left = left.filter((job) => !next.includes(job))
  }
}

/** A result inside an input would change that input while it is used. */
function outputFaults(job: GraphJob, output: string): readonly Fault[] {
  return job.inputs.flatMap((input, index) =>
    'hdfs' in input && (output === input.hdfs || output.startsWith(`${input.hdfs}/`))
      ? [
          {
            place: `${job.place}.inputs[${String(index)}].hdfs`,
            message: `the output "${output}" lies in the input "${input.hdfs}"`,
            remedy: 'Choose an "output" elsewhere.'
          }
        ]
      : []
  )
}

export type { Fault, GraphJob } from './job-fault.js'
