import { expect, test } from 'vitest'
import { clusterRoute } from '../../../../src/renderer/src/features/clusters/cluster-route.js'
import {
  clusterRows,
  countsOf,
  filterRows,
  isListFilter,
  type ListFilter
} from '../../../../src/renderer/src/features/clusters/list/cluster-rows.js'
import { clusterLink } from '../../../../src/renderer/src/lib/links.js'
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
  const named = (text: string, state: ListFilter['state'] = 'all'): string[] =>
    filterRows(rows, { text, state }).rows.map(({ name }) => name)
  expect(named('port')).toEqual(['porto'])
  expect(named('PORTO')).toEqual([]) // as in the other lists: capital letters count when there are some
  expect(named('silent')).toEqual(['faro'])
  expect(named('^(porto|evora)$')).toEqual(['porto', 'evora'])
  expect(named('', 'trouble')).toEqual(['lisbon', 'faro'])
  expect(filterRows(rows, { text: '(', state: 'all' }).error).not.toBeNull()
})

test('no pattern holds the page up', () => {
  const long = clusterRows(['a'.repeat(40)], null)
  expect(filterRows(long, { text: '(a+)+$|^(a|a)*b', state: 'all' }).rows).toEqual(long)
  expect(filterRows(long, { text: '^(a|a)*b$', state: 'all' }).rows).toEqual([])
})

test('a filter that was kept is taken back only in the shape of today', () => {
  expect(
    [{ text: 'p', state: 'active' }, { text: 'p', state: 'gone' }, { state: 'all' }, null].map(
      isListFilter
    )
  ).toEqual([true, false, false, false])
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
