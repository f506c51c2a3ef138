import { describe, expect, test } from 'vitest'
import { toleranceNow } from '../../../../src/renderer/src/features/tolerance/now.js'
import { aConsoleState } from '../../fake-transport.js'
import { aCluster, anAfternoon, aWatch, NOW } from '../../watch-snapshots.js'

const ready = aConsoleState()
const { broker } = aWatch()
const whyOf = (...args: Parameters<typeof toleranceNow>): string => {
  const seen = toleranceNow(...args)
  return seen.known ? 'known' : seen.why
}

test('counts what counts, and shows the others apart', () => {
  expect(toleranceNow(ready, anAfternoon(), NOW)).toEqual({
    known: true,
    tolerance: {
      faults: 1,
      pips: ['counts', 'counts', 'counts', 'counts', 'degraded', 'silent'],
      bracket: 3,
      says: '1 lying or 2 silent',
      why: '4 of 6 count, 3 needed'
    }
  })
})

test('says nothing yet while a cluster was not asked', () => {
  const watch = aWatch([aCluster('porto'), aCluster('faro', { state: 'unknown', counts: false })])
  expect(toleranceNow(ready, watch, NOW)).toMatchObject({
    tolerance: { says: 'not known yet', why: '1 of 2 answered so far' }
  })
})

describe('a blind console says so', () => {
  test('while it starts, and before anything was seen', () => {
    expect([whyOf(null, null, NOW), whyOf(ready, null, NOW)]).toEqual([
      'the engine is starting',
      'nothing was seen of this environment yet'
    ])
  })

  test('without a broker, and since when', () => {
    const blind = aWatch(undefined, { broker: { ...broker, state: 'disconnected' } })
    expect(whyOf(ready, blind, NOW)).toBe('no link to the broker since 12:06:42')
  })

  test('when what it knows is old', () => {
    expect(whyOf(ready, aWatch(), NOW + 90_000)).toBe(
      'nothing was heard for 1\u00a0min\u00a031\u00a0s'
    )
  })

  test('without an environment or without clusters', () => {
    const failed = aConsoleState({
      engine: { type: 'failed', error: { code: 'ENVIRONMENT_UNKNOWN', message: 'none' } }
    })
    expect([whyOf(failed, null, NOW), whyOf(ready, aWatch([]), NOW)]).toEqual([
      'no environment is open',
      'the environment has no clusters'
    ])
  })
})
