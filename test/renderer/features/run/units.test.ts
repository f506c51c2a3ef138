import { describe, expect, test } from 'vitest'
import type { AttemptId, UnitId } from '@shared/model/ids.js'
import { scopedTo } from '../../../../src/renderer/src/features/run/scope.js'
import {
  chunksLook,
  chunksSummary,
  chunkText,
  firstToShow,
  groupsOf,
  marksOf,
  type UnitEntry
} from '../../../../src/renderer/src/features/run/units.js'
import { jobGraph, taskLevel } from '../../scenarios-of-units.js'
import { anAttempt, aSnapshot, aUnitView, aVote, at, cloud, START } from '../../snapshots.js'

const plain = (text: string): string => text.replaceAll('\u00a0', ' ')
const told = ({ name, look, detail }: UnitEntry): string =>
  plain(`${name}: ${look.word} ${detail}`).trim()
const CLOUDS = ['porto', 'lisbon', 'faro'].map(cloud)
const aUnitId = (id: string): UnitId => id as UnitId

describe('jobs', () => {
  test('that were cut stand first, for the others read them', () => {
    expect(
      groupsOf(taskLevel()).map(({ job, entries, chunks }) => [
        job,
        entries.map(told),
        chunks.length
      ])
    ).toEqual([
      ['count', ['cutting the input: decided'], 8],
      ['combine', ['combine: waiting for count'], 0]
    ])
  })

  test('say who agrees', () => {
    const [words] = groupsOf(jobGraph())
    expect([words?.entries[0]?.agreed, words?.entries[0]?.apart]).toEqual([['porto', 'lisbon'], ''])
  })
})

describe('a unit under way', () => {
  const standing = (
    phases: readonly ('staging' | 'running' | 'voting')[],
    change: Parameters<typeof anAttempt>[2] = {}
  ): string => {
    const attempts = phases.map((phase, index) =>
      anAttempt(['porto', 'lisbon', 'faro'][index]!, { queued: 1 }, { phase, ...change })
    )
    const units = [aUnitView(), aUnitView({ id: aUnitId('other') })]
    return told(groupsOf(aSnapshot(9, { attempts, units }))[0]!.entries[0]!)
  }

  test.each([
    [['running', 'running'], 'count: running 2 attempts'],
    [['running', 'voting', 'staging'], 'count: running 1 attempt of 3'],
    [['staging', 'staging'], 'count: waiting for its turn'],
    [['voting'], 'count: voting 1 output of 2']
  ] as const)('with %j says what it does', (phases, text) => {
    expect(standing(phases)).toBe(text)
  })

  test('gets its data, with bytes', () => {
    expect(standing(['staging'], { bytes: 4_200_000, bytesTotal: 12_300_000 })).toBe(
      'count: copying 4.20 MB of 12.3 MB'
    )
  })

  test('says who differs when the last vote found no quorum', () => {
    const attempts = [anAttempt('lisbon', { queued: 1 }, { phase: 'running', round: 1 })]
    const votes = [aVote(5, { groups: [[cloud('porto')], [cloud('faro')]] })]
    const units = [aUnitView({ votes }), aUnitView({ id: aUnitId('other') })]
    expect(told(groupsOf(aSnapshot(9, { attempts, units }))[0]!.entries[0]!)).toBe(
      'count: running 1 attempt; porto ≠ faro'
    )
  })

  test('is called undecided, failed, cancelled or not begun only when the run is over', () => {
    const ended = (verdict: 'cancelled' | 'not-verified', attempt: 'inconclusive' | 'failed') => {
      const attempts = [anAttempt('porto', { queued: 1 }, { verdict: attempt })]
      const units = [aUnitView(), aUnitView({ id: aUnitId('other') })]
      const groups = groupsOf(aSnapshot(9, { attempts, units, verdict }))
      return groups.map(({ entries }) => entries[0]?.look.word)
    }
    expect([
      ended('not-verified', 'inconclusive'),
      ended('not-verified', 'failed'),
      ended('cancelled', 'failed')
    ]).toEqual([
      ['undecided', 'not begun'],
      ['failed', 'not begun'],
      ['cancelled', 'not begun']
    ])
  })
})

describe('chunks', () => {
  const [count] = groupsOf(taskLevel())
  const chunks = count!.chunks

  test('are added up in words', () => {
    expect([plain(chunksSummary(chunks)), chunksLook(chunks).word]).toEqual([
      '8 chunks: 4 decided, 3 running, 1 waiting',
      'running'
    ])
  })

  test('have a mark for each cloud: what the vote said of it, and how often it was asked', () => {
    expect(
      marksOf(chunks[2]!, CLOUDS).map(({ cluster, look, tries }) => [cluster, look?.word, tries])
    ).toEqual([
      ['porto', 'agreed', 1],
      ['lisbon', 'agreed', 1],
      ['faro', 'outvoted', 2]
    ])
    expect(marksOf(chunks[7]!, CLOUDS).map(({ look }) => look)).toEqual([null, null, null])
  })

  test('are told in a line', () => {
    expect(plain(chunkText(chunks[2]!, marksOf(chunks[2]!, CLOUDS)))).toBe(
      'chunk 2: decided; porto agreed, lisbon agreed, faro outvoted (2 attempts)'
    )
  })

  test('a thousand of them take no time that one would see', () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => aUnitId(`count-${String(index)}`))
    const units = ids.map((id) => aUnitView({ id, job: aUnitId('count'), role: 'chunk' }))
    const attempts = ids.flatMap((unit) =>
      ['porto', 'lisbon', 'faro'].map((name) =>
        anAttempt(
          name,
          { queued: 1 },
          { id: `${unit}-${name}` as AttemptId, unit, phase: 'running' }
        )
      )
    )
    const before = performance.now()
    const [group] = groupsOf(aSnapshot(9, { units, attempts }))
    group!.chunks.forEach((chunk) => marksOf(chunk, CLOUDS))
    expect([group?.chunks.length, performance.now() - before < 500]).toEqual([1_000, true])
  })
})

test('the unit where something went apart is shown first', () => {
  expect([
    firstToShow(groupsOf(taskLevel()))?.unit.id,
    firstToShow(groupsOf(jobGraph()))?.unit.id
  ]).toEqual(['count-2', 'words'])
})

test('a unit is seen on its own time, from its first attempt to its vote', () => {
  const snapshot = taskLevel()
  const seen = (id: string): readonly [number, number | null, number] => {
    const entry = groupsOf(snapshot)[0]!.chunks.find(({ unit }) => unit.id === id)!
    const scope = scopedTo(snapshot, entry)
    const { startedAt, finishedAt } = scope
    return [(startedAt - START) / 1_000, finishedAt, scope.attempts.length]
  }
  expect([seen('count-2'), seen('count-4'), seen('count-7')]).toEqual([
    [18, at(93.2), 4],
    [70, null, 2],
    [0, null, 0]
  ])
})
