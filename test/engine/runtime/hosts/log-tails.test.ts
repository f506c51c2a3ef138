import { beforeEach, describe, expect, test } from 'vitest'
import type { LogLine } from '../../../../src/shared/model/host-logs.js'
import type { ClusterName, Sha256 } from '../../../../src/shared/model/ids.js'
import { settled } from '../../../support/fake-clock.js'
import { hostScene, type HostScene } from './host-scene.js'

const porto = 'porto' as ClusterName
const WORKER = '/opt/hadoop/worker.log'

describe('logs', () => {
  let scene: HostScene
  let lines: (readonly [number, LogLine])[]
  let ends: (readonly [number, string])[]
  beforeEach(() => {
    scene = hostScene()
    lines = []
    ends = []
    scene.hosts.logs.listen({
      onLines: (follow, batch) => lines.push(...batch.map((line) => [follow, line] as const)),
      onEnd: (follow, why) => ends.push([follow, why])
    })
    scene.shell.on((argv) => {
      if (argv[0] === 'printenv') return { exitCode: 1 }
      // n.b. of a folder that may not be entered find says so, and ends with 1
      return { stdout: `10 5 ${WORKER}\x0010 5 /opt/hadoop/logs/namenode.log\0`, exitCode: 1 }
    })
  })
  const following = async () => {
    await scene.hosts.logs.list(porto)
    const number = await scene.hosts.logs.follow(porto, WORKER, 100)
    return { number, channel: scene.shell.channels.at(-1)! }
  }
  const texts = (): readonly string[] => lines.map(([, { text }]) => text)

  test('are listed, and only what is listed can be followed or saved', async () => {
    const { files, folders } = await scene.hosts.logs.list(porto)
    expect([files.map(({ path }) => path), folders]).toEqual([
      [WORKER, '/opt/hadoop/logs/namenode.log'],
      ['/opt/hadoop']
    ])
    for (const path of ['/etc/shadow', `${WORKER}/../x`])
      await expect(scene.hosts.logs.follow(porto, path, 10)).rejects.toMatchObject({
        code: 'BAD_INPUT'
      })
    expect(() => scene.hosts.saveLog(porto, '/etc/shadow', '/x')).toThrow('none of the logs')
    expect(scene.shell.log.filter((entry) => entry.startsWith('stream'))).toEqual([])
  })

  test('come line by line, whatever the chunks are, with what tail says as notes', async () => {
    const { number, channel } = await following()
    expect(channel.argv).toEqual(['tail', '--lines=100', '-F', '--', WORKER])
    const bytes = new TextEncoder().encode('one\r\ntwo é\nthr')
    channel.say(bytes.slice(0, 10))
    channel.say(bytes.slice(10))
    channel.say('tail: file truncated\n', 'errors')
    channel.say('ee\n')
    await scene.clock.advance(100)
    expect(lines).toEqual([
      [number, { number: 1, text: 'one', note: false }],
      [number, { number: 2, text: 'two é', note: false }],
      [number, { number: 3, text: 'tail: file truncated', note: true }],
      [number, { number: 4, text: 'three', note: false }]
    ])
  })

  test('cut a line that has no end, and go on after it', async () => {
    const { channel } = await following()
    for (let part = 0; part < 40; part += 1) channel.say('x'.repeat(1_000))
    channel.say('\nnext\n')
    await scene.clock.advance(100)
    expect(texts().map((each) => each.length)).toEqual([8_000, 4])
  })

  test('make a flood wait for the next batch', async () => {
    const { channel } = await following()
    while (!channel.paused) channel.say('y\n'.repeat(500))
    expect(texts()).toEqual([])
    await scene.clock.advance(100)
    expect(channel.paused).toBe(false)
    expect(texts().length).toBeGreaterThan(8_000)
    expect(texts().length).toBeLessThan(9_000)
  })

  test('let go of the one before, and say when following ended by itself', async () => {
    const first = await following()
    const second = await following()
    expect(first.channel.closed).toBe(true)
    second.channel.end({ type: 'lost', reason: 'the connection was lost' })
    await settled()
    expect(ends).toEqual([[second.number, 'the connection was lost']])
  })

  test('are saved whole, with their digest', async () => {
    await scene.hosts.logs.list(porto)
    const saving = scene.hosts.saveLog(porto, WORKER, '/home/log.txt')
    await settled()
    const channel = scene.shell.channels.at(-1)!
    expect(channel.argv).toEqual(['cat', '--', WORKER])
    channel.say('he')
    await settled()
    channel.say('llo')
    channel.end({ type: 'exited', code: 0, signal: null })
    expect(await saving).toBe(
      '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824' as Sha256
    )
    expect(scene.hosts.transfers.all()).toMatchObject([
      { kind: 'log', bytes: 5, state: { type: 'done' } }
    ])
    expect(new TextDecoder().decode(scene.files.get('/home/log.txt'))).toBe('hello')
  })

  test('that could not be read to the end leave no file', async () => {
    await scene.hosts.logs.list(porto)
    const saving = scene.hosts.saveLog(porto, WORKER, '/home/log.txt')
    await settled()
    scene.shell.channels.at(-1)!.say('half')
    await settled()
    scene.shell.drop()
    await expect(saving).rejects.toMatchObject({ code: 'SSH_FAILED' })
    expect(scene.files.get('/home/log.txt')).toBeUndefined()
  })
})
