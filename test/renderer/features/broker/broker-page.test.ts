import { fireEvent, render, screen, within } from '@testing-library/svelte'
import '@testing-library/jest-dom/vitest'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { BrokerSnapshot, QueueRow, UserRow } from '@shared/model/broker.js'
import type { ConsoleState } from '@shared/ipc/console-state.js'
import App from '../../../../src/renderer/src/app/App.svelte'
// Loaded lazily by the shell: here before the first test, which would otherwise wait for the compiler.
import '../../../../src/renderer/src/features/broker/BrokerPage.svelte'
import { aConsoleState, fakeMain, ok, type FakeMain } from '../../fake-transport.js'
import { standInForTheBrowser } from '../../jsdom-gaps.js'
import { aPicture, seenNow } from './a-picture.js'

beforeAll(standInForTheBrowser)
beforeEach(() => localStorage.clear())
afterEach(() => {
  location.hash = ''
})

function open(
  change: Partial<BrokerSnapshot>,
  {
    tab = '',
    state = {},
    queues = []
  }: {
    readonly tab?: string
    readonly state?: Partial<ConsoleState>
    readonly queues?: readonly QueueRow[]
  } = {}
): FakeMain {
  const main = fakeMain({
    'console.read': () => ok(aConsoleState(state)),
    'broker.follow': () => ok(aPicture(1, change, queues)),
    'broker.change': () => ok({ what: 'gave tags', exported: null })
  })
  location.hash = `#/broker${tab}`
  render(App, { api: main.api })
  return main
}
const administrator = seenNow({
  user: 'root',
  tags: ['administrator'],
  administrator: true,
  from: 'settings'
} as const)
const aUser = (name: string, change: Partial<UserRow> = {}): UserRow => ({
  name,
  tags: [],
  hasPassword: true,
  rights: [],
  says: 'touches nothing',
  own: false,
  ...change
})

test('a change of tags keeps those that only other programs know', async () => {
  const tags = ['ops', 'impersonator', 'management']
  const main = open({ acting: administrator, users: seenNow([aUser('ada', { tags })]) })
  const users = await screen.findByRole('region', { name: 'Users' })
  await fireEvent.click(within(users).getByText('Change tags…'))
  const dialog = await screen.findByRole('dialog', { name: 'Tags of ada' })
  expect(within(dialog).getByRole('checkbox', { name: /^ops/ })).toBeChecked()
  await fireEvent.click(within(dialog).getByRole('checkbox', { name: /^monitoring/ }))
  await fireEvent.click(within(dialog).getByRole('button', { name: 'Change tags' }))
  const sent = main.calls.find(([name]) => name === 'broker.change')
  expect(sent?.[1]).toEqual({
    change: { type: 'set-tags', user: 'ada', tags: [...tags, 'monitoring'], own: 'accept' }
  })
})
