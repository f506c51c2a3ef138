/** Which copies begin, from where, and that a plan of thousands of them is made in one pass. */
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { Step } from '../../../../src/engine/domain/run/change.js'
import { requestCopies } from '../../../../src/engine/domain/run/copies.js'
import { inputDataset } from '../../../../src/engine/domain/run/datasets.js'
import type { RunEvent } from '../../../../src/engine/domain/run/events.js'
import { startCopies } from '../../../../src/engine/domain/run/start-copies.js'
import type { Copy, Dataset, Place, RunState } from '../../../../src/engine/domain/run/state.js'
import { step } from '../../../../src/engine/domain/run/step.js'
import { millis, type CopyId } from '../../../../src/shared/model/ids.js'
import { aJob, aPlan, cluster, digest, play, started } from './builders.js'

const AT = millis(9)
const PLACE: Place = { type: 'path', path: '/d' }
const namesOf = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `c${String(index)}`)

/** Clusters that are there, and data sets with their holders. */
function aState(names: readonly string[], holders: readonly (readonly string[])[]): RunState {
  const plan = aPlan({ copies: { distcpFrom: null, atATime: 2 } }, [...names])
  const datasets = holders.map((own, index): Dataset => ({
    id: inputDataset(index),
    label: `/d/${String(index)}`,
    local: null,
    manifest: digest('1'),
    files: 1,
    bytes: 1,
    holders: new Map(own.map((name) => [cluster(name), PLACE])),
    lines: null
  }))
  return {
    ...play(started(plan)).state,
    clusters: new Map(names.map((name) => [cluster(name), { type: 'ready', holds: [] }])),
    ranked: names.map(cluster),
    datasets: new Map(datasets.map((dataset) => [dataset.id, dataset]))
  }
}

const aCopy = (number: number, dataset: number, to: string, change: Partial<Copy> = {}): Copy => ({
  id: `r-1-c${String(number)}` as CopyId,
  dataset: inputDataset(dataset),
  from: null,
  to: cluster(to),
  mode: 'upload',
  stage: 'queued',
  verdict: null,
  reason: null,
  cause: null,
  bytes: 0,
  queuedAt: AT,
  startedAt: null,
  endedAt: null,
  ...change
})

const shown = ({ state }: Step): readonly string[] =>
  state.copies.map(({ stage, from, to }) => `${stage} ${from ?? '?'} > ${to}`)

test('one source feeds eight clusters at a time; the others wait', () => {
  const names = namesOf(11)
  const copies = names.slice(1).map((to, index) => aCopy(index + 1, 0, to))
  const begun = startCopies({ ...aState(names, [['c0']]), copies }, AT)
  expect(shown(begun)).toEqual([
    ...names.slice(1, 9).map((to) => `running c0 > ${to}`),
    'queued ? > c9',
    'queued ? > c10'
  ])
  expect(begun.commands).toEqual(
    copies.slice(0, 8).map(({ id }) => ({ type: 'copy' as const, copy: id }))
  )
})

test('no more copies run to a cluster than the plan allows, and each comes from the least busy source', () => {
  const both = ['c0', 'c1']
  const copies = [0, 1, 2].map((dataset) => aCopy(dataset + 1, dataset, 'c2'))
  const begun = startCopies({ ...aState(namesOf(3), [both, both, both]), copies }, AT)
  expect(shown(begun)).toEqual(['running c0 > c2', 'running c1 > c2', 'queued ? > c2'])
})

test('a source that failed comes last, and one that failed twice is none', () => {
  const failed = { stage: 'ended', verdict: 'failed' } as const
  const c0 = { ...failed, from: cluster('c0') }
  const c1 = { ...failed, from: cluster('c1') }
  const before = [aCopy(1, 0, 'c2', c0), aCopy(2, 1, 'c2', c0), aCopy(3, 1, 'c2', c0)]
  const state = aState(namesOf(3), [['c0', 'c1'], ['c0']])
  const copies = [...before, aCopy(4, 0, 'c2'), aCopy(5, 1, 'c2')]
  const begun = startCopies({ ...state, copies }, AT)
  expect(begun.state.copies.slice(3)).toMatchObject([
    { stage: 'running', from: 'c1', startedAt: AT },
    { stage: 'ended', verdict: 'failed', reason: 'NO_SOURCE', endedAt: AT }
  ])
  const again = { ...state, copies: [aCopy(1, 0, 'c2', c0), aCopy(2, 0, 'c2', c1)] }
  const next = requestCopies(again, [{ dataset: inputDataset(0), to: cluster('c2') }], AT)
  expect(startCopies(next, AT).state.copies[2]).toMatchObject({ from: 'c0' })
})

test('what is asked for twice is copied once', () => {
  const wanted = { dataset: inputDataset(0), to: cluster('c1') }
  const other = { ...wanted, to: cluster('c2') }
  const state = aState(namesOf(3), [['c0']])
  const asked = requestCopies(state, [wanted, other, wanted], AT)
  expect(asked.copies).toEqual([aCopy(1, 0, 'c1'), aCopy(2, 0, 'c2')])
  expect(requestCopies(asked, [other, wanted], AT)).toBe(asked)
})

/** Each copy as if nothing else were in the queue, on what the ones before it led to. */
function oneAfterTheOther(state: RunState): Step {
  const queued = state.copies.filter(({ stage }) => stage === 'queued')
  return queued.reduce<Step>(
    (before, { id }) => {
      const isShown = (copy: Copy): boolean => copy.stage !== 'queued' || copy.id === id
      const alone = { ...state, copies: before.state.copies.filter(isShown) }
      const begun = startCopies(alone, AT)
      const changed = new Map(begun.state.copies.map((copy) => [copy.id, copy]))
      const copies = before.state.copies.map((copy) => changed.get(copy.id) ?? copy)
      return {
        state: { ...state, copies },
        commands: [...before.commands, ...begun.commands]
      }
    },
    { state, commands: [] }
  )
}

test('one pass begins what one after the other would', () => {
  const names = namesOf(12)
  const some = fc.subarray([...names], { maxLength: 3 })
  const drawn = fc.record({
    holders: fc.array(some, { minLength: 1, maxLength: 8 }),
    past: fc.array(fc.tuple(fc.nat(7), fc.nat(11), fc.nat(11), fc.boolean()), { maxLength: 30 }),
    wanted: fc.array(fc.tuple(fc.nat(7), fc.nat(11)), { maxLength: 60 })
  })
  fc.assert(
    fc.property(drawn, ({ holders, past, wanted }) => {
      const within = (dataset: number): number => dataset % holders.length
      const earlier = past.map(([dataset, from, to, failed], index) =>
        aCopy(index + 1, within(dataset), `c${String(to)}`, {
          from: cluster(`c${String(from)}`),
          ...(failed ? { stage: 'ended', verdict: 'failed' } : { stage: 'running' })
        })
      )
      const targets = wanted.map(([dataset, to]) => ({
        dataset: inputDataset(within(dataset)),
        to: cluster(`c${String(to)}`)
      }))
      const before = { ...aState(names, holders), copies: earlier }
      const state = requestCopies(before, targets, AT)
      expect(startCopies(state, AT)).toEqual(oneAfterTheOther(state))
    }),
    { seed: 20261130, numRuns: 200 }
  )
})

/** A run of four clusters whose first one holds all inputs, up to the step that plans. @returns how many indexes that step makes */
function indexesMade(inputs: number): number {
  const numbers = Array.from({ length: inputs }, (_, input) => input)
  const names = namesOf(4)
  const plan = aPlan(
    {
      inputs: numbers.map((input) => ({
        type: 'hdfs',
        path: `/d/${String(input)}`,
        manifest: digest('1')
      })),
      jobs: [
        aJob(
          'job',
          numbers.map((input) => ({ type: 'input', input }))
        )
      ]
    },
    [...names]
  )
  const reports = numbers.map((input): RunEvent => ({
    type: 'input-reported',
    at: AT,
    input,
    cluster: cluster('c0'),
    manifest: digest('1'),
    files: 1,
    bytes: 1,
    reason: null
  }))
  const { state } = play(
    started(plan),
    ...names.map((name): RunEvent => ({
      type: 'cluster-surveyed',
      at: AT,
      cluster: cluster(name),
      survey: { type: 'ready', holds: numbers.map(() => name === 'c0'), outputExists: false }
    })),
    ...reports.slice(0, -1)
  )
  const made = vi.spyOn(WeakMap.prototype, 'set')
  const planned = step(state, reports.at(-1) as RunEvent)
  const count = made.mock.calls.length
  made.mockRestore()
  expect(planned.state.copies).toHaveLength(inputs)
  return count
}

// A list of copies, and each index of it, was made anew for every one of them: a plan of ten thousand took 42 s.
test('a plan of many copies makes no more indexes than one of few', () => {
  expect(indexesMade(110)).toBe(indexesMade(10))
})
