import { expect, test } from 'vitest'
import {
  detailText,
  driftCell,
  heartbeatText,
  seenTitle,
  sinceText,
  votesText
} from '../../../../src/renderer/src/features/overview/cluster-cells.js'
import {
  NOW,
  aCluster,
  checksumDrift,
  gone,
  javaDrift,
  seen,
  silentEvora
} from '../../watch-snapshots.js'

test('says since when a cluster is not well, and of an active one nothing', () => {
  expect([sinceText(silentEvora(), NOW), sinceText(aCluster('porto'), NOW)]).toEqual([
    '25\u00a0min',
    ''
  ])
})

test('tells below its row why it is not active, else what there is to know of it', () => {
  expect([detailText(silentEvora(), NOW), detailText(aCluster('porto'), NOW)]).toEqual([
    'no heartbeat and no answer from its HDFS',
    'active since 12:06:42 · porto.example · worker medusa@porto · load 0.40 · 8\u00a0nodes · 1\u00a0application'
  ])
})

test('a heartbeat is an age while it beats, then the time of the last one', () => {
  expect([
    heartbeatText(aCluster('porto'), NOW),
    heartbeatText(silentEvora(), NOW),
    heartbeatText(aCluster('new', { heartbeat: gone('none was heard yet') }), NOW)
  ]).toEqual(['0.9\u00a0s', '13:41:37', 'not heard yet'])
  const tomorrow = NOW + 86_400_000
  expect(heartbeatText(silentEvora(), tomorrow)).toBe('21\u00a0Nov 13:41:37')
  expect(detailText(aCluster('porto'), tomorrow)).toMatch(/^active since 21\u00a0Nov 12:06:42/)
})

test('a value that is gone says why, and what it was', () => {
  const show = (value: number): string => String(value)
  expect([
    seenTitle(seen(3), show),
    seenTitle(gone<number>('no answer', 3), show),
    seenTitle(gone<number>('no answer'), show)
  ]).toEqual(['seen at 14:06:41', 'no answer; at 13:41:37 it was 3', 'no answer'])
})

test('votes are told in groups', () => {
  expect([
    votesText(['agreed', 'agreed', 'outvoted', 'agreed']),
    votesText(['none']),
    votesText([])
  ]).toEqual(['2 agreed, then 1 outvoted, then 1 agreed', '1 without a result', 'no votes yet'])
})

test('drift is a word, a number, nothing, or not known', () => {
  const drift = [
    javaDrift,
    { ...checksumDrift, others: [{ ...checksumDrift.others[0]!, cluster: 'coimbra' as never }] }
  ]
  expect([
    driftCell(aCluster('coimbra'), [javaDrift]),
    driftCell(aCluster('coimbra'), drift),
    driftCell(aCluster('porto'), drift),
    driftCell(silentEvora(), drift)
  ]).toEqual([
    { level: 'warning', text: 'Java 1.8.0_392' },
    { level: 'warning', text: '2\u00a0differences' },
    { level: 'none', text: 'none' },
    { level: 'unknown', text: 'unknown' }
  ])
})
