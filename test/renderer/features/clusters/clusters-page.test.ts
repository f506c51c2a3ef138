import { fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { ConsoleState } from '@shared/ipc/console-state.js'
import type { ClusterName } from '@shared/model/ids.js'
import App from '../../../../src/renderer/src/app/App.svelte'
// Loaded lazily by the shell: here before the first test, which would otherwise wait for the compiler.
import '../../../../src/renderer/src/features/clusters/ClustersPage.svelte'
import '../../../../src/renderer/src/features/clusters/hosts/CommandPage.svelte'
import '../../../../src/renderer/src/features/clusters/hosts/LogTab.svelte'
import { aConsoleState, fakeMain, ok, type FakeMain } from '../../fake-transport.js'
import { standInForTheBrowser } from '../../jsdom-gaps.js'
import { SEEN_AT, aWatch } from './a-watch.js'

beforeAll(standInForTheBrowser)
beforeEach(() => {
  vi.useFakeTimers({ now: SEEN_AT, toFake: ['Date'] })
  localStorage.clear()
})
afterEach(() => {
  vi.useRealTimers()
  location.hash = ''
})

const log = { path: '/var/log/worker.log', kind: 'worker', size: 9, modifiedAt: SEEN_AT }
const refused = { code: 'SSH_FAILED', message: 'tail: permission denied' } as const
const clusters = ['porto', 'lisbon', 'faro'] as readonly string[] as readonly ClusterName[]

function shown(at: string, state: Partial<ConsoleState> = {}): FakeMain {
  const main = fakeMain({
    'console.read': () => ok(aConsoleState({ clusters, ...state })),
    'environment.read': () => ok(aWatch()),
    'environment.tried': () => ok([]),
    'settings.read': () => ok({ text: '{}' }),
    'timeline.read': () => ok([]),
    'logs.list': () => ok({ files: [log], folders: ['/var/log'], more: false, at: SEEN_AT }),
    'logs.follow': () => ({ ok: false, error: refused }),
    'transfers.read': () => ok([]),
    'commands.history': () => ok([])
  })
  location.hash = at
  render(App, { api: main.api })
  return main
}
const asked = (main: FakeMain, call: string): number =>
  main.calls.filter(([name]) => name === call).length

test.each([
  ['#/clusters/porto/log', 'logs.list'],
  ['#/clusters/command', 'commands.history']
])('%s waits for the engine before it asks anything', async (at, call) => {
  const main = shown(at, { engine: { type: 'starting' } })
  await vi.waitFor(() => expect(document.querySelector('main .skeleton[aria-busy]')).not.toBeNull())
  expect(asked(main, call)).toBe(0)
  main.emit('console.state', aConsoleState({ version: 2, clusters }))
  await vi.waitFor(() => expect(asked(main, call)).toBe(1))
})

test('where the environment is not open, a tab says so instead of asking', async () => {
  const error = { code: 'BROKER_UNREACHABLE', message: 'nobody listens' } as const
  const main = shown('#/clusters/porto/log', { engine: { type: 'failed', error } })
  await screen.findByRole('heading', { name: 'The environment is not open' })
  expect(asked(main, 'logs.list')).toBe(0)
})

test('a log that could not be opened is not called empty', async () => {
  shown('#/clusters/porto/log')
  await fireEvent.click(await screen.findByTitle('/var/log/worker.log'))
  await screen.findByRole('button', { name: 'Follow again' })
  expect(screen.queryByText('Nothing is written in it yet.')).toBeNull()
})

test('a press or Enter on a row opens its cluster, and the arrows go from row to row', async () => {
  shown('#/clusters')
  const porto = (await screen.findByRole('link', { name: 'porto' })).closest('tr')!
  porto.focus()
  await fireEvent.keyDown(porto, { key: 'ArrowDown' })
  const lisbon = screen.getByRole('link', { name: 'lisbon' }).closest('tr')!
  expect(lisbon).toHaveFocus()
  await fireEvent.keyDown(lisbon, { key: 'Enter' })
  expect(location.hash).toBe('#/clusters/lisbon')
})

test('a row does not open while its text is being marked', async () => {
  shown('#/clusters')
  const cell = (await screen.findByRole('link', { name: 'porto' })).closest('tr')!.cells[1]!
  getSelection()?.selectAllChildren(cell)
  await fireEvent.click(cell)
  expect(location.hash).toBe('#/clusters')
  getSelection()?.removeAllRanges()
  await fireEvent.click(cell)
  expect(location.hash).toBe('#/clusters/porto')
})

test('the list has no column for what a passive question cannot know', async () => {
  shown('#/clusters')
  await screen.findByRole('link', { name: 'porto' })
  expect(screen.queryByRole('columnheader', { name: 'Unacked' })).toBeNull()
})
