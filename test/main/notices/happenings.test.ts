import { describe, expect, test } from 'vitest'
import { millis, type ClusterName } from '@shared/model/ids.js'
import type { RunSummary } from '@shared/model/run.js'
import type { EnvironmentSnapshot, WatchedCluster, WatchedState } from '@shared/model/watch.js'
import {
  clusterChanges,
  endedRuns,
  gathered,
  type Happening
} from '../../../src/main/notices/happenings.js'
import { runId } from '../a-run-snapshot.js'

const aRun = (change: Partial<RunSummary> = {}): RunSummary => ({
  run: runId('r-1'),
  name: 'wordcount',
  environment: 'lab',
  verdict: null,
  startedAt: millis(1),
  finishedAt: null,
  live: true,
  ...change
})

function aWatch(
  states: Readonly<Record<string, WatchedState>>,
  environment = 'lab'
): EnvironmentSnapshot {
  const clusters = Object.entries(states).map(([name, state]) => ({
    name: name as ClusterName,
    state,
    reason: state === 'silent' ? 'no heartbeat for 6 s' : null
  }))
  // the rest is not looked at
  return { environment, clusters: clusters as unknown as readonly WatchedCluster[] } as never
}

const after = (...watches: readonly EnvironmentSnapshot[]): readonly Happening[] =>
  watches.reduce<ReturnType<typeof clusterChanges>>(
    ({ known }, watch) => clusterChanges(known, watch),
    { known: null as never, happened: [] }
  ).happened

describe('runs', () => {
  test('end when a run that was going on has a verdict', () => {
    const ended = aRun({ verdict: 'verified', live: false })
    expect(endedRuns([aRun()], [ended])).toEqual([
      { kind: 'runs', run: 'r-1', name: 'wordcount', verdict: 'verified' }
    ])
  })

  test('end as interrupted when their process is gone', () => {
    expect(endedRuns([aRun()], [aRun({ live: false })])).toMatchObject([{ verdict: 'interrupted' }])
  })

  test('that were over before, or were never seen going on, are no news', () => {
    const over = aRun({ verdict: 'failed', live: false })
    expect([...endedRuns([over], [over]), ...endedRuns([], [over])]).toEqual([])
  })
})

describe('clusters', () => {
  test('go down with the reason, and come back', () => {
    expect(after(aWatch({ faro: 'active' }), aWatch({ faro: 'silent' }))).toEqual([
      {
        kind: 'clusters',
        environment: 'lab',
        cluster: 'faro',
        change: 'down',
        reason: 'no heartbeat for 6 s'
      }
    ])
    expect(after(aWatch({ faro: 'silent' }), aWatch({ faro: 'degraded' }))).toMatchObject([
      { change: 'back' }
    ])
  })

  test('are no news at the first look, and not when another environment is shown', () => {
    expect(after(aWatch({ faro: 'silent' }))).toEqual([])
    expect(after(aWatch({ faro: 'active' }), aWatch({ faro: 'silent' }, 'other'))).toEqual([])
  })

  test('keep what was known while the console is blind', () => {
    const blind = aWatch({ faro: 'unknown' })
    expect(after(aWatch({ faro: 'active' }), blind)).toEqual([])
    expect(after(aWatch({ faro: 'active' }), blind, aWatch({ faro: 'silent' }))).toHaveLength(1)
    expect(after(aWatch({ faro: 'active' }), blind, aWatch({ faro: 'active' }))).toEqual([])
  })

  test('that are left out on purpose are forgotten', () => {
    const out = aWatch({ faro: 'out' })
    expect(after(aWatch({ faro: 'active' }), out, aWatch({ faro: 'silent' }))).toEqual([])
  })
})

describe('what waits', () => {
  const change = (cluster: string, to: 'down' | 'back'): Happening => ({
    kind: 'clusters',
    environment: 'lab',
    cluster: cluster as ClusterName,
    change: to,
    reason: null
  })

  test('loses a cloud that is back before anybody was told', () => {
    expect(
      gathered([change('faro', 'down'), change('porto', 'down')], [change('faro', 'back')])
    ).toEqual([change('porto', 'down')])
  })

  test('holds a cloud once', () => {
    expect(gathered([change('faro', 'down')], [change('faro', 'down')])).toHaveLength(1)
  })
})
