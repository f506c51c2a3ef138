import { describe, expect, test } from 'vitest'
import { timeline } from '../../../../src/renderer/src/features/run/timeline.js'
import {
  disagreement,
  failedAttempts,
  manyClouds,
  notVerified,
  running,
  verified
} from '../../scenarios.js'
import { anAttempt, aSnapshot, aUnitView, aVote, at, cloud } from '../../snapshots.js'

const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

describe('timeline', () => {
  test('draws the phases of an attempt from its timings, in seconds since the start', () => {
    const [porto] = timeline(verified(), at(165.3)).rows
    expect(
      porto?.bars.map(({ phase, from, to, label, note }) => [phase, from, to, label, plain(note)])
    ).toEqual([
      ['queued', 2.3, 5, '', '2.7 s'],
      ['map', 5, 52, 'map', '47.0 s'],
      ['reduce', 52, 74.6, 'reduce', '22.6 s'],
      ['digest', 74.6, 75.9, '', '']
    ])
    expect([porto?.how, porto?.look.word, porto?.endAt, porto?.wait]).toEqual([
      'first two',
      'agreed',
      163.5,
      { from: 76.3, to: 163.5 }
    ])
  })

  test('draws one bar for map and reduce where nobody knows when the one ended', () => {
    const attempt = anAttempt(
      'porto',
      { queued: 1, launched: 2, finished: 20 },
      { verdict: 'failed' }
    )
    const view = timeline(aSnapshot(30, { attempts: [attempt] }), at(30))
    expect(view.rows[0]?.bars.map((bar) => [bar.phase, bar.from, bar.to])).toEqual([
      ['queued', 1, 2],
      ['job', 2, 20]
    ])
  })

  test('lets an open attempt grow until now, with its percentages', () => {
    const faro = timeline(running(), at(40)).rows[1]
    expect(faro?.bars.at(-1)).toMatchObject({ phase: 'map', to: 40, label: 'map 82 %' })
    expect([faro?.endAt, faro?.look.state, faro?.look.word]).toEqual([null, 'running', 'map 82 %'])
  })

  test('ends what gave no result where it ended, failed ones too', () => {
    const view = timeline(failedAttempts(), at(165))
    expect(view.rows.map((row) => [row.cluster, row.how, row.endAt, row.look.word])).toEqual([
      ['porto', 'first two', 31.7, 'failed'],
      ['faro', 'first two', 50.5, 'unreachable'],
      ['lisbon', 'for porto', 163.5, 'agreed'],
      ['coimbra', 'for faro', 163.5, 'agreed']
    ])
  })

  test('says who joined at which vote, on how many files it was outvoted', () => {
    const rows = timeline(verified(), at(165)).rows
    expect([rows[2]?.how, plain(rows[1]?.endNote ?? '')]).toEqual([
      'joined at vote 1',
      '1 of 5 files'
    ])
  })

  test('marks each vote with what was compared and what it led to', () => {
    expect(timeline(verified(), at(165)).votes).toEqual([
      { at: 81.4, state: 'inconclusive', label: 'vote 1: porto ≠ faro, lisbon joins', starts: 2 },
      { at: 163.5, state: 'agreed', label: 'vote 2: porto = lisbon ≠ faro, decided', starts: null }
    ])
    expect(timeline(notVerified(), at(165)).votes[1]?.label).toBe(
      'vote 2: porto ≠ faro ≠ lisbon, undecided'
    )
  })

  test('tells a vote of many in numbers', () => {
    expect(timeline(manyClouds(), at(165)).votes[0]?.label).toBe('vote 1: 10 of 12 equal, decided')
  })

  test('tells a vote in numbers when names are long', () => {
    const long = cloud('porto-eu-west-research-cluster-05')
    const other = cloud('faro-eu-west-research-cluster-04')
    const unit = aUnitView({ votes: [aVote(5, { groups: [[long], [other]], joined: [long] })] })
    const label = timeline(aSnapshot(9, { units: [unit] }), at(9)).votes[0]?.label ?? ''
    expect(plain(label)).toBe('vote 1: 2 differ, 1 cloud joins')
  })

  test('lets the axis of an open run grow in steps, so that bars stay where they are', () => {
    const spans = [100, 101, 102, 103, 104].map((now) => timeline(disagreement(), at(now)).span)
    expect(new Set(spans).size).toBe(1)
  })

  test('has at most seven ticks, whatever the length', () => {
    for (const seconds of [1, 40, 90, 400, 4_000, 40_000, 400_000]) {
      const { ticks, span } = timeline(aSnapshot(seconds), at(seconds))
      expect(ticks.length, String(seconds)).toBeLessThanOrEqual(8)
      expect(ticks[0]).toEqual({ at: 0, label: '0:00' })
      expect(span).toBeGreaterThanOrEqual(seconds)
    }
  })

  test('knows no negative times, although clocks step back', () => {
    const attempt = anAttempt('porto', { queued: -3, launched: 2 }, { phase: 'running' })
    const [row] = timeline(aSnapshot(5, { attempts: [attempt] }), at(5)).rows
    expect(row?.bars[0]).toMatchObject({ from: 0, to: 2 })
  })
})
