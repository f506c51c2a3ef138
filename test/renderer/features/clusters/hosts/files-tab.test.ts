import { fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { FileDetails } from '@shared/model/hdfs.js'
import type { ClusterName } from '@shared/model/ids.js'
import { millis } from '@shared/model/ids.js'
import App from '../../../../../src/renderer/src/app/App.svelte'
// Loaded lazily by the shell: here before the first test, which would otherwise wait for the compiler.
import '../../../../../src/renderer/src/features/clusters/ClustersPage.svelte'
import '../../../../../src/renderer/src/features/clusters/hosts/FilesTab.svelte'
import { aConsoleState, fakeMain, ok, type FakeMain } from '../../../fake-transport.js'
import { standInForTheBrowser } from '../../../jsdom-gaps.js'

beforeAll(standInForTheBrowser)

const porto = 'porto' as ClusterName
const entry = (path: string, type: FileDetails['type']): FileDetails => ({
  path,
  type,
  length: 1,
  owner: 'u',
  group: 'g',
  permission: '755',
  modifiedAt: millis(5),
  replication: 1
})

let main: FakeMain
let grid: HTMLElement
beforeEach(async () => {
  main = fakeMain({
    'console.read': () => ok(aConsoleState({ clusters: [porto] })),
    'settings.read': () => ok({ text: '{}' }),
    'timeline.read': () => ok([]),
    'transfers.read': () => ok([]),
    'hdfs.look': (params) => ok(entry((params as { path: string }).path, 'directory')),
    'hdfs.list': (params) => {
      const folder = (params as { path: string }).path.replace(/\/$/, '')
      const entries = [entry(`${folder}/a`, 'directory'), entry(`${folder}/b`, 'file')]
      return ok({ entries, remaining: 0 })
    },
    'hdfs.preview': () => ({ ok: false, error: { code: 'HDFS_ERROR', message: 'no' } })
  })
  location.hash = '#/clusters/porto/files'
  render(App, { api: main.api })
  grid = await screen.findByRole('grid', { name: 'Entries of /' })
})
afterEach(() => (location.hash = ''))
const looked = (): readonly unknown[] =>
  main.calls.filter(([call]) => call === 'hdfs.look').map(([, params]) => params)

test('the list of the directory that is entered by a key has the focus again', async () => {
  grid.focus()
  await fireEvent.keyDown(grid, { key: 'Enter' })
  const entered = await screen.findByRole('grid', { name: 'Entries of /a' })
  await vi.waitFor(() => expect(document.activeElement).toBe(entered))
})

test('sort buttons are reached and pressed by keyboard, and open nothing', async () => {
  const size = screen.getByRole('button', { name: 'Size' })
  expect(size.tabIndex).toBe(0)
  size.focus()
  await fireEvent.keyDown(size, { key: 'Enter' })
  expect(looked()).toHaveLength(1)
})

test.each(['Escape', 'Cancel', 'Go'])(
  'a path that was typed gives the focus back: %s',
  async (by) => {
    await fireEvent.click(screen.getByRole('button', { name: 'Type a path' }))
    const field = screen.getByRole('textbox', { name: 'Path in HDFS' })
    field.focus()
    if (by === 'Escape') await fireEvent.keyDown(field, { key: by })
    else await fireEvent.click(screen.getByRole('button', { name: by }))
    const opener = await screen.findByRole('button', { name: 'Type a path' })
    await vi.waitFor(() => expect(document.activeElement).toBe(opener))
  }
)

test('what was looked at gives the focus to the list when it is closed', async () => {
  grid.focus()
  await fireEvent.keyDown(grid, { key: 'End' })
  await fireEvent.keyDown(grid, { key: 'Enter' })
  const close = await screen.findByRole('button', { name: 'Close' })
  close.focus()
  await fireEvent.click(close)
  expect([screen.queryByRole('button', { name: 'Close' }), document.activeElement]).toEqual([
    null,
    grid
  ])
})
