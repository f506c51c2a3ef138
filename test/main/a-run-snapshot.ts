/** A small run for tests of the main process, which only passes it on. */
import { millis, type RunId } from '@shared/model/ids.js'
import type { RunSnapshot } from '@shared/model/run.js'

export const runId = (text: string): RunId => text as RunId

export function aRunSnapshot(change: Partial<RunSnapshot> = {}): RunSnapshot {
  return {
    run: runId('r-1'),
    version: 1,
    name: 'wordcount',
    environment: 'lab',
    live: true,
    phase: 'executing',
    faults: 1,
    needed: 2,
    granularity: 'job',
    method: 'bytes',
    seed: 1,
    startedAt: millis(1_000),
    finishedAt: null,
    now: millis(2_000),
    verdict: null,
    sentence: '',
    error: null,
    inputs: [],
    clusters: [],
    attempts: [],
    copies: [],
    units: [],
    output: { path: '/results/wordcount', clusters: [] },
    cost: { executions: 0, uploadedBytes: 0, copiedBytes: 0, comparedBytes: 0 },
    notes: [],
    console: { seconds: 0, hadoopSeconds: 0, overheadSeconds: 0 },
    ...change
  }
}
