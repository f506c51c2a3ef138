import { describe, expect, test } from 'vitest'
import type { ClusterName } from '@shared/model/ids.js'
import type { ToleranceRow } from '@shared/model/watch.js'
import {
  blindness,
  clusterSummary,
  heartbeatAges,
  limitOf,
  nextStep
} from '../../../../src/renderer/src/features/overview/limits.js'
import {
  NOW,
  aCluster,
  aRow,
  aWatch,
  anAfternoon,
  blindWatch,
  silentEvora
} from '../../watch-snapshots.js'

const clusters = (count: number) =>
  Array.from({ length: count }, (_, index) => aCluster(`c${String(index)}`))

describe('a fault limit', () => {
  test('that is reached says what is outvoted and survived', () => {
    expect(limitOf(aRow(1, clusters(4)))).toMatchObject({
      needs: '3 needed, 1 spare',
      lying: { text: '1 outvoted', look: 'strong' },
      silent: { text: '2 survived', look: 'strong' },
      together: '1 and 1'
    })
  })

  test('that is not reached says what is missing', () => {
    expect(limitOf(aRow(2, clusters(4)))).toMatchObject({
      needs: '5 needed, 1 missing',
      lying: { text: '1, not 2', look: 'hung' },
      silent: { text: '1 survived', look: 'strong' },
      together: 'no'
    })
  })

  test('without enough clusters for any verdict says so', () => {
    expect(limitOf(aRow(1, clusters(1)))).toMatchObject({
      lying: { text: 'none' },
      silent: { text: 'no verdict' }
    })
  })
})

describe('the next step', () => {
  const row = (missing: number, ...candidates: readonly string[]): ToleranceRow => ({
    ...aRow(2, clusters(5 - missing)),
    missing,
    candidates: candidates as readonly ClusterName[]
  })
  const words = (of: ToleranceRow): string => {
    const next = nextStep([of])
    if (next === null) return 'none'
    const { before, clusters: named, between, after } = next
    return `${before}${named.join(` ${between} `)}${after}`
  }

  test.each([
    [row(0), 'none'],
    [row(1, 'evora'), 'f = 2 is possible as soon as evora answers.'],
    [row(1, 'evora', 'faro'), 'f = 2 is possible as soon as evora or faro answers.'],
    [row(2, 'evora', 'faro'), 'f = 2 is possible as soon as evora and faro answer.'],
    [row(2, 'a', 'b', 'c'), 'f = 2 is possible as soon as 2 of a and b and c answer.'],
    [row(2), 'f = 2 is possible with 2\u00a0more clusters.'],
    [row(2, 'evora'), 'f = 2 is possible with 1\u00a0more cluster, as soon as evora answers.']
  ])('is told in a sentence', (of, sentence) => {
    expect(words(of)).toBe(sentence)
  })

  test('of the lowest limit that is not reached comes first', () => {
    expect(nextStep([aRow(1, clusters(2)), aRow(2, clusters(2))])?.before).toContain('f = 1')
  })
})

test('a console is blind when the broker is away, not when one cluster is', () => {
  expect([blindness(blindWatch())?.title, blindness(anAfternoon())]).toEqual([
    'This console cannot see the clusters',
    null
  ])
})

test('says how old the heartbeats are, and when none is heard', () => {
  expect(heartbeatAges(aWatch(), NOW)).toBe('live, from heartbeats 0.9\u00a0s to 0.9\u00a0s old')
  expect(heartbeatAges(aWatch([silentEvora()]), NOW)).toBe('no heartbeat is heard')
})

test('counts the states', () => {
  expect(clusterSummary(anAfternoon())).toBe('4 active, 1 degraded, 1 silent')
})
