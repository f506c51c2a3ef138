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
    const { after } = manualTimers()
    const context = {
      desk: {
        workplace: () => workplace,
        host: () => ({ record }),
        state: { runs: [] }
      } as unknown as AreaContext['desk'],
      desktop: {
        chooseSaveFile: () => Promise.resolve(saveAs),
        chooseFiles: () => Promise.resolve(['/home/me/secret folder/up.txt']),
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
})
