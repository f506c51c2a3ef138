import { expect, test } from 'vitest'
import {
  clusterLink,
  clusterRoute
} from '../../../../src/renderer/src/features/clusters/cluster-route.js'
import {
  clusterRows,
  countsOf,
  filterRows,
  rowWindow
} from '../../../../src/renderer/src/features/clusters/list/cluster-rows.js'
import { aWatch } from './a-watch.js'

const rows = clusterRows(['porto', 'lisbon', 'faro', 'evora'], aWatch())

test('clusters that nobody has seen are unknown, and drift is counted', () => {
  expect(rows.map(({ name, look, drift }) => [name, look.word, drift])).toEqual([
    ['porto', 'active', 0],
    ['lisbon', 'degraded', 1],
    ['faro', 'silent', 0],
    ['evora', 'unknown', null]
  ])
  expect(countsOf(rows)).toBe('1 active, 1 degraded, 1 silent, 1 unknown')
})

test('the filter takes names, addresses, states and patterns, and says when it is none', () => {
  const named = (filter: string, state: 'all' | 'active' | 'trouble' = 'all'): string[] =>
    filterRows(rows, filter, state).rows.map(({ name }) => name)
  expect(named('PORTO')).toEqual(['porto'])
  expect(named('silent')).toEqual(['faro'])
  expect(named('^(porto|evora)$')).toEqual(['porto', 'evora'])
  expect(named('', 'trouble')).toEqual(['lisbon', 'faro'])
  expect(filterRows(rows, '(', 'all').error).toMatch(/group/i)
})

test('of a long table only what is seen is drawn', () => {
  const { from, to, before, after } = rowWindow(1_000, 33, 9_900, 660)
  expect({ from, drawn: to - from, whole: before + after + (to - from) * 33 }).toEqual({
    from: 292,
    drawn: 36,
    whole: 33_000
  })
  expect(rowWindow(3, 33, 0, 0)).toEqual({ from: 0, to: 3, before: 0, after: 0 })
  expect(rowWindow(100, 33, 99_999, 330).to).toBe(100)
})

test('links lead back to where they were made for, also of clusters that are called like pages', () => {
  for (const [cluster, tab] of [
    ['porto', 'facts'],
    ['new', 'facts'],
    ['command', 'log'],
    ['porto', 'terminal']
  ] as const)
    expect(clusterRoute(clusterLink(cluster, tab).split('/').slice(2))).toEqual({
      type: 'detail',
      cluster,
      tab
    })
  expect(clusterRoute(['new'])).toEqual({ type: 'add' })
  expect(clusterRoute(['porto', 'edit'])).toEqual({ type: 'edit', cluster: 'porto' })
  expect(clusterRoute([])).toEqual({ type: 'list' })
})
