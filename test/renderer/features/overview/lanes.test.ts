import { describe, expect, test } from 'vitest'
import type { LaneBar, TimelineEvent } from '@shared/model/timeline.js'
import { laneRows } from '../../../../src/renderer/src/features/overview/lane-rows.js'
import {
  happenedBy,
  lanesOf,
  type Lanes,
  type LanesInput
} from '../../../../src/renderer/src/features/overview/lanes.js'
import {
  NOW,
  aWatch,
  afternoonBars,
  afternoonEvents,
  anAfternoon,
  anEvent,
  blindWatch,
  manyClusters
} from '../../watch-snapshots.js'

interface Given extends Partial<Omit<LanesInput, 'happened'>> {
  readonly events?: readonly TimelineEvent[]
  readonly bars?: readonly LaneBar[]
}
const lanes = ({ events = [], bars = [], ...change }: Given = {}): Lanes =>
  lanesOf({
    watch: anAfternoon(),
    happened: happenedBy(events, bars),
    now: NOW,
    span: 30,
    ...change
  })
const lane = (of: Lanes, name: string) => {
  const found = of.lanes.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no lane ${name}`)
  return found
}

test('has the broker first, then the clusters as the settings have them', () => {
  expect(lanes().lanes.map(({ name }) => name)).toEqual([
    'broker',
    'porto',
    'lisbon',
    'faro',
    'braga',
    'coimbra',
    'evora'
  ])
})

test('draws attempts in minutes from the left edge, open ones up to now', () => {
  const { bars } = lane(lanes({ bars: afternoonBars() }), 'porto')
  expect(
    bars.map(({ label, from, to, open }) => [label, Math.round(from), Math.round(to), open])
  ).toEqual([
    ['sotu-invert', 11, 14, false],
    ['wordcount-sotu', 26, 27, false],
    ['sotu-bigrams', 29, 30, true]
  ])
})

test('leaves out what was over before, and cuts what began before', () => {
  const [early] = afternoonBars()
  const at = (minutes: number) => ({ ...early!, to: (NOW - minutes * 60_000) as never })
  expect(lane(lanes({ bars: [at(31)] }), 'lisbon').bars).toEqual([])
  const long = { ...at(20), from: (NOW - 90 * 60_000) as never }
  expect(lane(lanes({ bars: [long] }), 'lisbon').bars[0]?.from).toBe(0)
})

describe('outages', () => {
  test('last from one event to the next', () => {
    const { gaps, marks } = lane(lanes({ events: afternoonEvents() }), 'broker')
    expect(gaps.map(({ state, label }) => [state, label])).toEqual([['hung', 'blocked']])
    expect((gaps[0]?.to ?? 0) - (gaps[0]?.from ?? 0)).toBeCloseTo(2.2, 1)
    expect(marks).toHaveLength(2)
  })

  test('that last are drawn to now, from what is seen although its event is long gone', () => {
    const [gap] = lane(lanes(), 'evora').gaps
    expect(gap).toMatchObject({ state: 'unreachable', label: 'silent since 13:41:37' })
    expect(gap?.to).toBeGreaterThan(29.8)
  })

  test('are told once when event and state are the same outage', () => {
    expect(lane(lanes({ events: [anEvent()] }), 'evora').gaps).toHaveLength(1)
  })

  test('that are over by their events are not drawn again from an older picture', () => {
    const back = anEvent({ id: 'lab/cluster evora/2/cluster-back', code: 'cluster-back', at: NOW })
    const { gaps } = lane(lanes({ events: [anEvent(), back] }), 'evora')
    expect(gaps.map(({ label }) => label)).toEqual(['silent'])
  })

  test('of a broker that is away stand in its lane', () => {
    expect(lane(lanes({ watch: blindWatch() }), 'broker').gaps[0]).toMatchObject({
      state: 'unreachable'
    })
  })
})

test('shows of many clusters those of which there is something to show', () => {
  const { lanes: shown, quiet } = lanes({ watch: manyClusters(500) })
  expect([shown.length, quiet]).toEqual([11, 490])
})

test('an event stands in the lane of what it is about only, in any order they come', () => {
  const events = [
    anEvent({ id: 'b', at: NOW - 60_000, code: 'cluster-back' }),
    anEvent({ id: 'a', at: NOW - 120_000 }),
    anEvent({ id: 'c', at: NOW - 90_000, source: 'run' }),
    anEvent({ id: 'd', at: NOW - 90_000, source: 'broker' })
  ]
  const of = lanes({ events })
  const ids = (name: string) => lane(of, name).marks.map(({ id }) => id)
  expect([ids('evora'), ids('broker'), ids('porto')]).toEqual([['a', 'b'], ['d'], []])
})

test('the right edge moves in steps, so that nothing trembles', () => {
  const edges = Array.from({ length: 6 }, (_, second) => {
    const of = lanes({ now: NOW + second * 1_000, bars: afternoonBars() })
    return lane(of, 'coimbra').bars[0]?.from
  })
  expect(new Set(edges).size).toBeLessThanOrEqual(2)
})

test('ticks are whole minutes of the day and keep away from the last label', () => {
  expect(lanes().ticks.map(({ label }) => label)).toEqual([
    '13:40',
    '13:45',
    '13:50',
    '13:55',
    '14:00'
  ])
  expect(lanes({ span: 1_440 }).ticks.every(({ label }) => label.endsWith(':00'))).toBe(true)
})

test('the table has every bar, gap and mark, latest first', () => {
  const of = lanes({ events: afternoonEvents(), bars: afternoonBars() })
  const rows = laneRows(of, NOW)
  const count = of.lanes.reduce(
    (sum, { bars, gaps, marks }) => sum + bars.length + gaps.length + marks.length,
    0
  )
  expect(rows).toHaveLength(count)
  expect(rows.map(({ from }) => from)).toEqual(
    [...rows.map(({ from }) => from)].sort((one, other) => other - one)
  )
  expect(new Set(rows.map(({ id }) => id)).size).toBe(count)
})

test('an empty environment has the lane of its broker', () => {
  expect(lanes({ watch: aWatch([]) }).lanes.map(({ name }) => name)).toEqual(['broker'])
})
