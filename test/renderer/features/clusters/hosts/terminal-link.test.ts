import { beforeEach, describe, expect, test } from 'vitest'
import type { ClusterName } from '@shared/model/ids.js'
import { millis } from '@shared/model/ids.js'
import type { TerminalReplay, TerminalView } from '@shared/model/terminal.js'
import {
  TerminalLink,
  type Screen
} from '../../../../../src/renderer/src/features/clusters/hosts/terminal-link.svelte.js'
import { fakeMain, ok, type FakeMain } from '../../../fake-transport.js'

const porto = 'porto' as ClusterName
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const view = (session: number, type: 'none' | 'open' = 'open'): TerminalView => ({
  cluster: porto,
  session,
  state: type === 'none' ? { type } : { type, since: millis(1) },
  address: 'u@porto:22'
})
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
}

describe('the screen of a terminal', () => {
  let drawn: string[]
  let main: FakeMain
  let replay: TerminalReplay
  const screen: Screen = {
    cols: 90,
    rows: 30,
    write: (chunk, done) => {
      drawn.push(new TextDecoder().decode(chunk))
      done()
    },
    reset: () => void drawn.push('RESET')
  }
  beforeEach(() => {
    drawn = []
    replay = { view: view(1), bytes: bytes('before'), position: 6 }
    main = fakeMain({ 'terminals.attach': () => ok(replay) })
  })
  const output = (text: string, position: number, session = 1): void =>
    main.emit('terminals.output', { cluster: porto, session, bytes: bytes(text), position })

  test('begins with what was written before, and takes nothing twice', async () => {
    const link = new TerminalLink(main.api, porto)
    link.start(screen)
    output('re', 6) // came while the replay was on its way, and is in it
    output('more', 10)
    await settled()
    output('more', 10)
    output('!', 11)
    expect(drawn).toEqual(['RESET', 'before', 'more', '!'])
  })

  test('says how far it has drawn', async () => {
    new TerminalLink(main.api, porto).start(screen)
    await settled()
    output('x', 7)
    expect(
      main.calls.filter(([name]) => name === 'terminals.drawn').map(([, params]) => params)
    ).toEqual([
      { cluster: porto, session: 1, position: 6 },
      { cluster: porto, session: 1, position: 7 }
    ])
  })

  test('is emptied for a new session, whose older output is dropped', async () => {
    replay = { view: view(0, 'none'), bytes: new Uint8Array(), position: 0 }
    const link = new TerminalLink(main.api, porto)
    link.start(screen)
    await settled()
    replay = { view: view(2), bytes: bytes('new'), position: 3 }
    main.emit('terminals.changed', view(2))
    await settled()
    output('old', 900, 1)
    expect(drawn).toEqual(['RESET', 'new'])
    expect(link.view?.session).toBe(2)
  })

  test('sends a long paste in order and in parts', async () => {
    const link = new TerminalLink(main.api, porto)
    link.start(screen)
    const text = 'ab'.repeat(20_000)
    link.type(text)
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
    const sent = main.calls
      .filter(([name]) => name === 'terminals.write')
      .map(([, params]) => (params as { text: string }).text)
    expect([sent.length, sent.join('') === text]).toEqual([3, true])
  })

  test('lets go of it when the page does, and hears of others nothing', async () => {
    const stop = new TerminalLink(main.api, porto).start(screen)
    await settled()
    main.emit('terminals.output', {
      cluster: 'faro' as ClusterName,
      session: 1,
      bytes: bytes('x'),
      position: 99
    })
    stop()
    expect(drawn).toEqual(['RESET', 'before'])
    expect(main.calls.at(-1)?.[0]).toBe('terminals.detach')
    expect(main.listeners()).toBe(0)
  })
})
