import { render, screen, within } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import type { SettingsView } from '@shared/ipc/settings-view.js'
import App from '../../../../src/renderer/src/app/App.svelte'
import { aConsoleState, fakeMain, ok, type FakeMain } from '../../fake-transport.js'
import '../../jsdom-gaps.js'
import { aSettingsView } from './a-settings-view.js'

async function open(change: Partial<SettingsView>, tab = ''): Promise<FakeMain> {
  const main = fakeMain({
    'console.read': () => ok(aConsoleState()),
    'settings.read': () => ok(aSettingsView(change)),
    'settings.check': () => ok({ issues: [], changes: [], restartNeeded: [] }),
    'settings.keepDraft': () => ok(true)
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
