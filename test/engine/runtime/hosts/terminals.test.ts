import { beforeEach, describe, expect, test } from 'vitest'
import { HIGH_BYTES } from '../../../../src/engine/runtime/hosts/terminal-session.js'
import type { createHosts } from '../../../../src/engine/runtime/hosts/index.js'
import { ConsoleError } from '../../../../src/shared/model/errors.js'
import type { ClusterName } from '../../../../src/shared/model/ids.js'
import type { TerminalOutput, TerminalView } from '../../../../src/shared/model/terminal.js'
import { settled, type FakeClock } from '../../../support/fake-clock.js'
import type { FakeRemoteShell } from '../../../support/fake-remote-shell.js'
import { hostScene } from './host-scene.js'

const porto = 'porto' as ClusterName
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

describe('a terminal', () => {
  let clock: FakeClock
  let shell: FakeRemoteShell
  let terminals: ReturnType<typeof createHosts>['terminals']
  let views: TerminalView[]
  let outputs: TerminalOutput[]
  beforeEach(() => {
    const scene = hostScene()
    ;({ clock, shell } = scene)
    ;({ terminals } = scene.hosts)
    views = []
    outputs = []
    terminals.listen({
      onChange: (view) => views.push(view),
      onOutput: (output) => outputs.push(output)
    })
  })
  const opened = async () => {
    await terminals.open(porto, { cols: 80, rows: 24 })
    return shell.channels[0]!
  }
  const said = (): string => outputs.map(({ bytes }) => text(bytes)).join('')

  test('is opened once, however often it is asked for', async () => {
    await Promise.all([opened(), opened()])
    expect(shell.log).toEqual(['open u@porto', 'shell xterm-256color 80x24'])
    expect(views.map(({ state }) => state.type)).toEqual(['opening', 'open'])
  })

  test('replays what was written before the page came, then goes on in order', async () => {
    const channel = await opened()
    channel.say('before ')
    expect(outputs).toEqual([])
    const replay = terminals.attach(porto)
    expect([text(replay.bytes), replay.position]).toEqual(['before ', 7])
    channel.say('one ')
    channel.say('two ')
    channel.say('three')
    await clock.advance(20)
    expect([said(), outputs.length, outputs.at(-1)?.position]).toEqual(['one two three', 2, 20])
  })

  test('keeps only the end of a long output, from a whole line on', async () => {
    const channel = await opened()
    for (let line = 0; line < 20_000; line += 1) channel.say(`line ${line} ${'x'.repeat(60)}\n`)
    await clock.advance(5_000)
    const { bytes, position } = terminals.attach(porto)
    expect(bytes.length).toBeLessThanOrEqual(512 * 1024)
    expect(text(bytes)).toMatch(/^line \d+ x/)
    expect(text(bytes)).toMatch(/line 19999 x+\n$/)
    expect(position).toBeGreaterThan(bytes.length)
  })

  test('makes a flood wait while the page has not drawn, and lets it go on then', async () => {
    const channel = await opened()
    terminals.attach(porto)
    const chunk = 'y\n'.repeat(16_384)
    let sent = 0
    while (!channel.paused) {
      channel.say(chunk)
      sent += chunk.length
    }
    expect(sent).toBeGreaterThan(HIGH_BYTES)
    expect(sent).toBeLessThan(HIGH_BYTES + 2 * chunk.length)
    await clock.advance(100)
    terminals.drawn(porto, 1, outputs.at(-1)!.position)
    expect(channel.paused).toBe(false)
  })

  test('reads slowly while nobody looks, and goes on', async () => {
    const channel = await opened()
    channel.say('x'.repeat(1024 * 1024))
    expect(channel.paused).toBe(true)
    await clock.advance(300)
    expect(channel.paused).toBe(false)
  })

  test('hands on what is typed and its size', async () => {
    const channel = await opened()
    terminals.write(porto, 'ls é\r')
    terminals.resize(porto, { cols: 100, rows: 30 })
    expect([channel.typed, channel.size]).toEqual(['ls é\r', { cols: 100, rows: 30 }])
  })

  test('says how it ended, keeps what it wrote, and can be opened again', async () => {
    const channel = await opened()
    terminals.attach(porto)
    channel.say('last words')
    channel.end({ type: 'exited', code: 3, signal: null })
    await settled()
    expect(terminals.view(porto).state).toMatchObject({
      type: 'ended',
      why: 'exit code 3',
      lost: false
    })
    expect(text(terminals.attach(porto).bytes)).toBe('last words')
    await terminals.open(porto, { cols: 80, rows: 24 })
    expect(terminals.view(porto)).toMatchObject({ session: 2, state: { type: 'open' } })
  })

  test('says that the link was lost', async () => {
    await opened()
    shell.drop()
    await settled()
    expect(terminals.view(porto).state).toMatchObject({
      type: 'ended',
      why: 'the connection was lost',
      lost: true
    })
  })

  test('that cannot be opened says why, also later', async () => {
    shell.fault(new ConsoleError('HOST_KEY_CHANGED', 'another key', { hint: 'compare' }))
    await expect(opened()).rejects.toMatchObject({ code: 'HOST_KEY_CHANGED' })
    expect(terminals.view(porto).state).toMatchObject({
      type: 'failed',
      error: { code: 'HOST_KEY_CHANGED', message: 'another key', hint: 'compare' }
    })
  })

  test('needs ssh in the settings', async () => {
    const lisbon = 'lisbon' as ClusterName
    expect(terminals.view(lisbon).address).toBeNull()
    await expect(terminals.open(lisbon, { cols: 80, rows: 24 })).rejects.toMatchObject({
      code: 'NOT_AVAILABLE'
    })
  })
})
