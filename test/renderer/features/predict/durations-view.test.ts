import { expect, test } from 'vitest'
import type { ClusterDurations, JobDurations } from '@shared/model/durations.js'
import {
  barOf,
  filteredJobs,
  jobName,
  longestOf
} from '../../../../src/renderer/src/features/predict/durations-view.js'

const job = (runName: string, name: string, longest = 40): JobDurations => ({
  runName,
  job: name,
  role: 'job',
  environments: ['lab'],
  runs: 1,
  lastAt: 1 as JobDurations['lastAt'],
  clusters: [{ median: 20, shortest: 10, longest } as ClusterDurations]
})

test('draws all bars of a job on the scale of its longest', () => {
  const { clusters } = job('words', 'count')
  expect(barOf(clusters[0]!, longestOf(job('words', 'count')))).toEqual({
    median: 0.5,
    from: 0.25,
    to: 1
  })
})

test('names a job by its run, once where both are the same', () => {
  expect([jobName(job('words', 'count')), jobName(job('pi', 'pi'))]).toEqual(['words: count', 'pi'])
})

test('is filtered by the names of run and job', () => {
  const jobs = [job('words', 'count'), job('pi', 'pi')]
  const durations = { jobs, clusters: [], runs: 2, unread: 0, needed: 10 }
  expect(filteredJobs(durations, 'coun').jobs).toEqual([jobs[0]])
})
