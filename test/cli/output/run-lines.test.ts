import { describe, expect, test } from 'vitest'
import { runEvents } from '../../../src/cli/output/run-events.js'
import { runLines } from '../../../src/cli/output/run-lines.js'
import type {
  AttemptId,
  ClusterName,
  CopyId,
  Millis,
  UnitId
} from '../../../src/shared/model/ids.js'
import type { AttemptView, RunSnapshot } from '../../../src/shared/model/run.js'
import { aRunSnapshot } from '../../main/a-run-snapshot.js'
import { aCopy, collected } from './reports.js'

const unit = (id: string, job: string, decided: boolean): RunSnapshot['units'][number] => ({
  id: id as UnitId,
  job: job as UnitId,
  role: id === job ? 'job' : 'chunk',
  method: 'bytes',
  decided,
  votes: [],
  agreed: decided ? [`${id}-porto` as AttemptId] : [],
  manifest: null
})

const attempt = (id: string, cluster: string, change: Partial<AttemptView>): AttemptView => ({
  id: `${id}-${cluster}` as AttemptId,
  unit: id as UnitId,
  cluster: cluster as ClusterName,
  phase: 'running',
  map: 40,
  reduce: 0,
  bytes: 0,
  bytesTotal: 0,
  verdict: null,
  reason: null,
  cause: null,
  round: 0,
  repeats: null,
  applicationId: null,
  files: [],
  manifest: null,
  timings: { queued: 1, launched: 2, finished: 0, digested: 0 },
  ...change
})

const cluster = (name: string): RunSnapshot['clusters'][number] => ({
  name: name as ClusterName,
  address: '127.0.1.1',
  state: 'running',
  reason: null,
  rank: 0,
  heartbeatAt: null
})

const cut = (): RunSnapshot =>
  aRunSnapshot({
    granularity: 'task',
    clusters: [cluster('porto'), cluster('faro')],
    units: [
      unit('combine', 'combine', false),
      unit('count-0', 'count', true),
      unit('count-1', 'count', false)
    ],
    attempts: [
      attempt('count-0', 'porto', { verdict: 'agreed', phase: 'over' }),
      attempt('count-1', 'porto', {}),
      attempt('count-1', 'faro', { phase: 'staging' })
    ],
    copies: [
      aCopy({ id: 'c-0' as CopyId, from: null, mode: 'upload' }),
      aCopy(),
      aCopy({ id: 'c-2' as CopyId, state: 'running', bytes: 3_000_000, endedAt: 0 as Millis })
    ]
  })

describe('on a terminal', () => {
  test('several units have a line a job, a line a cloud with what it works on, one for all copies', () => {
    const { output } = collected()
    let screen = ''
    runLines({ ...output, live: true, raw: (text) => (screen += text) }).show(cut())
    expect(screen.replaceAll('\u001b[2K', '').split('\n').slice(1)).toEqual([
      '  count    1 of 2 parts decided, 1 under way',
      '  combine  waits for other jobs',
      '  porto  ✓ 1 agreed  1 open:  count-1 map 40 %',
      '  faro   1 open:  count-1 waits for data',
      '  copies: 1 running, 3.00 MB of 12.3 MB, 1 done',
      ''
    ])
  })

  test('a single job has no line of its own', () => {
    const { output } = collected()
    let screen = ''
    const single = { ...cut(), units: [unit('count', 'count', false)], copies: [] }
    runLines({ ...output, live: true, raw: (text) => (screen += text) }).show({
      ...single,
      attempts: [attempt('count', 'porto', {})]
    })
    expect(screen.replaceAll('\u001b[2K', '').split('\n').slice(1, -1)).toEqual([
      '  porto  map ████░░░░░░  40 %  reduce ░░░░░░░░░░   0 %',
      '  faro   running'
    ])
  })
})

test('without a terminal a copy between clouds is told once, when it is there', () => {
  const { said, output } = collected()
  const lines = runLines(output)
  lines.show(cut())
  lines.show(cut())
  expect(said).toEqual(['   1.3 s  lisbon ← porto  12.3 MB streamed, 1.2 s  the output of count-0'])
})

test('with --json a copy is told when its state changes, not with every byte', () => {
  const { objects, output } = collected(true)
  const events = runEvents(output)
  const copy = aCopy({ state: 'running', bytes: 1, endedAt: 0 as Millis })
  for (const next of [copy, { ...copy, bytes: 2 }, { ...copy, bytes: 3 }, aCopy()])
    events.show(aRunSnapshot({ copies: [next] }))
  expect(objects.slice(1)).toEqual([
    { type: 'copy', ...copy },
    { type: 'copy', ...aCopy() }
  ])
})
