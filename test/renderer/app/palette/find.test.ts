import { describe, expect, test } from 'vitest'
import type { ConsoleState } from '@shared/ipc/console-state.js'
import type { ClusterName, RunId } from '@shared/model/ids.js'
import { paletteEntries } from '../../../../src/renderer/src/app/palette/entries.js'
import { find, used } from '../../../../src/renderer/src/app/palette/find.js'
import { aConsoleState } from '../../fake-transport.js'
import { aRunId, aSnapshot, summaryOf } from '../../snapshots.js'
import { anAfternoon } from '../../watch-snapshots.js'

const clusters = ['porto', 'evora'] as ClusterName[]
const entriesOf = (
  state: Partial<ConsoleState> = {},
  shown: RunId | null = null
): ReturnType<typeof paletteEntries> =>
  paletteEntries({ console: aConsoleState({ clusters, ...state }), watch: anAfternoon(), shown })
const titles = (query: string, recent: readonly string[] = [], state = {}): string[] =>
  find(query, entriesOf(state), recent).flatMap(({ entries }) =>
    entries.map(({ entry }) => entry.title)
  )

describe('entries', () => {
  test('of clouds tell their state', () => {
    const found = entriesOf().filter(({ group }) => group === 'clusters')
    expect(found.map(({ title, side }) => [title, side])).toEqual([
      ['porto', 'active'],
      ['evora', 'silent']
    ])
  })

  test('cancel only runs of this window that are going on', () => {
    const going = { ...summaryOf(aSnapshot(1)), live: true, verdict: null }
    const cancels = (state: Partial<ConsoleState>): number =>
      entriesOf(state).filter(({ act }) => act.type === 'cancel').length
    expect([
      cancels({ runs: [going], own: [aRunId] }),
      cancels({ runs: [going], own: [] }),
      cancels({ runs: [{ ...going, live: false, verdict: 'verified' }], own: [aRunId] })
    ]).toEqual([1, 0, 0])
  })

  test('copy the id of the run that is looked at, and of no other', () => {
    const runs = [summaryOf(aSnapshot(1))]
    const copies = (shown: RunId | null): number =>
      entriesOf({ runs }, shown).filter(({ act }) => act.type === 'copy').length
    expect([copies(aRunId), copies(null)]).toEqual([1, 0])
  })

  test('never purge or delete anything', () => {
    expect(entriesOf().filter(({ title }) => /purge|delete|remove/i.test(title))).toEqual([])
  })

  test('are pages alone before main has answered', () => {
    expect(paletteEntries({ console: null, watch: null, shown: null })).toHaveLength(8)
  })
})

describe('finding', () => {
  test('puts the best group first, and finds runs by id and verdict', () => {
    const runs = [summaryOf(aSnapshot(1, { name: 'wordcount-sotu' }))]
    expect(titles('evo', [], { runs })[0]).toBe('evora')
    expect(titles('7k2m', [], { runs })).toContain('wordcount-sotu')
    expect(titles('running', [], { runs: [{ ...runs[0]!, live: true, verdict: null }] })).toContain(
      'wordcount-sotu'
    )
  })

  test('prefers what was used last', () => {
    const [first] = titles('light', ['commands:theme light'])
    expect(first).toBe('Theme: light')
    expect(find('', entriesOf(), ['pages:broker', 'gone'])[0]).toMatchObject({
      group: 'recent',
      entries: [{ entry: { title: 'Broker' } }]
    })
  })

  test('goes through 10 000 runs in the time of a key press', () => {
    const [run] = [summaryOf(aSnapshot(1))]
    const runs = Array.from({ length: 10_000 }, (_, index) => ({
      ...run,
      run: `r-20261121-${String(index)}` as RunId,
      name: `wordcount-${String(index)}`
    }))
    const entries = entriesOf({ runs })
    const began = performance.now()
    const found = find('wc 9999', entries, [])
    expect(found[0]?.entries[0]?.entry.title).toBe('wordcount-9999')
    expect(performance.now() - began).toBeLessThan(1_000) // measured: 40 ms on an idle machine
  })
})

test('the last twelve are remembered, each once', () => {
  const many = Array.from({ length: 12 }, (_, index) => `pages:${String(index)}`)
  expect(used(many, 'pages:3').slice(0, 2)).toEqual(['pages:3', 'pages:0'])
  expect(used(many, 'new')).toHaveLength(12)
})
