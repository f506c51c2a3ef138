import { describe, expect, test } from 'vitest'
import { rankAtRandom } from '../../../../src/engine/domain/ranking.js'
import { toReport } from '../../../../src/engine/domain/run/projections.js'
import { millis } from '../../../../src/shared/model/ids.js'
import {
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
  placed,
  play,
  published,
  ready,
  started,
  unreachable,
  verdicts
} from './builders.js'

const order = rankAtRandom(['porto', 'lisbon', 'faro'].map(cluster), 1)
const [first, second, third] = [...order, '', '', ''] as [string, string, string]

describe('survey', () => {
  test('asks every cluster and reads every local input', () => {
    expect(play(started(aPlan())).commands).toEqual([
      { type: 'survey', cluster: 'porto' },
      { type: 'survey', cluster: 'lisbon' },
      { type: 'survey', cluster: 'faro' },
      { type: 'digest-input', input: 0 }
    ])
  })

  test('starts nothing before every cluster has answered or is known to be silent', () => {
    expect(play(started(aPlan()), ready('porto'), ready('lisbon'), digested).commands).toEqual([])
  })

  test('starts f + 1 attempts on the first clusters of the ranking', () => {
    const played = play(...begun())
    expect(played.commands).toEqual([
      { type: 'attempt', attempt: attempt(1), cluster: first },
      { type: 'attempt', attempt: attempt(2), cluster: second }
    ])
  })

  test('leaves out a silent cluster and goes on with the others', () => {
    const played = play(started(aPlan()), unreachable(first), ready(second), ready(third), digested)
    expect(placed(played)).toEqual([second, third])
    expect(played.state.clusters.get(cluster(first))).toEqual({
      type: 'silent',
      reason: 'no answer within 5 s'
    })
  })

  test('ends with TOO_FEW_CLUSTERS when fewer than f + 1 answer', () => {
    const { state, commands } = play(
      started(aPlan()),
      unreachable('porto'),
      unreachable('lisbon'),
      ready('faro'),
      digested
    )
    expect({ verdict: state.verdict, code: state.error?.code, commands }).toEqual({
      verdict: 'failed',
      code: 'TOO_FEW_CLUSTERS',
      commands: [{ type: 'finish' }]
    })
  })

  test('refuses an output that f + 1 clusters say exists', () => {
    const played = play(
      started(aPlan()),
      ready('porto', true),
      ready('lisbon', true),
      ready('faro'),
      digested
    )
    expect(played.state.error).toMatchObject({
      code: 'OUTPUT_EXISTS',
      hint: `Choose another "output:" in the job file, or remove the old one on porto, lisbon: on the Files page of the cloud, or there with: hdfs dfs -rm -r ${aPlan().output}`
    })
  })

  test('is not stopped by one cluster that says the output exists: it may lie', () => {
    const played = play(started(aPlan()), ready(first, true), ready(second), ready(third), digested)
    expect(placed(played)).toEqual([second, third])
  })
})

describe('pin', () => {
  const plan = aPlan({ inputs: [{ type: 'hdfs', path: '/data', manifest: null }] })
  const surveyed = [started(plan), ready('porto'), ready('lisbon'), ready('faro')]
  const reported = (name: string, letter: string | null) => ({
    type: 'input-reported' as const,
    at: millis(3),
    input: 0,
    cluster: cluster(name),
    manifest: letter === null ? null : digest(letter),
    files: 1,
    bytes: 10,
    reason: null
  })

  test('takes the manifest that f + 1 holders share and leaves out who differs', () => {
    const played = play(
      ...surveyed,
      reported('porto', '1'),
      reported('lisbon', '2'),
      reported('faro', '1')
    )
    expect(played.state.inputs[0]?.view).toMatchObject({ manifest: digest('1'), trust: 'pinned' })
    expect(played.state.clusters.get(cluster('lisbon'))?.type).toBe('excluded')
    expect([...placed(played)].sort()).toEqual(['faro', 'porto'])
  })

  test('ends with INPUT_DISAGREES when no f + 1 holders share one', () => {
    const played = play(
      ...surveyed,
      reported('porto', '1'),
      reported('lisbon', '2'),
      reported('faro', '3')
    )
    expect(played.state.error?.code).toBe('INPUT_DISAGREES')
  })

  test('says that a single holder is trusted, because nobody can check it', () => {
    const alone = aPlan({ faults: 0, inputs: [{ type: 'hdfs', path: '/data', manifest: null }] })
    const played = play(
      started(alone),
      ready('porto', false, [true]),
      ready('lisbon', false, [false]),
      ready('faro', false, [false]),
      reported('porto', '1')
    )
    expect(played.state.inputs[0]?.view.trust).toBe('holder:porto')
    expect(placed(played)).toEqual(['porto'])
  })

  test('does not wait for a holder that fell silent', () => {
    const played = play(...surveyed, reported('porto', '1'), reported('faro', '1'), {
      type: 'cluster-lost',
      at: millis(9),
      cluster: cluster('lisbon'),
      evidence: 'no heartbeat'
    })
    expect([...placed(played)].sort()).toEqual(['faro', 'porto'])
  })
})

describe('vote', () => {
  test('publishes on the clusters that agree, and starts nobody else', () => {
    const { state, commands } = play(...begun(), ended(1, 'a'), ended(2, 'a'))
    expect({ phase: state.phase, commands }).toEqual({
      phase: 'publishing',
      commands: [
        { type: 'publish', unit: 'count', cluster: first },
        { type: 'publish', unit: 'count', cluster: second }
      ]
    })
  })

  test('brings in one more cluster when two differ, and outvotes the one that stands alone', () => {
    const disagreement = play(...begun(), ended(1, 'b'), ended(2, 'a'))
    expect(disagreement.commands).toEqual([
      { type: 'attempt', attempt: attempt(3), cluster: third }
    ])
    const decided = play(...begun(), ended(1, 'b'), ended(2, 'a'), ended(3, 'a'))
    expect(verdicts(decided)).toEqual({
      [first]: 'outvoted',
      [second]: 'agreed',
      [third]: 'agreed'
    })
    expect(decided.state.attempts[0]?.reason).toBe('DIGEST_DIFFERS')
  })

  test('ends not-verified when all differ, publishes nothing and blames nobody', () => {
    const played = play(...begun(), ended(1, 'a'), ended(2, 'b'), ended(3, 'c'))
    expect(played.commands).toEqual([{ type: 'finish' }])
    expect(played.state.verdict).toBe('not-verified')
    expect(Object.values(verdicts(played))).toEqual([
      'inconclusive',
      'inconclusive',
      'inconclusive'
    ])
    expect(toReport(played.state).output).toEqual({ path: '/results/wordcount', clusters: [] })
  })

  test('replaces a failed attempt by one on another cluster', () => {
    const played = play(...begun(), failed(1))
    expect(played.commands).toEqual([{ type: 'attempt', attempt: attempt(3), cluster: third }])
    expect(verdicts(played)[first]).toBe('failed')
  })

  test('waits for an open attempt that could still complete the quorum', () => {
    expect(play(...begun(), ended(1, 'a')).commands).toEqual([])
  })

  test('gives up as soon as f + 1 equal outputs have become impossible', () => {
    const played = play(...begun(), failed(1), failed(2))
    expect(played.state.verdict).toBe('not-verified')
    expect(played.commands).toEqual([
      { type: 'kill', attempt: attempt(3), cluster: third },
      { type: 'finish' }
    ])
  })

  test('does not count a late result of an attempt that was given up', () => {
    const played = play(...begun(), lost(first), ended(1, 'a'), ended(2, 'a'))
    expect(played.state.phase).toBe('executing')
    expect(verdicts(played)[first]).toBe('unreachable')
  })

  test('starts only what is certainly missing with f = 2', () => {
    const plan = aPlan({ faults: 2 }, ['a', 'b', 'c', 'd', 'e'])
    const played = play(...begun(plan), ended(1, 'x'), ended(2, 'y'))
    expect(played.state.attempts).toHaveLength(4)
    expect(
      play(...begun(plan), ended(1, 'x'), ended(2, 'y'), ended(3, 'z')).state.attempts
    ).toHaveLength(5)
  })

  test('lets a plain minority of equals lose against f + 1', () => {
    const plan = aPlan({ faults: 2 }, ['a', 'b', 'c', 'd', 'e'])
    const played = play(
      ...begun(plan),
      ended(1, 'x'),
      ended(2, 'x'),
      ended(3, 'y'),
      ended(4, 'y'),
      ended(5, 'y')
    )
    expect(played.state.units[0]?.agreed).toEqual([attempt(3), attempt(4), attempt(5)])
  })
})

describe('silence', () => {
  test('moves the attempts of a lost cluster at once and leaves it an order to stop', () => {
    const { commands } = play(...begun(), {
      type: 'cluster-lost',
      at: millis(50),
      cluster: cluster(first),
      evidence: 'no heartbeat for 7 s and no answer from its HDFS'
    })
    expect(commands).toEqual([
      { type: 'kill', attempt: attempt(1), cluster: first },
      { type: 'attempt', attempt: attempt(3), cluster: third }
    ])
  })

  test('kills and replaces an attempt that hangs', () => {
    const played = play(...begun(), {
      type: 'attempt-stalled',
      at: millis(700_000),
      attempt: attempt(2),
      stalledMs: 600_000
    })
    expect(verdicts(played)[second]).toBe('hung')
    expect(played.commands).toEqual([
      { type: 'kill', attempt: attempt(2), cluster: second },
      { type: 'attempt', attempt: attempt(3), cluster: third }
    ])
  })
})

describe('publish', () => {
  const decided = [...begun(), ended(1, 'a'), ended(2, 'a')]

  test('ends verified when f + 1 clusters hold the output under its name', () => {
    const { state, commands } = play(...decided, published(first), published(second))
    expect({ verdict: state.verdict, error: state.error, commands }).toEqual({
      verdict: 'verified',
      error: null,
      commands: [{ type: 'finish' }]
    })
    expect(toReport(state).output.clusters).toEqual([first, second])
  })

  test('copies the output to another cloud in place of one that could not publish', () => {
    const refused = [...decided, published(first), published(second, 'quota exceeded')]
    const played = play(...refused)
    expect(played.commands).toEqual([{ type: 'copy', copy: 'r-1-c3' }])
    expect(played.state.copies.at(-1)).toMatchObject({ from: first, to: third, mode: 'stream' })
    const copiedThere = play(...refused, copied('r-1-c3'))
    expect(copiedThere.commands).toEqual([{ type: 'publish', unit: 'count', cluster: third }])
    const { state } = play(...refused, copied('r-1-c3'), published(third))
    expect({ verdict: state.verdict, error: state.error }).toEqual({
      verdict: 'verified',
      error: null
    })
    expect(toReport(state).output.clusters).toEqual([first, third])
  })

  test('says "verified, not published" when nobody is left to publish', () => {
    const refused = [...decided, published(first), published(second, 'quota exceeded')]
    const failing = ['r-1-c3', 'r-1-c4', 'r-1-c5', 'r-1-c6'].map((id) => copied(id, 'HDFS_ERROR'))
    const { state } = play(...refused, ...failing)
    expect({ verdict: state.verdict, code: state.error?.code }).toEqual({
      verdict: 'verified',
      code: 'NOT_PUBLISHED'
    })
    expect(state.error?.hint).toContain(`npx medusa runs ${state.plan.run} --json`)
    expect(toReport(state).output.clusters).toEqual([])
  })

  test('does not wait for ever for a cluster that falls silent while publishing', () => {
    const { state, commands } = play(...decided, published(first), lost(second))
    expect(commands).toEqual([{ type: 'copy', copy: 'r-1-c3' }])
    expect(state.copies.at(-1)).toMatchObject({ from: first, to: third })
  })
})

describe('cancel', () => {
  const cancelled = { type: 'cancel-requested' as const, at: millis(60), reason: 'Ctrl-C' }
  const killed = (number: number) => ({
    type: 'attempt-killed' as const,
    at: millis(70),
    attempt: attempt(number),
    stopped: ['process 4711'],
    error: null
  })

  test('kills every open attempt and ends when each has answered', () => {
    expect(play(...begun(), cancelled).commands).toEqual([
      { type: 'kill', attempt: attempt(1), cluster: first },
      { type: 'kill', attempt: attempt(2), cluster: second }
    ])
    expect(play(...begun(), cancelled, killed(1)).state.verdict).toBeNull()
    const over = play(...begun(), cancelled, killed(1), killed(2))
    expect(over.state.verdict).toBe('cancelled')
    expect(verdicts(over)).toEqual({ [first]: 'cancelled', [second]: 'cancelled' })
  })

  test('never counts a finished attempt of a cancelled run as a lie', () => {
    const over = play(...begun(), ended(1, 'a'), cancelled, killed(2))
    expect(verdicts(over)[first]).toBe('inconclusive')
  })

  test('ends at once while nothing runs', () => {
    expect(play(started(aPlan()), cancelled).state.verdict).toBe('cancelled')
  })

  test('lets a publication that has begun come to its end', () => {
    const played = play(
      ...begun(),
      ended(1, 'a'),
      ended(2, 'a'),
      cancelled,
      published(first),
      published(second)
    )
    expect(played.state.verdict).toBe('verified')
  })
})

test('folds the same events to the same state', () => {
  const events = [
    ...begun(),
    ended(1, 'b'),
    ended(2, 'a'),
    ended(3, 'a'),
    published(second),
    published(third)
  ]
  expect(play(...events)).toEqual(play(...events))
})

test('changes nothing after the end', () => {
  const events = [...begun(), ended(1, 'a'), ended(2, 'a'), published(first), published(second)]
  const before = play(...events).state
  expect(play(...events, ended(3, 'z'), failed(1)).state).toEqual(before)
})
