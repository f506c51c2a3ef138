/** The areas `hosts` and `hdfs`: what they write down, what they let the page know, what they ask in dialogs. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { ClusterName } from '@shared/model/ids.js'
import { millis } from '@shared/model/ids.js'
import type { ActionRecorder, ActionWords } from '../../../src/engine/index.js'
import type { AreaContext, Desktop } from '../../../src/main/areas/area.js'
import { hdfsArea } from '../../../src/main/areas/hdfs.js'
import { hostArea } from '../../../src/main/areas/hosts.js'
import type { Workplace } from '../../../src/main/workplace.js'
import { hostScene, type HostScene } from '../../engine/runtime/hosts/host-scene.js'
import { settled } from '../../support/fake-clock.js'
import { manualTimers } from '../timers.js'

const porto = 'porto' as ClusterName
const faro = 'faro' as ClusterName

describe('what is done on a cluster', () => {
  let scene: HostScene
  let recorded: (ActionWords & { outcome: string })[]
  let pushed: (readonly [string, unknown])[]
  let saveAs: string | null
  let chosen: readonly string[]
  let shown: Workplace | null
  let hosts: ReturnType<typeof hostArea>
  let hdfs: ReturnType<typeof hdfsArea>
  beforeEach(() => {
    scene = hostScene()
    recorded = []
    pushed = []
    saveAs = '/home/me/secret folder/x.txt'
    const record: ActionRecorder = async (words, work) => {
      try {
        const value = await work()
        recorded.push({ ...words, outcome: 'done' })
        return value
      } catch (thrown) {
        recorded.push({ ...words, outcome: (thrown as Error).message })
        throw thrown
      }
    }
    const workplace = { name: 'lab', hosts: scene.hosts } as Workplace
    shown = workplace
    chosen = ['/home/me/secret folder/up.txt']
    const { after } = manualTimers()
    const context = {
      desk: {
        workplace: () => {
          if (shown === null) throw new Error('no environment is shown')
          return shown
        },
        host: () => ({ record }),
        state: { runs: [] }
      } as unknown as AreaContext['desk'],
      desktop: {
        chooseSaveFile: () => Promise.resolve(saveAs),
        chooseFiles: () => Promise.resolve(chosen),
        readClipboard: () => 'copied'
      } as unknown as Desktop,
      now: () => millis(1),
      after,
      push: (event: string, payload: unknown) => void pushed.push([event, payload])
    } as unknown as AreaContext
    hosts = hostArea(context)
    hdfs = hdfsArea(context)
    hosts.show?.(workplace)
    hdfs.show?.(workplace)
  })
  const words = (): readonly string[] =>
    recorded.map(({ target, what, outcome }) => `${target.name}: ${what}: ${outcome}`)

  test('is written down for a terminal when it opens and when it ends, never what is typed', async () => {
    await hosts.handlers['terminals.open']({ cluster: porto, cols: 80, rows: 24 })
    await hosts.handlers['terminals.write']({ cluster: porto, text: 'passwd hunter2\n' })
    scene.shell.drop()
    await settled()
    expect(words()).toEqual([
      'porto: opened a terminal: done',
      'porto: the terminal was closed: the connection was lost'
    ])
    expect(JSON.stringify([recorded, pushed])).not.toContain('hunter2')
  })

  test('is written down for a command on each cluster, with nothing of what was typed but its program', async () => {
    await hosts.handlers['commands.run']({
      command: 'curl --password=hunter2 x',
      clusters: [porto, faro],
      limitSeconds: 5
    })
    await settled()
    const [first, second] = scene.shell.channels
    first?.end({ type: 'exited', code: 0, signal: null })
    second?.end({ type: 'exited', code: 7, signal: null })
    await settled()
    expect(words()).toEqual(['porto: ran a command: done', 'faro: ran a command: exit code 7'])
    expect(recorded[0]?.call).toMatch(/^curl …: 25 characters in 1 line, SHA-256 [0-9a-f]{16}$/)
  })

  test('is written down for what is deleted, with the count, also when it is refused', async () => {
    scene.hdfs.put(porto, '/d/x', 'abc')
    const expected = { files: 1, directories: 1, bytes: 3 }
    await hdfs.handlers['hdfs.remove']({ cluster: porto, path: '/d', expected })
    await expect(
      hdfs.handlers['hdfs.remove']({ cluster: porto, path: '/', expected })
    ).rejects.toMatchObject({ code: 'BAD_INPUT' })
    expect(words()).toEqual([
      'porto: deleted /d from HDFS, 1 files with 3 bytes: done',
      'porto: deleted / from HDFS, 1 files with 3 bytes: / on porto was not deleted: the root directory cannot be deleted'
    ])
  })

  test('says the name of a file of this machine, never its folder', async () => {
    scene.hdfs.put(porto, '/d/x', 'abc')
    scene.files.put('/home/me/secret folder/up.txt', 'up')
    const down = await hdfs.handlers['hdfs.download']({ cluster: porto, path: '/d/x' })
    const plan = await hdfs.handlers['hdfs.chooseUpload']({ cluster: porto, folder: '/d' })
    if (!plan.ok || plan.value === null) throw new Error('no plan')
    await hdfs.handlers['hdfs.upload']({ ticket: plan.value.ticket, replace: [] })
    await settled()
    const all = await hdfs.handlers['transfers.read']({})
    expect(down).toEqual({ ok: true, value: { file: 'x.txt' } })
    expect(JSON.stringify([down, plan, all, pushed])).not.toContain('secret folder')
    expect(words()).toEqual(['porto: uploaded up.txt into /d, 2 bytes: done'])
  })

  test('begins nothing when the dialog is closed', async () => {
    scene.hdfs.put(porto, '/d/x', 'abc')
    saveAs = null
    expect(await hdfs.handlers['hdfs.download']({ cluster: porto, path: '/d/x' })).toEqual({
      ok: true,
      value: null
    })
    expect(scene.hosts.transfers.all()).toEqual([])
  })

  const show = (workplace: Workplace | null): void => {
    shown = workplace
    hosts.show?.(workplace)
    hdfs.show?.(workplace)
  }
  const another = (): { scene: HostScene; workplace: Workplace } => {
    const other = hostScene()
    return { scene: other, workplace: { name: 'other', hosts: other.hosts } as Workplace }
  }

  test('an upload ends with its environment, and is written down under its name', async () => {
    chosen = ['1', '2', '3', '4', '5'].map((name) => `/home/me/${name}.txt`)
    chosen.forEach((path) => scene.files.put(path, 'up'))
    scene.hdfs.put(porto, '/d/x', 'abc')
    const plan = await hdfs.handlers['hdfs.chooseUpload']({ cluster: porto, folder: '/d' })
    if (!plan.ok || plan.value === null) throw new Error('no plan')
    await hdfs.handlers['hdfs.upload']({ ticket: plan.value.ticket, replace: [] })
    show(null)
    await scene.hosts.close()
    show(another().workplace)
    await settled()
    expect([new Set(recorded.map(({ environment }) => environment)), words().slice(-2)]).toEqual([
      new Set(['lab']),
      [
        'porto: uploaded 4.txt into /d, 2 bytes: /d/4.txt was not sent or fetched: its environment was left',
        'porto: uploaded 5.txt into /d, 2 bytes: /d/5.txt was not sent or fetched: its environment was left'
      ]
    ])
  })

  test('an environment that is left tells the page nothing any more, but goes on', async () => {
    const left = shown
    await hosts.handlers['terminals.open']({ cluster: porto, cols: 80, rows: 24 })
    await hosts.handlers['terminals.attach']({ cluster: porto })
    await hosts.handlers['commands.run']({ command: 'x', clusters: [faro], limitSeconds: 5 })
    await settled()
    const [terminal, command] = scene.shell.channels
    const other = another()
    show(other.workplace)
    const told = pushed.length
    terminal?.say('of the one that was left')
    command?.say('of the one that was left')
    void scene.hosts.transfers
      .run({ kind: 'log', cluster: porto, path: '/x', local: '/x', total: 1 }, () =>
        Promise.reject(new Error('no'))
      )
      .catch(() => undefined)
    await scene.clock.advance(1_000)
    expect(pushed.slice(told)).toEqual([])
    scene.shell.drop()
    await settled()
    expect(words()).toContain('porto: the terminal was closed: the connection was lost')
    show(left)
    await hosts.handlers['terminals.open']({ cluster: porto, cols: 80, rows: 24 })
    expect(pushed.length).toBeGreaterThan(told)
  })
})
