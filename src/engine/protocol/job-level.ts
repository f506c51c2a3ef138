/**
 * For which jobs task level is right, and why not for the others.
 *
 * A chunk is a job on a part of its input, and the parts' outputs are put together by another job. That gives the same as the whole job only where the
 * combining job says so: a named aggregator, or the job's own reducer where the file says that it may be given its own outputs again.
 */
import type { JobFile } from '../../shared/model/job.js'
import type { Fault, GraphJob } from './job-fault.js'

export function levelFaults(file: JobFile, jobs: readonly GraphJob[]): readonly Fault[] {
  if (file.granularity === 'job')
    return file.chunks === undefined
      ? []
      : [
          {
            place: 'chunks',
            message: 'only "granularity: task" cuts inputs',
            remedy: 'Add "granularity: task", or take "chunks" out.'
          }
        ]
  const cut = jobs.filter((job) => !job.isAggregator)
  return [
    ...cut.flatMap(inputFaults),
    ...combineFaults(file, cut),
    ...cut.flatMap((job) => clashFaults(job, jobs))
  ]
}

function inputFaults(job: GraphJob): readonly Fault[] {
  if (job.inputs.length > 1)
    return [
      {
        place: `${job.place}.inputs`,
        message: `task level needs exactly one input, this job has ${String(job.inputs.length)}: they may play different roles, and a chunk of one without the other would be another job`,
        remedy: 'Put the data into one folder, or use "granularity: job".'
      }
    ]
  return job.inputs.some((input) => 'job' in input)
    ? [
        {
          place: `${job.place}.inputs[0]`,
          message:
            'at task level a job can’t read another job: that one’s output is known only when its chunks are combined',
          remedy: 'Make it the aggregator, or use "granularity: job".'
        }
      ]
    : []
}

function combineFaults({ aggregator }: JobFile, cut: readonly GraphJob[]): readonly Fault[] {
  if (aggregator !== null && aggregator !== undefined) return []
  const [job] = cut
  const able =
    cut.length === 1 && job?.streaming?.reducer !== undefined && job.streaming.associative
  if (able) return []
  const why =
    cut.length > 1
      ? 'nothing says how the outputs of several jobs are put together'
      : job?.streaming === undefined
        ? 'an unmodified jar’s reducer can’t be run on the outputs of the chunks'
        : job.streaming.reducer === undefined
          ? 'without a reducer nothing puts the outputs of the chunks together'
          : 'its reducer is not known to give the same when it gets its own outputs again'
  return [
    {
      place: 'granularity',
      message: `task level is not right for this run: ${why}`,
      remedy:
        'Name an "aggregator" that combines the outputs, say "associative: true" of a streaming job whose reducer is (sums, maxima, unions are; means and medians are not), or use "granularity: job".'
    }
  ]
}

/** Chunks are called after their job. */
function clashFaults(job: GraphJob, jobs: readonly GraphJob[]): readonly Fault[] {
  const other = jobs.find(
    ({ id }) =>
      id.startsWith(`${job.id}-`) && /^(\d+|cut|combine)$/.test(id.slice(job.id.length + 1))
  )
  return other === undefined
    ? []
    : [
        {
          place: `${other.place}.id`,
          message: `"${other.id}" is what a part of "${job.id}" is called at task level`,
          remedy: 'Choose another id.'
        }
      ]
}
