import { fireEvent, render, screen, within } from '@testing-library/svelte'
import '@testing-library/jest-dom/vitest'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { BrokerSnapshot, ConnectionRow, QueueRow, UserRow } from '@shared/model/broker.js'
import { millis } from '@shared/model/ids.js'
import type { ConsoleState } from '@shared/ipc/console-state.js'
import { brokerText } from '../../../../src/renderer/src/text/broker.js'
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

const aQueue = (name: string): QueueRow => ({
  vhost: 'v',
  name,
  cluster: null,
  ready: 0,
  unacknowledged: 0,
  consumers: null,
  durable: true,
  exclusive: false,
  state: 'running',
  exists: true
})
const aConnection = (name: string): ConnectionRow => ({
  name,
  user: 'ada',
  vhost: 'v',
  peer: '::1',
  state: 'running',
  client: '',
  channels: 1,
  consumers: [],
  unacknowledged: 0,
  connectedAt: millis(0),
  tls: false,
  inBytesRate: 0,
  outBytesRate: 0
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

const many = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `n${String(index).padStart(5, '0')}`)

test('asks in detail for the queues in view only, also of 5,000', async () => {
  const queues = many(5_000).map((name) => aQueue(name))
  const main = open({ queues: seenNow(5_000) }, { queues })
  await fireEvent.click(await screen.findByRole('button', { name: /^All/ }))
  const table = await screen.findByRole('table', { name: 'Queues' })
  expect(table).toHaveAttribute('aria-rowcount', '5001')
  const looks = main.calls.filter(([name]) => name === 'broker.look').map(([, asked]) => asked)
  expect((looks.at(-1) as { rows: unknown[] }).rows.length).toBeLessThan(60)
})

test('makes only the rows that are seen of 1,500 connections', async () => {
  const connections = many(1_500).map((name) => aConnection(name))
  open({ connections: seenNow(connections) }, { tab: '/connections' })
  const table = await screen.findByRole('table', { name: 'Connections' })
  expect(table).toHaveAttribute('aria-rowcount', '1501')
  expect(within(table).getAllByRole('row').length).toBeLessThan(60)
})

test('the arrows of a menu in a row stay in the menu', async () => {
  open({ connections: seenNow(many(3).map(aConnection)) }, { tab: '/connections' })
  const table = await screen.findByRole('table', { name: 'Connections' })
  const [item] = within(table).getAllByText('Close connection…')
  item?.focus()
  await fireEvent.keyDown(item!, { key: 'ArrowDown' })
  expect(item).toHaveFocus()
})

test.each([
  ['', 'The environment is not open'],
  ['/workers', 'The environment is not open']
])('says why nothing is asked while the environment is not open, on "%s"', async (tab, title) => {
  const error = { code: 'ENVIRONMENT_UNKNOWN', message: 'there is no environment "x"' } as const
  const main = open({}, { tab, state: { engine: { type: 'failed', error } } })
  expect(await screen.findByRole('heading', { name: title })).toBeInTheDocument()
  expect(screen.getAllByText(/there is no environment "x"/).length).toBeGreaterThan(0)
  expect(screen.getByRole('link', { name: 'Open set-up' })).toHaveAttribute('href', '#/setup')
  expect(screen.queryByText(/^Asking|asking|No worker was heard/)).toBeNull()
  expect(main.calls.map(([name]) => name)).not.toContain('broker.follow')
})

test('where nothing is set up it says so', async () => {
  const error = { code: 'BAD_SETTINGS', message: 'there are none' } as const
  open({}, { state: { engine: { type: 'failed', error }, environment: null, environments: [] } })
  expect(await screen.findByRole('heading', { name: 'No broker yet' })).toBeInTheDocument()
})

test('leads from an error to the step of set-up that mends it', async () => {
  const problem = { code: 'MANAGEMENT_UNREACHABLE', message: 'port 15672 is closed' } as const
  open({ problem })
  expect(await screen.findByRole('link', { name: 'Mend it in set-up' })).toHaveAttribute(
    'href',
    '#/setup/guide/lab/broker/plugin'
  )
})

test('a refused sign-in blames what was typed, not the settings', async () => {
  const unseen = { known: false, why: 'refused', code: 'NOT_PERMITTED', last: null } as const
  const main = fakeMain({
    'console.read': () => ok(aConsoleState()),
    'broker.follow': () => ok(aPicture(1, { users: unseen })),
    'broker.signIn': () => ({
      ok: false,
      error: {
        code: 'AUTH_REFUSED',
        message: 'the broker refused user "root"',
        hint: 'check broker.user in the settings'
      }
    })
  })
  location.hash = '#/broker/users'
  render(App, { api: main.api })
  await fireEvent.click((await screen.findAllByRole('button', { name: 'Sign in…' }))[0]!)
  expect(screen.getByText(/own administrator is admin/)).toBeInTheDocument()
  await fireEvent.input(screen.getByLabelText('User'), { target: { value: 'root' } })
  await fireEvent.input(screen.getByLabelText('Password'), { target: { value: 'x' } })
  await fireEvent.submit(document.querySelector('#sign-in')!)
  expect(await screen.findByText(/Check user and password as you typed them/)).toBeInTheDocument()
  expect(screen.queryByText(/broker\.user in the settings/)).toBeNull()
})

test('a generated password cannot be typed over; an own one can', async () => {
  open({ acting: administrator, users: seenNow([aUser('ada')]) })
  const users = await screen.findByRole('region', { name: 'Users' })
  await fireEvent.click(within(users).getByRole('button', { name: brokerText.users.createUser }))
  expect(screen.getByLabelText('Password')).toHaveAttribute('readonly')
  await fireEvent.click(screen.getByRole('button', { name: /own/i }))
  expect(screen.getByLabelText('Password')).not.toHaveAttribute('readonly')
})
