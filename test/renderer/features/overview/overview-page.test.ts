import { fireEvent, render, screen, within } from '@testing-library/svelte'
import '@testing-library/jest-dom/vitest'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ConsoleState } from '@shared/ipc/console-state.js'
import type { EnvironmentSnapshot } from '@shared/model/watch.js'
import App from '../../../../src/renderer/src/app/App.svelte'
// Loaded lazily by the shell: here before the first test, which would otherwise wait for the compiler.
import '../../../../src/renderer/src/features/overview/OverviewPage.svelte'
import { aConsoleState, fakeMain, ok, type FakeMain } from '../../fake-transport.js'
import { standInForTheBrowser } from '../../jsdom-gaps.js'
import {
  NOW,
  afternoonBars,
  afternoonEvents,
  anAfternoon,
  anEvent,
  blindWatch
} from '../../watch-snapshots.js'

beforeAll(standInForTheBrowser)
beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] })
  localStorage.clear()
})
afterEach(() => {
  vi.useRealTimers()
  location.hash = ''
})

function shown(
  watch: EnvironmentSnapshot | null,
  state: Partial<ConsoleState> = {},
  answers: Parameters<typeof fakeMain>[0] = {}
): FakeMain {
  const main = fakeMain({
    'console.read': () =>
      ok(aConsoleState({ clusters: (watch?.clusters ?? []).map(({ name }) => name), ...state })),
    'environment.read': () => ok(watch),
    'timeline.read': () => ok([...afternoonEvents()].reverse()),
    'timeline.lanes': () => ok(afternoonBars()),
    'environment.tried': () => ok([]),
    ...answers
  })
  render(App, { api: main.api })
  return main
}
const calls = (main: FakeMain, name: string): readonly unknown[] =>
  main.calls.filter(([call]) => call === name).map(([, params]) => params)

test('says what can go wrong, and what would make the next limit possible', async () => {
  shown(anAfternoon())
  const limits = await screen.findByRole('region', { name: 'What can go wrong right now' })
  const row = within(limits).getByRole('row', { name: /^f = 1/ })
  expect(row).toHaveTextContent('1 outvoted')
  expect(row).toHaveTextContent('2 survived')
  expect(limits).toHaveTextContent('f = 2 is possible as soon as braga or evora answers.')
})

test('shows each cluster with its state in words, and why it is not active', async () => {
  shown(anAfternoon())
  const clusters = await screen.findByRole('region', { name: 'Clusters' })
  const evora = within(clusters).getByRole('row', { name: /^evora/ })
  expect(evora).toHaveTextContent('silent')
  expect(evora).toHaveTextContent('13:41:37')
  expect(within(evora).getAllByText('unknown').length).toBeGreaterThan(2)
  expect(clusters).toHaveTextContent('no heartbeat and no answer from its HDFS')
})

test('a press on a row opens its cluster, one on its button does not', async () => {
  shown(anAfternoon())
  const clusters = await screen.findByRole('region', { name: 'Clusters' })
  const evora = within(clusters).getByRole('row', { name: /^evora/ })
  await fireEvent.click(within(evora).getByRole('button'))
  expect(location.hash).toBe('')
  await fireEvent.click(within(evora).getByText('silent'))
  expect(location.hash).toBe('#/clusters/evora')
})

test('follows what is pushed', async () => {
  const main = shown(anAfternoon())
  await screen.findByRole('region', { name: 'Clusters' })
  main.emit('environment.snapshot', { ...blindWatch(), version: 2 })
  expect(
    await screen.findByRole('heading', { name: 'This console cannot see the clusters' })
  ).toBeInTheDocument()
})

test('probes a cluster, and says why it could not', async () => {
  const error = { code: 'CLUSTER_UNKNOWN', message: 'there is no cluster "evora"' } as const
  const main = shown(anAfternoon(), {}, { 'environment.probe': () => ({ ok: false, error }) })
  const clusters = await screen.findByRole('region', { name: 'Clusters' })
  await fireEvent.click(within(clusters).getAllByRole('button', { name: 'Probe now' }).at(-1)!)
  expect(await screen.findByRole('heading', { name: 'A cluster is not known' })).toBeInTheDocument()
  expect(calls(main, 'environment.probe')).toEqual([{ cluster: 'evora' }])
})

test('opens what there is to know of a cluster that is well, with its buttons', async () => {
  shown(anAfternoon())
  const clusters = await screen.findByRole('region', { name: 'Clusters' })
  const details = within(clusters).getByRole('button', { name: 'Details of porto' })
  expect(details).toHaveAttribute('aria-expanded', 'false')
  await fireEvent.click(details)
  expect(details).toHaveAttribute('aria-expanded', 'true')
  expect(clusters).toHaveTextContent('worker medusa@porto')
  expect(within(clusters).getAllByRole('button', { name: 'Probe now' })).toHaveLength(3)
})

describe('the time line', () => {
  test('has a table twin of its lanes', async () => {
    shown(anAfternoon())
    await fireEvent.click(await screen.findByRole('button', { name: 'As table' }))
    const table = screen.getByRole('region', { name: 'Lanes as a table' })
    expect(within(table).getAllByRole('rowheader', { name: 'evora' }).length).toBeGreaterThan(1)
  })

  test('takes new events in, once each', async () => {
    const main = shown(anAfternoon())
    const events = await screen.findByRole('region', { name: 'Events' })
    await within(events).findByText('blocks publishers: low on memory')
    const added = anEvent({ id: 'lab/cluster evora/2/cluster-back', at: NOW, text: 'is back' })
    main.emit('timeline.added', [added])
    main.emit('timeline.added', [added])
    await within(events).findByText('is back')
    expect(within(events).getAllByRole('listitem')).toHaveLength(6)
    expect(within(events).getAllByRole('listitem')[0]).toHaveTextContent('is back')
  })

  test('asks for as many minutes as are chosen', async () => {
    const main = shown(anAfternoon())
    await fireEvent.click(await screen.findByRole('button', { name: '24 h' }))
    expect(calls(main, 'timeline.lanes').at(-1)).toEqual({ from: NOW - 86_400_000 })
    expect(await screen.findByRole('heading', { name: 'Last 24 hours' })).toBeInTheDocument()
  })

  test('that cannot be read says why, in place, and is read again when asked', async () => {
    const error = { code: 'NOT_AVAILABLE', message: 'the engine is still starting' } as const
    const answers = [{ ok: false, error } as const, ok(afternoonEvents())]
    shown(anAfternoon(), {}, { 'timeline.read': () => answers.shift()! })
    const events = await screen.findByRole('region', { name: 'Events' })
    await within(events).findByRole('heading', { name: 'This is not available now' })
    expect(events).not.toHaveTextContent('Reading the time line.')
    await fireEvent.click(within(events).getByRole('button', { name: 'Read again' }))
    await within(events).findByText('blocks publishers: low on memory')
    expect(within(events).queryByRole('heading')).toBeNull()
  })
})

describe('without clusters', () => {
  test('offers the lab and a set-up of one’s own', async () => {
    shown(null)
    expect(
      await screen.findByRole('link', { name: 'Try the lab on this machine' })
    ).toHaveAttribute('href', '#/setup')
    expect(screen.getByRole('link', { name: 'Set up my clusters' })).toHaveAttribute(
      'href',
      '#/clusters/new'
    )
  })

  test('keeps the place of everything while nothing is known yet', async () => {
    shown(null, { clusters: ['porto' as never] })
    expect(
      await screen.findByRole('status', { name: 'Asking broker and clusters' })
    ).toBeInTheDocument()
  })
})

test('the drift report says why each difference matters, and who was not compared', async () => {
  location.hash = '#/overview/drift'
  shown(anAfternoon())
  const drift = await screen.findByRole('region', { name: 'Drift' })
  expect(within(drift).getByRole('row', { name: /Java/ })).toHaveTextContent('1.8.0_392')
  expect(drift).toHaveTextContent('the default charset changed.')
  expect(drift).toHaveTextContent('Not compared, because their facts are unknown: evora.')
})

test('lets go of its subscriptions with the page', async () => {
  const main = shown(anAfternoon())
  await screen.findByRole('region', { name: 'Time line' })
  const before = main.listeners()
  location.hash = '#/actions'
  dispatchEvent(new HashChangeEvent('hashchange'))
  await vi.waitFor(() => expect(main.listeners()).toBeLessThan(before))
})
