import { fireEvent, render, screen, within } from '@testing-library/svelte'
import { beforeAll, expect, test, vi } from 'vitest'
import type { SettingsView } from '@shared/ipc/settings-view.js'
import App from '../../../../src/renderer/src/app/App.svelte'
import { aConsoleState, fakeMain, ok, type FakeMain } from '../../fake-transport.js'
import { standInForTheBrowser } from '../../jsdom-gaps.js'
import { aSettingsView } from './a-settings-view.js'

beforeAll(standInForTheBrowser)

async function open(
  change: Partial<SettingsView>,
  tab = '',
  answers: Parameters<typeof fakeMain>[0] = {}
): Promise<FakeMain> {
  const main = fakeMain({
    'console.read': () => ok(aConsoleState()),
    'settings.read': () => ok(aSettingsView(change)),
    'settings.check': () => ok({ issues: [], changes: [], restartNeeded: [] }),
    'settings.keepDraft': () => ok(true),
    ...answers
  })
  location.hash = `#/settings${tab}`
  render(App, { api: main.api })
  // the page is loaded when it is first shown, its editor with it
  await screen.findByRole('navigation', { name: 'Settings' }, { timeout: 20_000 })
  return main
}

test('the versions there are, the current one marked, the others to go back to', async () => {
  const version = { at: 1_000 as never, by: 'window' as const }
  await open(
    {
      versions: [
        { ...version, id: '2', what: 'added porto', current: true },
        { ...version, id: '1', what: 'as they were found', by: 'another program', current: false }
      ]
    },
    '/versions'
  )
  const [, newest, oldest] = await screen.findAllByRole('row')
  expect(within(newest!).getByText('as it is')).toBeTruthy()
  expect(within(oldest!).getByRole('button', { name: 'Go back…' })).toBeTruthy()
  expect(within(oldest!).getByText('another program')).toBeTruthy()
})

test('says plainly that secrets are kept for this session only, and where each is', async () => {
  await open(
    {
      secrets: [
        { environment: 'a', name: 'broker', place: 'file' },
        { environment: 'a', name: 'key:porto', place: 'missing' }
      ],
      secretsFiles: [{ environment: 'a', file: '/home/alice/secrets.json', problem: null }]
    },
    '/secrets'
  )
  await screen.findByRole('heading', {
    name: 'Secrets are kept for this session only: this system has no keyring'
  })
  expect(screen.getByText('/home/alice/secrets.json')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Give the key of porto of a…' })).toBeTruthy()
  expect(screen.queryByRole('button', { name: /Replace the broker password/ })).toBeNull()
})

test('with a keyring nothing is said of the session', async () => {
  await open(
    {
      keyring: { available: true, why: 'gnome libsecret' },
      secrets: [{ environment: 'a', name: 'broker', place: 'keyring' }]
    },
    '/secrets'
  )
  await screen.findByText('kept in gnome libsecret; never shown, never in the settings')
  expect(screen.queryByText(/this session only/)).toBeNull()
})

test('a damaged file is named with the way out', async () => {
  await open(
    {
      damaged: {
        kept: '/x/settings.damaged-2026.json',
        at: 1 as never,
        why: 'line 3, column 1: …',
        goodCopy: true
      }
    },
    '/versions'
  )
  await screen.findByRole('heading', { name: 'The settings file is damaged' })
  expect(screen.getByText(/settings\.damaged-2026\.json/)).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Write the last good copy back' })).toBeTruthy()
})

const old = {
  id: '1',
  at: 1_000 as never,
  by: 'window',
  what: 'added porto',
  current: false
} as const
const gone = { code: 'BAD_INPUT', message: 'there is no version "1" any more' } as const

test('a version that cannot be compared says why, and is not called equal', async () => {
  await open({ versions: [old] }, '/versions', {
    'settings.version': () => ({ ok: false, error: gone })
  })
  await fireEvent.click(await screen.findByRole('button', { name: 'Compare' }))
  expect(screen.queryByText(/^Equal to what is saved/)).toBeNull()
  expect(await screen.findByText(/there is no version "1" any more/)).toBeTruthy()
  await fireEvent.click(screen.getByRole('button', { name: 'Go back…' }))
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('no number of versions stands there before they were read', async () => {
  await open({}, '/versions', { 'settings.read': () => ({ ok: false, error: gone }) })
  expect(screen.getByRole('link', { name: 'Versions' })).toBeTruthy()
})

test('a refused save says so in its dialog, with both ways on', async () => {
  const theirs = aSettingsView({ text: '{"current": "theirs"}', revision: 'r9' })
  await open({ draft: { text: '{"current": "x"}', revision: 'r1', at: 1 as never } }, '/versions', {
    'settings.save': () => ok({ saved: false, why: 'stale', issues: [], view: theirs })
  })
  const review = await screen.findByRole('button', { name: 'Review and save…' })
  await vi.waitFor(() => expect(review).toHaveProperty('disabled', false))
  await fireEvent.click(review)
  const dialog = await screen.findByRole('dialog', { name: /^Save/ })
  await fireEvent.submit(dialog.querySelector('form')!)
  const title = 'Another program changed the settings meanwhile'
  expect(await within(dialog).findByRole('heading', { name: title })).toBeTruthy()
  await fireEvent.click(within(dialog).getByRole('button', { name: 'Take theirs, drop mine' }))
  expect(screen.queryByRole('dialog', { name: /^Save/ })).toBeNull()
})

test('what main finds wrong at the last moment stands in the dialog', async () => {
  const issue = { path: ['environments', 'a', 'broker'], message: 'a host is needed' }
  const draft = { text: '{"current": "x"}', revision: 'r1', at: 1 as never }
  await open({ draft }, '/versions', {
    'settings.save': () =>
      ok({ saved: false, why: 'invalid', issues: [issue], view: aSettingsView() })
  })
  const review = await screen.findByRole('button', { name: 'Review and save…' })
  await vi.waitFor(() => expect(review).toHaveProperty('disabled', false))
  await fireEvent.click(review)
  const dialog = await screen.findByRole('dialog', { name: /^Save/ })
  await fireEvent.submit(dialog.querySelector('form')!)
  expect(await within(dialog).findByText(/a › broker: a host is needed/)).toBeTruthy()
})

test('changes of an earlier window are told in the bar, until that is closed', async () => {
  const view = aSettingsView({})
  await open({ draft: { text: `${view.text} `, revision: view.revision, at: 1_000 as never } })
  expect(await screen.findByText('Your unsaved changes are back')).toBeTruthy()
  await fireEvent.click(screen.getByRole('button', { name: 'Close this note' }))
  expect(screen.queryByText('Your unsaved changes are back')).toBeNull()
})

test('a field nobody touched is not called wrong; one that was left empty is', async () => {
  const issues = [{ path: ['environments', 'a', 'broker', 'host'], message: 'a host is needed' }]
  const text = '{"environments":{"a":{"broker":{"host":""},"clusters":[]}}}'
  const main = await open(
    { draft: { text, revision: aSettingsView({}).revision, at: 1_000 as never } },
    '',
    {
      'settings.check': () => ok({ issues, changes: [], restartNeeded: [] })
    }
  )
  const host = await screen.findByLabelText('Host')
  await vi.waitFor(() => expect(main.calls.map(([name]) => name)).toContain('settings.check'))
  expect(host).toHaveAttribute('aria-invalid', 'false')
  await fireEvent.focusOut(host)
  await vi.waitFor(() => expect(host).toHaveAttribute('aria-invalid', 'true'))
})
