import { describe, expect, test } from 'vitest'
import type { Millis, RunId } from '@shared/model/ids.js'
import { brokerLink } from '../../../../src/renderer/src/app/nav/broker-link.js'
import {
  environmentChoices,
  fitSegments
} from '../../../../src/renderer/src/app/nav/environments.js'
import { aConsoleState } from '../../fake-transport.js'
import { aSnapshot, summaryOf } from '../../snapshots.js'
import { aWatch, gone, NOW } from '../../watch-snapshots.js'

const ready = aConsoleState()
const { broker } = aWatch()

describe('the link to the broker', () => {
  const linkOf = (change: Partial<typeof broker>): ReturnType<typeof brokerLink> =>
    brokerLink(ready, aWatch(undefined, { broker: { ...broker, ...change } }), NOW)

  test('shows the round trip and its age', () => {
    expect(linkOf({})).toMatchObject({ shape: 'agreed', says: '1.6\u00a0ms', age: 'now' })
  })

  test('says since when it is connected while the round trip is not known', () => {
    expect(linkOf({ roundTripMs: gone('not asked yet') })).toMatchObject({
      says: 'connected',
      age: '12:06'
    })
  })

  test('counts vhosts when some have no link', () => {
    expect(linkOf({ vhosts: { up: 2, all: 3 } })).toMatchObject({
      shape: 'attention',
      says: '2 of 3 vhosts'
    })
  })

  test.each([
    ['blocked', 'attention', 'memory alarm'],
    ['disconnected', 'unreachable', 'connect ECONNREFUSED']
  ] as const)('says that it is %s, since when and why', (state, shape, reason) => {
    expect(linkOf({ state, reason })).toMatchObject({
      shape,
      says: state === 'disconnected' ? 'away' : state,
      age: '12:06',
      title: `${state} since 12:06:42: ${reason}`
    })
  })

  test('says the day when it was another one', () => {
    const since = new Date(2026, 0, 2, 3, 4, 5).getTime() as typeof broker.since
    const { age, title } = linkOf({ state: 'disconnected', since })
    expect([age, title]).toEqual([
      expect.stringMatching(/^2\u00a0Jan/),
      expect.stringMatching(/^disconnected since 2\u00a0Jan.* 03:04:05/)
    ])
  })

  test('is unknown before anything was seen, with the reason', () => {
    expect(brokerLink(ready, null, NOW).title).toBe(
      'unknown: nothing was seen of this environment yet'
    )
    expect(brokerLink(null, null, NOW).title).toBe('unknown: the engine is starting')
  })
})

describe('environments', () => {
  const named = (...names: readonly string[]): ReturnType<typeof environmentChoices> =>
    environmentChoices(
      aConsoleState({
        environment: names[0]!,
        environments: names.map((name) => ({ name, origin: 'settings' as const }))
      })
    )

  test('know which has runs going on, and which is shown', () => {
    const going = { ...summaryOf(aSnapshot(1)), environment: 'research' }
    const over = { ...going, run: 'r-2' as RunId, environment: 'lab', verdict: 'failed' as const }
    const open = { ...going, live: true, verdict: null, finishedAt: null, startedAt: 1 as Millis }
    const state = aConsoleState({
      environments: ['lab', 'research'].map((name) => ({ name, origin: 'settings' as const })),
      runs: [open, over]
    })
    expect(environmentChoices(state)).toEqual([
      { name: 'lab', shown: true, busy: false },
      { name: 'research', shown: false, busy: true }
    ])
  })

  test('stay listed while they are shown, although the settings lost them', () => {
    const state = aConsoleState({ environment: 'gone', environments: [] })
    expect(environmentChoices(state).map(({ name }) => name)).toEqual(['gone'])
  })

  test('stand beside one another while they fit', () => {
    expect([
      fitSegments(named('stable', 'research', 'lab')),
      fitSegments(named('a', 'b', 'c', 'd')),
      fitSegments(named('a', 'b', 'c', 'd', 'e')),
      fitSegments(named('a-very-long-name-indeed', 'lab'))
    ]).toEqual([true, true, false, false])
  })
})
