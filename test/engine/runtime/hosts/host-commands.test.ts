import { beforeEach, describe, expect, test } from 'vitest'
import { ConsoleError } from '../../../../src/shared/model/errors.js'
import type { ClusterName } from '../../../../src/shared/model/ids.js'
import { settled } from '../../../support/fake-clock.js'
import { HostCommands } from '../../../../src/engine/runtime/hosts/host-commands.js'
import { HostSessions } from '../../../../src/engine/runtime/hosts/host-sessions.js'
import { SeededRng } from '../../../support/seeded-rng.js'
import { aHost, hostScene, type HostScene } from './host-scene.js'

const names = (...all: readonly string[]): readonly ClusterName[] => all as readonly ClusterName[]

describe('a command on several clusters', () => {
  let scene: HostScene
  beforeEach(() => (scene = hostScene()))
  const start = (clusters: readonly ClusterName[], command = 'uname -a') =>
    scene.hosts.commands.start({ command, clusters, limitSeconds: 30 })
  const states = () => scene.hosts.commands.history()[0]!.results.map(({ state }) => state)

  test('goes to each as one argument of sh, and gives what came of it', async () => {
    const { ends } = start(names('faro', 'porto'), "echo 'a b' | wc")
    await settled()
    const [porto, faro] = scene.shell.channels
    expect(porto?.argv).toEqual(['sh', '-c', "echo 'a b' | wc"])
    porto?.say('out\n')
    porto?.say('oops\n', 'errors')
    await scene.clock.advance(1_500)
    porto?.end({ type: 'exited', code: 2, signal: null })
    faro?.end({ type: 'exited', code: 0, signal: null })
    expect(await ends.get(names('porto')[0]!)).toEqual({
      cluster: 'porto',
      state: 'ended',
      exitCode: 2,
      signal: null,
      tookMs: 1_500,
      output: 'out\n',
      errors: 'oops\n',
      cut: false,
      error: null
    })
    await settled()
    expect(scene.hosts.commands.history()).toMatchObject([{ over: true }])
  })

  test('says of each that cannot be reached why, and of the others what they said', async () => {
    start(names('porto', 'lisbon'))
    await settled()
    scene.shell.channels[0]!.end({ type: 'exited', code: 0, signal: null })
    await settled()
    expect(states()).toEqual(['ended', 'failed'])
    expect(scene.hosts.commands.history()[0]!.results[1]!.error).toMatchObject({
      code: 'NOT_AVAILABLE'
    })
  })

  test('is ended when its time is over, or when somebody stops it', async () => {
    start(names('porto'))
    await settled()
    await scene.clock.advance(30_000)
    expect(states()).toEqual(['timed-out'])
    const { id } = start(names('porto', 'faro'))
    await settled()
    scene.hosts.commands.stop(id)
    await settled()
    expect(states()).toEqual(['stopped', 'stopped'])
    expect(scene.shell.channels.every(({ closed }) => closed)).toBe(true)
  })

  test.each([
    [
      'stopped',
      async (id: string) => {
        scene.hosts.commands.stop(id)
        await settled()
      }
    ],
    ['timed-out', () => scene.clock.advance(30_000)]
  ])('is never sent when it is %s while the connection is made', async (state, give) => {
    const login = aGate()
    scene.shell.connected = login.passed
    const { id, ends } = start(names('porto'))
    await settled()
    await give(id)
    login.open()
    await Promise.all(ends.values())
    expect([states(), scene.shell.channels]).toEqual([[state], []])
  })

  test('does not keep the window open while a connection is made, and closes that one then', async () => {
    const login = aGate()
    scene.shell.connected = login.passed
    start(names('porto'))
    await settled()
    await scene.hosts.close()
    expect(scene.shell.log).toEqual(['open u@porto'])
    login.open()
    await settled()
    expect(scene.shell.log).toEqual(['open u@porto', 'close'])
  })

  test('keeps the first 256 KiB of what floods', async () => {
    const { ends } = start(names('porto'))
    await settled()
    for (let part = 0; part < 100; part += 1) scene.shell.channels[0]!.say('x'.repeat(10_000))
    scene.shell.channels[0]!.end({ type: 'exited', code: 0, signal: null })
    const { output, cut } = await ends.get(names('porto')[0]!)!
    expect([output.length, cut]).toEqual([256 * 1024, true])
  })

  test('remembers 20, and those that run: they can be stopped', async () => {
    const { id } = start(names('porto'))
    await settled()
    for (let time = 0; time < 25; time += 1) {
      const { ends } = start(names('faro'))
      await settled()
      scene.shell.channels.at(-1)!.end({ type: 'exited', code: 0, signal: null })
      await Promise.all(ends.values())
    }
    const { commands } = scene.hosts
    expect([commands.history().length, commands.history().at(-1)?.id]).toEqual([21, id])
    commands.stop(id)
    await settled()
    expect(scene.shell.channels[0]!.closed).toBe(true)
  })

  test('lets the oldest lose their outputs when all are too much, and none that runs', async () => {
    const sessions = new HostSessions(scene.shell, [aHost('porto')])
    const commands = new HostCommands(sessions, scene.clock, new SeededRng(), 1_000)
    const run = async (text: string, ends: boolean): Promise<void> => {
      commands.start({ command: 'x', clusters: names('porto'), limitSeconds: 30 })
      await settled()
      const channel = scene.shell.channels.at(-1)!
      channel.say(text)
      if (ends) channel.end({ type: 'exited', code: 0, signal: null })
      await settled()
    }
    await run('r'.repeat(400), false)
    await run('a'.repeat(400), true)
    await run('b'.repeat(400), true)
    const outputs = commands
      .history()
      .map(({ results: [result] }) => [result?.output.slice(0, 1), result?.cut])
    expect(outputs).toEqual([
      ['b', false],
      ['', true],
      ['r', false]
    ])
  })

  test('tells with each change how much there is to read', async () => {
    const told: number[] = []
    scene.hosts.commands.listen(({ bytes }) => told.push(bytes))
    start(names('porto'))
    await settled()
    scene.shell.channels[0]!.say('x'.repeat(1_000))
    scene.shell.channels[0]!.say('x'.repeat(1_000), 'errors')
    expect(told).toEqual([1_000, 2_000])
  })

  test('opens one connection a cluster for many commands, and another when it was lost', async () => {
    for (let time = 0; time < 3; time += 1) {
      const { ends } = start(names('porto'))
      await settled()
      if (time < 2) scene.shell.channels.at(-1)!.end({ type: 'exited', code: 0, signal: null })
      else scene.shell.drop()
      await Promise.all(ends.values())
    }
    start(names('porto'))
    await settled()
    expect(scene.shell.log.filter((entry) => entry.startsWith('open'))).toHaveLength(2)
  })

  test('asks again for a connection that could not be made before', async () => {
    scene.shell.fault(new ConsoleError('SSH_FAILED', 'refused'))
    await Promise.all(start(names('porto')).ends.values())
    expect(states()).toEqual(['failed'])
    await Promise.all(start(names('porto')).ends.values())
    expect(scene.shell.log).toEqual(['open u@porto', 'open u@porto'])
  })
})

function aGate(): { readonly passed: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined
  const passed = new Promise<void>((resolve) => (open = resolve))
  return { passed, open: () => open() }
}
