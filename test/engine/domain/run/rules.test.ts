/** Rules other than bytes, the canonical copy that follows, and repeats on the same cluster. */
import { describe, expect, test } from 'vitest'
import type { RunEvent } from '../../../../src/engine/domain/run/events.js'
import type { RunPlan } from '../../../../src/engine/domain/run/plan.js'
import { toReport } from '../../../../src/engine/domain/run/projections.js'
import { millis, type UnitId } from '../../../../src/shared/model/ids.js'
import {
  aJob,
  aPlan,
  attempt,
  begun,
  copied,
  digest,
  ended,
  output,
  placed,
  play,
  published,
  verdicts
} from './builders.js'

const withRule = (compare: RunPlan['jobs'][number]['compare'], change: Partial<RunPlan> = {}) =>
  aPlan({ jobs: [aJob('count', [{ type: 'input', input: 0 }], { compare })], ...change })

/** The same lines in another order: equal digests of lines, different bytes. */
const lines = (number: number, bytes: string, sorted: string | null, at = 100): RunEvent => ({
  type: 'attempt-ended',
  at: millis(at),
  attempt: attempt(number),
  outcome: {
    type: 'succeeded',
    files: output(bytes),
    manifest: digest(bytes),
    counters: {},
    ...(sorted === null ? {} : { lines: { digest: digest(sorted), count: 3 } })
  },
  applicationId: null,
  finishedAt: millis(at)
})

describe('lines', () => {
  const plan = withRule('lines')
  const start = begun(plan)
  const [first = '', second = ''] = placed(play(...start))

  test('equal lines in another order agree, and the bytes of one become those of all', () => {
    const played = play(...start, lines(1, 'a', 'c'), lines(2, 'b', 'c'))
    expect(verdicts(played)).toEqual({ [first]: 'agreed', [second]: 'agreed' })
    expect(played.state.copies.at(-1)).toMatchObject({ from: first, to: second, mode: 'stream' })
    expect(played.state.datasets.get('output:count' as never)?.lines?.digest).toBe(digest('c'))
    expect(played.state.phase).toBe('executing')
    const after = play(...start, lines(1, 'a', 'c'), lines(2, 'b', 'c'), copied('r-1-c3'))
    expect(after.state.phase).toBe('publishing')
    const { state } = play(
      ...start,
      lines(1, 'a', 'c'),
      lines(2, 'b', 'c'),
      copied('r-1-c3'),
      published(first),
      published(second)
    )
    const report = toReport(state)
    expect(report).toMatchObject({ verdict: 'verified', method: 'lines' })
    expect(report.units[0]?.files[1]?.sha256).toBe('a'.repeat(64))
    expect(report.sentence).toContain('equal outputs under "lines"')
  })

  test('equal bytes need no copy', () => {
    const played = play(...start, lines(1, 'a', 'c'), lines(2, 'a', 'c'))
    expect(played.state.phase).toBe('publishing')
  })

  test('who sends no digest of its lines vouches for nothing', () => {
    const played = play(...start, lines(1, 'a', null), lines(2, 'a', null))
    expect(played.state.attempts).toHaveLength(3)
  })

  test('bytes that others do not find equal to the digest are not taken, whoever claims it', () => {
    const failing = ['r-1-c3', 'r-1-c4'].map((id) => copied(id, 'LINES_DIFFER'))
    const asked = play(...start, lines(1, 'a', 'c'), lines(2, 'b', 'c'), ...failing)
    // The second cluster says no; a third one is asked before the first one's bytes are given up.
    const third = asked.state.copies.at(-1)
    expect(third).toMatchObject({ from: first, stage: 'running' })
    expect([first, second]).not.toContain(third?.to)
    const ids = ['r-1-c5', 'r-1-c6'].map((id) => copied(id, 'LINES_DIFFER'))
    const rejected = play(...start, lines(1, 'a', 'c'), lines(2, 'b', 'c'), ...failing, ...ids)
    expect(rejected.state.units[0]?.rejected).toEqual([attempt(1)])
    expect(rejected.state.copies.at(-1)).toMatchObject({ from: second, stage: 'running' })
  })
})

describe('numeric', () => {
  const plan = withRule({ numeric: { tolerance: 1e-6 } })
  const start = begun(plan)
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

  test('says before it starts what it will cost', () => {
    expect(
      play(...start)
        .state.notes.map(({ text }) => text)
        .join()
    ).toContain('40 bytes')
  })

  test('outputs are compared in pairs, and agree when each is within the tolerance of each', () => {
    const both = [...start, ended(1, 'a'), ended(2, 'b')]
    expect(play(...both).commands).toEqual([
      { type: 'compare', unit: 'count', left: attempt(1), right: attempt(2) }
    ])
    const played = play(...both, compared(1, 2, true))
    expect(Object.values(verdicts(played))).toEqual(['agreed', 'agreed'])
    expect(toReport(played.state).cost.comparedBytes).toBe(6)
  })

  test('being near the same third one is not being near one another', () => {
    const chain = [...start, ended(1, 'a'), ended(2, 'b'), compared(1, 2, false), ended(3, 'c')]
    expect(play(...chain).commands).toEqual([
      { type: 'compare', unit: 'count', left: attempt(1), right: attempt(3) },
      { type: 'compare', unit: 'count', left: attempt(2), right: attempt(3) }
    ])
    const five = aPlan({
      ...plan,
      faults: 2,
      clusters: aPlan({}, ['a', 'b', 'c', 'd', 'e']).clusters
    })
    const outputs = ['1', '2', '3'].map((letter, index) => ended(index + 1, letter))
    const played = play(
      ...begun(five),
      ...outputs,
      compared(1, 2, true),
      compared(2, 3, true),
      compared(1, 3, false)
    )
    expect(played.state.attempts).toHaveLength(4)
  })

  test('a cluster that serves something else than it digested has no voice', () => {
    const misread: RunEvent = {
      ...(compared(1, 2, false) as Extract<RunEvent, { type: 'compared' }>),
      outcome: { type: 'misread', attempt: attempt(2), cause: 'it serves other bytes' }
    }
    const played = play(...start, ended(1, 'a'), ended(2, 'b'), misread)
    expect(Object.values(verdicts(played))).toEqual([null, 'failed', null])
  })
})

describe('repeats', () => {
  const plan = aPlan({ relaunchSameCluster: true })
  const start = [...begun(plan), ended(1, 'a'), ended(2, 'b')]

  test('who differ are asked again before another one joins', () => {
    const played = play(...start)
    const [first, second] = placed(played)
    expect(placed(played)).toEqual([first, second, first, second])
    expect(played.state.attempts.map(({ repeats }) => repeats)).toEqual([
      null,
      null,
      attempt(1),
      attempt(2)
    ])
  })

  test('a cluster that says the same again keeps its voice, and one that contradicts itself loses it', () => {
    const played = play(...start, ended(3, 'a'), ended(4, 'c'))
    expect(played.state.attempts[1]).toMatchObject({
      verdict: 'inconclusive',
      reason: 'CONTRADICTS_ITSELF'
    })
    expect(played.state.attempts).toHaveLength(5)
    const decided = play(...start, ended(3, 'a'), ended(4, 'c'), ended(5, 'a'))
    expect(decided.state.attempts.map(({ verdict }) => verdict)).toEqual([
      'agreed',
      'inconclusive',
      'agreed',
      'inconclusive',
      'agreed'
    ])
  })

  test('when f + 1 contradict themselves, it is the job', () => {
    const { state } = play(...start, ended(3, 'c'), ended(4, 'd'))
    expect(state).toMatchObject({ verdict: 'not-verified', error: { code: 'NOT_DETERMINISTIC' } })
  })

  test('a repeat has no voice of its own', () => {
    const played = play(...start, ended(3, 'a'))
    expect(played.state.phase).toBe('executing')
    expect(played.state.units[0]?.agreed).toEqual([])
  })
})
