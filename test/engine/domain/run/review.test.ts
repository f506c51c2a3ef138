/** What a hostile review of the run machine looked for: each is a way in which a faulty cluster, or bad luck, once had its way. */
import { describe, expect, test } from 'vitest'
import type { RunCommand } from '../../../../src/engine/domain/run/commands.js'
import type { RunEvent } from '../../../../src/engine/domain/run/events.js'
import { isOpen, isUnderWay, type RunState } from '../../../../src/engine/domain/run/state.js'
import { fillArguments } from '../../../../src/engine/runtime/layout.js'
import { millis, type UnitId } from '../../../../src/shared/model/ids.js'
import {
  aJob,
  aPlan,
  attempt,
  begun,
  cluster,
  copied,
  digest,
  digested,
  ended,
  failed,
  lost,
  output,
  placed,
  play,
  published,
  ready,
  started,
  unreachable
} from './builders.js'

const names = ['porto', 'lisbon', 'faro']
const other = (known: readonly string[]): string =>
  names.find((name) => !known.includes(name)) ?? ''

/** Nothing of a run that is over goes on. */
const isTidy = ({ attempts, copies }: RunState): boolean =>
  !attempts.some(isOpen) &&
  attempts.every(({ verdict }) => verdict !== null) &&
  !copies.some(isUnderWay)

const types = (commands: readonly RunCommand[]): readonly string[] =>
  commands.map(({ type }) => type)

const held = aPlan({ inputs: [{ type: 'hdfs', path: '/data', manifest: null }] })
const reported = (name: string, letter: string | null): RunEvent => ({
  type: 'input-reported',
  at: millis(3),
  input: 0,
  cluster: cluster(name),
  manifest: letter === null ? null : digest(letter),
  files: 1,
  bytes: 10,
  reason: letter === null ? 'HDFS_ERROR' : null
})

describe('one cluster, one voice', () => {
  test('a report about an input that comes twice counts once', () => {
    const { state } = play(
      started(held),
      ...names.map((name) => ready(name)),
      reported('porto', 'f'),
      reported('porto', 'f'),
      reported('lisbon', '1'),
      reported('faro', '1')
    )
    expect(state.inputs[0]?.view.manifest).toBe(digest('1'))
    expect(state.clusters.get(cluster('porto'))?.type).toBe('excluded')
  })

  test('holders that agree and are too few are not said to disagree', () => {
    const many = aPlan({ faults: 2, inputs: held.inputs }, ['a', 'b', 'c', 'd', 'e'])
    const { state } = play(
      started(many),
      ...['a', 'b', 'c', 'd', 'e'].map((name) => ready(name, false, [name < 'c'])),
      reported('a', '1'),
      reported('b', '1')
    )
    expect(state.error?.message).toBe(
      `only a and b hold "/data" (${digest('1')}), and 3 clusters have to agree about it`
    )
  })

  test('a comparison that was made is not made otherwise by a second answer', () => {
    const plan = aPlan({
      jobs: [
        aJob('count', [{ type: 'input', input: 0 }], { compare: { numeric: { tolerance: 1e-6 } } })
      ]
    })
    const both = [...begun(plan), ended(1, 'a'), ended(2, 'b'), compared(1, 2, false)]
    expect(play(...both, compared(1, 2, true)).state.units[0]?.agreed).toEqual([])
  })

  test('what was pinned stays as it was pinned', () => {
    const again = { ...digested, manifest: digest('9') } as RunEvent
    expect(play(...begun(), again).state.inputs[0]?.view.manifest).toBe(digest('1'))
  })
})

const compared = (left: number, right: number, within: boolean): RunEvent => ({
  type: 'compared',
  at: millis(120),
  unit: 'count' as UnitId,
  left: attempt(left),
  right: attempt(right),
  since: millis(110),
  bytes: 6,
  outcome: { type: 'compared', within, difference: within ? null : 'line 1: 1 and 2' }
})

test('paths with "$" reach the job as they are', () => {
  expect(fillArguments(['-in={input}', '{output}'], ['/a/$$b', '/c/$&'], '/o$$')).toEqual([
    '-in=/a/$$b,/c/$&',
    '/o$$'
  ])
})

describe('a cluster that is lost', () => {
  test('before it was surveyed holds nothing up', () => {
    const { state } = play(
      started(aPlan()),
      digested,
      ready('porto'),
      ready('lisbon'),
      lost('faro', 3),
      unreachable('faro')
    )
    expect(state.phase).toBe('executing')
  })

  test('after it has published leaves nothing to be copied when enough others have, too', () => {
    const start = [...begun(), ended(1, 'a'), ended(2, 'a')]
    const [first = '', second = ''] = placed(play(...start))
    const { state, commands } = play(...start, published(first), lost(first), published(second))
    expect(state).toMatchObject({ verdict: 'verified', error: null })
    expect(types(commands)).toEqual(['finish'])
    expect(isTidy(state)).toBe(true)
  })
})

describe('the end of a run leaves nothing under way', () => {
  test('when the job is non-deterministic', () => {
    const plan = aPlan({
      relaunchSameCluster: true,
      jobs: [
        aJob('a', [{ type: 'input', input: 0 }], { publishAs: '/results/a' }),
        aJob('b', [{ type: 'input', input: 0 }], { publishAs: '/results/b' })
      ]
    })
    const { state, commands } = play(
      ...begun(plan),
      ended(1, 'a'),
      ended(2, 'b'),
      ended(5, 'c'),
      ended(6, 'd')
    )
    expect(state.error?.code).toBe('NOT_DETERMINISTIC')
    expect(types(commands)).toEqual(['kill', 'kill', 'finish'])
    expect(isTidy(state)).toBe(true)
  })

  test('when no accepted output can be confirmed', () => {
    const rule = { compare: 'lines' } as const
    const plan = aPlan({
      jobs: [
        aJob('a', [{ type: 'input', input: 0 }], { ...rule, publishAs: '/results/a' }),
        aJob('b', [{ type: 'input', input: 0 }], { publishAs: '/results/b' })
      ]
    })
    let events: readonly RunEvent[] = [...begun(plan), lines(1, 'a'), lines(2, 'b')]
    let played = play(...events)
    for (let round = 0; round < 20 && played.state.phase === 'executing'; round += 1) {
      const running = played.state.copies.filter((one) => one.stage === 'running')
      events = [...events, ...running.map(({ id }) => copied(id, 'LINES_DIFFER'))]
      played = play(...events)
    }
    expect(played.state.verdict).toBe('not-verified')
    expect(types(played.commands).filter((type) => type === 'kill')).toHaveLength(2)
    expect(types(played.commands).at(-1)).toBe('finish')
    expect(isTidy(played.state)).toBe(true)
  })

  test('when it fails', () => {
    const error = { code: 'INPUT_CHANGED' as const, message: 'changed' }
    const { state, commands } = play(...begun(), { type: 'run-failed', at: millis(9), error })
    expect(types(commands)).toEqual(['kill', 'kill', 'finish'])
    expect(isTidy(state)).toBe(true)
  })

  test('when it was cancelled and an attempt ended well before it could be stopped', () => {
    const { state } = play(
      ...begun(),
      { type: 'cancel-requested', at: millis(9), reason: 'enough' },
      ended(1, 'a'),
      ended(2, 'a')
    )
    expect(state.verdict).toBe('cancelled')
    expect(isTidy(state)).toBe(true)
  })
})

/** The same lines in bytes of its own. */
const lines = (number: number, bytes: string): RunEvent => ({
  type: 'attempt-ended',
  at: millis(100),
  attempt: attempt(number),
  outcome: {
    type: 'succeeded',
    files: output(bytes),
    manifest: digest(bytes),
    counters: {},
    lines: { digest: digest('c'), count: 3 }
  },
  applicationId: null,
  finishedAt: millis(100)
})

describe('outputs that are equal and differ in bytes', () => {
  const five = ['a', 'b', 'c', 'd', 'e']
  const withRule = (compare: ReturnType<typeof aJob>['compare'], faults = 1, clouds = names) =>
    aPlan({ faults, jobs: [aJob('count', [{ type: 'input', input: 0 }], { compare })] }, clouds)

  test('under "numeric" lie on f + 1 clusters before anything depends on them', () => {
    const plan = withRule({ numeric: { tolerance: 1e-6 } })
    const start = [...begun(plan), ended(1, 'a'), ended(2, 'b'), compared(1, 2, true)]
    const [first, second] = placed(play(...start))
    const agreed = play(...start)
    expect(agreed.state.units[0]?.settled).toBe(false)
    expect(agreed.state.copies.at(-1)).toMatchObject({ from: first, to: second })
    // The first one lies about what it has to anybody who asks: another one's bytes are taken.
    let events: readonly RunEvent[] = start
    for (let round = 0; round < 9; round += 1)
      events = [
        ...events,
        ...play(...events)
          .state.copies.filter((copy) => copy.stage === 'running' && copy.from === first)
          .map(({ id }) => copied(id, 'COPY_DIFFERS'))
      ]
    expect(play(...events).state.units[0]).toMatchObject({ canonical: attempt(2) })
  })

  test('those with the canonical bytes have them already', () => {
    const plan = withRule('lines', 2, five)
    const { state } = play(...begun(plan), lines(1, 'a'), lines(2, 'b'), lines(3, 'b'))
    // Two of three have the same bytes: one copy is enough.
    expect(state.units[0]?.canonical).toBe(attempt(2))
    expect(state.copies.filter(({ mode }) => mode !== 'upload')).toHaveLength(1)
  })

  test('nobody is outvoted by numbers that were never compared', () => {
    const plan = withRule({ numeric: { tolerance: 1e-6 } })
    const { state } = play(
      ...begun(plan),
      ended(1, 'a'),
      ended(2, 'b'),
      compared(1, 2, false),
      ended(3, 'c'),
      compared(1, 3, true)
    )
    expect(state.units[0]?.agreed).toEqual([attempt(1), attempt(3)])
    expect(state.attempts[1]).toMatchObject({ verdict: 'inconclusive', reason: 'NOT_COMPARED' })
    const later = play(
      ...begun(plan),
      ended(1, 'a'),
      ended(2, 'b'),
      compared(1, 2, false),
      ended(3, 'c'),
      compared(2, 3, false),
      compared(1, 3, true)
    )
    expect(later.state.attempts[1]).toMatchObject({ verdict: 'outvoted' })
  })
})

describe('copies', () => {
  const holds = (name: string): RunEvent => ready(name, false, [name === 'faro'])
  const single = [started(held), ...names.map(holds), reported('faro', '1')]

  test('one that is under way is waited for although its source is none any more', () => {
    const start = play(...single)
    const copy = start.state.copies[0]
    const from = start.state.attempts.findIndex((one) => one.cluster === cluster('faro'))
    const events = [...single, failed(from + 1, 'INPUT_DIFFERS')]
    const { state } = play(...events)
    expect(state.phase).toBe('executing')
    expect(state.copies[0]).toMatchObject({ id: copy?.id, stage: 'running' })
    const after = play(...events, copied(copy?.id ?? ''))
    // Its target is a source now, for the third cluster.
    expect(after.state.copies.at(-1)).toMatchObject({ from: copy?.to, stage: 'running' })
  })

  test('who got none from a source that refused may try once more from another', () => {
    const [, first, second] = ['', ...placed(play(...single))]
    expect([first, second].includes('faro')).toBe(true)
    const refused = first === 'faro' ? second : first
    const third = other(['faro', refused ?? ''])
    const [ofFaro, ofThird] = [first === 'faro' ? 1 : 2, 3]
    const events = [
      ...single,
      copied('r-1-c1', 'SOURCE_UNREADABLE'),
      copied('r-1-c2', 'SOURCE_UNREADABLE'),
      copied('r-1-c3'),
      ended(ofFaro, 'f'),
      ended(ofThird, 'a')
    ]
    const { state } = play(...events)
    expect(state.attempts.map((one) => one.cluster).slice(2)).toEqual([third, refused])
    expect(state.copies.at(-1)).toMatchObject({ from: third, to: refused, stage: 'running' })
  })

  test('for a publication go to those who were outvoted last', () => {
    const four = aPlan({}, ['a', 'b', 'c', 'd'])
    const start = [...begun(four), ended(1, 'f'), ended(2, 'a'), ended(3, 'a')]
    const [liar, good] = placed(play(...start))
    const { state } = play(...start, published(good ?? '', 'no'))
    const { state: asked } = play(
      ...start,
      published(good ?? '', 'no'),
      published(placed({ state, commands: [] })[2] ?? '')
    )
    expect(asked.copies.at(-1)?.mode).toBe('stream')
    expect(asked.copies.at(-1)?.to).not.toBe(liar)
  })

  test('one whose start nobody answered for is stopped, should it have begun', () => {
    const { state, commands } = play(...single, copied('r-1-c1', 'TASK_TIMED_OUT'))
    expect(commands[0]).toMatchObject({ type: 'kill-copy', copy: 'r-1-c1' })
    expect(state.copies).toHaveLength(2)
  })
})

test('an attempt whose launch nobody answered for is stopped, should it have begun', () => {
  const staged: RunEvent = {
    type: 'attempt-staged',
    at: millis(9),
    attempt: attempt(1),
    bytes: 1
  }
  const start = play(...begun())
  const first = placed(start)[0]
  const { state, commands } = play(...begun(), staged, failed(1, 'TASK_TIMED_OUT'))
  expect(commands[0]).toEqual({ type: 'kill', attempt: attempt(1), cluster: first })
  expect(placed({ state, commands }).at(-1)).toBe(other(placed(start)))
})
