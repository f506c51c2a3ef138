import { expect, test } from 'vitest'
import { placeOf } from '../../../src/renderer/src/app/place.js'
import { routeOf } from '../../../src/renderer/src/app/routes.js'

const titleOf = (hash: string): string | null => placeOf(routeOf(hash)).title
const keyOf = (hash: string): string => placeOf(routeOf(hash)).key

test.each([
  ['#/clusters', null],
  ['#/clusters/faro', 'faro'],
  ['#/clusters/faro/edit', 'Edit faro'],
  ['#/clusters/new', 'Add a cluster'],
  ['#/clusters/command', 'Command on all clouds'],
  ['#/overview/drift', 'Drift'],
  ['#/broker/vhosts', null],
  ['#/runs/r-1', null]
])('%s is called %s', (hash, title) => {
  expect(titleOf(hash)).toBe(title)
})

test('a tab is no other place; another cluster, form or run is', () => {
  expect(keyOf('#/clusters/faro/terminal')).toBe(keyOf('#/clusters/faro'))
  expect(keyOf('#/broker/vhosts')).toBe(keyOf('#/broker'))
  const places = ['#/clusters', '#/clusters/faro', '#/clusters/porto', '#/clusters/faro/edit']
  const all = [...places, '#/runs', '#/runs/r-1', '#/runs/r-2', '#/overview', '#/overview/drift']
  expect(new Set(all.map(keyOf)).size).toBe(all.length)
})
