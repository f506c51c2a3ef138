/** The jobs of a run in the order of the graph: what each reads, what is cut, what is published, and what puts chunks together. */
import { ConsoleError } from '../../shared/model/errors.js'
import type { UnitId } from '../../shared/model/ids.js'
import type { Job, JobFile, JobInput } from '../../shared/model/job.js'
import type { PlannedJob, PlannedProgram, PlannedSource } from '../domain/run/plan.js'
import { inOrder, listJobs, sinksOf, type GraphJob } from '../protocol/job-graph.js'

type Prepare = (job: Omit<Job, 'inputs'>) => Promise<PlannedProgram>

export async function prepareJobs(
  file: JobFile,
  numbers: (input: JobInput) => number | null,
  prepare: Prepare
): Promise<readonly PlannedJob[]> {
  const jobs = [...inOrder(listJobs(file)).ordered, ...combiner(file)]
  const sinks = sinksOf(jobs)
  const planned: PlannedJob[] = []
  for (const job of jobs) {
    const publishAs = sinks.length === 1 ? file.output : `${file.output}/${job.id}`
    planned.push({
      id: job.id,
      program: await prepare(job),
      sources: job.inputs.map((input) => sourceOf(input, numbers)),
      compare: job.compare,
      configuration: Object.fromEntries(
        Object.entries(job.configuration).map(([key, value]) => [key, String(value)])
      ),
      cut:
        file.granularity === 'task' &&
        job.inputs.every((input) => !('job' in input)) &&
        !job.isAggregator,
      publishAs: sinks.includes(job.id) ? publishAs : null
    })
  }
  return planned
}

function sourceOf(input: JobInput, numbers: (input: JobInput) => number | null): PlannedSource {
  if ('job' in input) return { type: 'job', job: input.job }
  const number = numbers(input)
  if (number === null) throw new ConsoleError('INTERNAL', 'an input of a job has no number')
  return { type: 'input', input: number }
}

/** Without an aggregator, task level runs the job's own reducer once more, on the outputs of the chunks (the file was checked for that). */
function combiner(file: JobFile): readonly GraphJob[] {
  const [job] = file.jobs
  const isNeeded = file.granularity === 'task' && (file.aggregator ?? null) === null
  if (!isNeeded || job?.streaming === undefined) return []
  return [
    {
      ...job,
      id: `${job.id}-combine` as UnitId,
      place: 'jobs[0]',
      isAggregator: true,
      inputs: [{ job: job.id }],
      streaming: { ...job.streaming, mapper: 'cat', combiner: undefined }
    }
  ]
}
