import { describe, expect, test } from 'vitest'
import { filtered, noFilter } from '../../../../src/renderer/src/features/overview/event-filter.js'
import { viewOf } from '../../../../src/renderer/src/features/overview/remembered.js'
import { afternoonEvents } from '../../watch-snapshots.js'

const subjects = (change: Partial<typeof noFilter>): readonly string[] =>
  filtered(afternoonEvents(), { ...noFilter, ...change }).map(({ subject }) => subject)

test('lists by what it happened to, by how serious it is, and by text', () => {
  expect(subjects({})).toHaveLength(5)
  expect(subjects({ source: 'run' })).toEqual(['wordcount-sotu'])
  expect(subjects({ look: 'trouble' })).toEqual(['evora', 'broker', 'faro'])
  expect(subjects({ look: 'good' })).toEqual(['broker', 'wordcount-sotu'])
  expect(subjects({ text: 'sotu' })).toEqual(['faro', 'wordcount-sotu'])
  expect(subjects({ text: '^broker (blocks|takes)' })).toEqual(['broker', 'broker'])
  expect(subjects({ text: 'r-141' })).toEqual(['faro', 'wordcount-sotu'])
})

test('a pattern that matches nothing or everything does just that', () => {
  expect([subjects({ text: '$^' }).length, subjects({ text: '.*' }).length]).toEqual([0, 5])
})

describe('what is remembered', () => {
  test('comes back', () => {
    const view = { span: 180, filter: { source: 'broker', look: 'trouble', text: 'x' } } as const
    expect(viewOf(JSON.parse(JSON.stringify(view)))).toEqual(view)
  })

  test.each(['', null, [], { span: 7, filter: { source: 'moon', look: 1, text: {} } }])(
    'of another version or damaged is the usual view: %j',
    (stored) => {
      expect(viewOf(stored)).toEqual({ span: 30, filter: noFilter })
    }
  )
})
