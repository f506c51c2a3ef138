import { fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { ClusterName } from '@shared/model/ids.js'
import { millis } from '@shared/model/ids.js'
import type { TerminalReplay, TerminalView } from '@shared/model/terminal.js'
import App from '../../../../../src/renderer/src/app/App.svelte'
// Loaded lazily by the shell: here before the first test, which would otherwise wait for the compiler.
import '../../../../../src/renderer/src/features/clusters/ClustersPage.svelte'
import '../../../../../src/renderer/src/features/clusters/hosts/TerminalTab.svelte'
import { aConsoleState, fakeMain, ok } from '../../../fake-transport.js'
import { standInForTheBrowser } from '../../../jsdom-gaps.js'

beforeAll(() => {
  standInForTheBrowser()
  // xterm asks for the resolution of the screen
  const media = new EventTarget()
  Object.assign(media, { matches: false, addListener: vi.fn(), removeListener: vi.fn() })
  Object.assign(window, { matchMedia: () => media })
})
afterEach(() => (location.hash = ''))

const porto = 'porto' as ClusterName
const lost: TerminalView = {
  cluster: porto,
  session: 1,
  state: { type: 'ended', at: millis(2), why: 'the link dropped', lost: true },
  address: 'u@porto:22'
}
const replay: TerminalReplay = { view: lost, bytes: new Uint8Array(), position: 0 }

test('leaves a terminal whose link was lost by keyboard, for the button that connects again', async () => {
  location.hash = '#/clusters/porto/terminal'
  const main = fakeMain({
    'console.read': () => ok(aConsoleState({ clusters: [porto] })),
    'timeline.read': () => ok([]),
    'settings.read': () => ok({ text: '{}' }),
    'terminals.attach': () => ok(replay)
  })
  render(App, { api: main.api })
  const again = await screen.findByRole('button', { name: 'Connect again' })
  const terminal = document.querySelector<HTMLTextAreaElement>('.xterm-helper-textarea')!
  terminal.focus()
  await fireEvent.keyDown(terminal, {
    code: 'Escape',
    key: 'Escape',
    ctrlKey: true,
    shiftKey: true
  })
  expect(document.activeElement).toBe(again)
  terminal.focus()
  await fireEvent.keyDown(terminal, { code: 'Digit1', key: '1', altKey: true, keyCode: 49 })
  expect(location.hash).toBe('#/overview')
})
