import { fireEvent, render, screen } from '@testing-library/svelte'
import '@testing-library/jest-dom/vitest'
import { beforeAll, expect, test } from 'vitest'
import App from '../../../../../src/renderer/src/app/App.svelte'
import type { SiteForm } from '@shared/model/site-form.js'
import { aConsoleState, fakeMain, ok, type FakeMain } from '../../../fake-transport.js'
import { standInForTheBrowser } from '../../../jsdom-gaps.js'

beforeAll(async () => {
  standInForTheBrowser()
  await import('../../../../../src/renderer/src/features/setup/SetupPage.svelte')
}, 60_000)

const fingerprint = `SHA256:${'A'.repeat(43)}`
const asked = (main: FakeMain, name: string): unknown[] =>
  main.calls.filter(([each]) => each === name).map(([, params]) => params)

function shown(answers: Parameters<typeof fakeMain>[0] = {}): FakeMain {
  location.hash = '#/setup/new'
  const main = fakeMain({ 'console.read': () => ok(aConsoleState()), ...answers })
  render(App, { api: main.api })
  return main
}
const type = async (label: string, value: string, index = 0): Promise<void> => {
  const field = (await screen.findAllByLabelText(label))[index]
  if (field === undefined) throw new Error(`no field "${label}"`)
  await fireEvent.input(field, { target: { value } })
}

test('what was typed is kept, wrong fields say so, and saving leads to the steps', async () => {
  let issues = [{ field: 'broker.host', message: 'Too small' }]
  const main = shown({
    'setup.saveSite': () =>
      ok(issues.length > 0 ? { saved: false, issues } : { saved: true, environment: 'research' })
  })
  await fireEvent.click(await screen.findByRole('button', { name: 'Go on to the steps' }))
  expect(await screen.findByText('A name is needed')).toBeVisible()
  expect(asked(main, 'setup.saveSite')).toEqual([])
  await type('Name', 'research')
  await fireEvent.click(screen.getByRole('button', { name: 'Go on to the steps' }))
  expect(await screen.findByText('A host is needed')).toBeVisible()
  await type('Host', 'mq')
  expect(JSON.parse(localStorage.getItem('medusa/machines/') ?? '')).toMatchObject({
    name: 'research',
    site: { broker: { host: 'mq' } }
  })
  issues = []
  await fireEvent.click(screen.getByRole('button', { name: 'Go on to the steps' }))
  await expect.poll(() => location.hash).toBe('#/setup/guide/research')
  expect(localStorage.getItem('medusa/machines/')).toBeNull()
  const [, last] = asked(main, 'setup.saveSite') as { site: SiteForm }[]
  expect(last?.site.broker).toMatchObject({ host: 'mq', port: '5672', bySsh: true })
})

test('asks a host for its key, and takes it when a person compared it', async () => {
  const main = shown({
    'setup.hostKey': () =>
      ok({
        of: { type: 'cluster' },
        host: 'mq',
        port: 22,
        type: 'ssh-ed25519',
        fingerprint,
        standing: 'first-use',
        expected: null,
        notes: []
      })
  })
  await type('Host', 'mq')
  const ask = (await screen.findAllByRole('button', { name: 'Ask for its key' }))[0]
  if (ask === undefined) throw new Error('no button')
  await fireEvent.click(ask)
  expect(asked(main, 'setup.hostKey')).toEqual([{ host: 'mq', port: 22, user: 'nobody' }])
  const field = screen.getAllByLabelText('Fingerprint of the host key')[0]
  expect(field).toHaveValue('')
  await fireEvent.click(await screen.findByRole('button', { name: 'Trust this key and go on' }))
  expect(field).toHaveValue(fingerprint)
})

test('a name that is there already is not taken', async () => {
  const main = shown()
  await type('Name', 'lab')
  await fireEvent.click(screen.getByRole('button', { name: 'Go on to the steps' }))
  expect(await screen.findByText(/lab is there already/)).toBeVisible()
  expect(asked(main, 'setup.saveSite')).toEqual([])
})
