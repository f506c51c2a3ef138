import { beforeEach, describe, expect, test } from 'vitest'
import type { ClusterName, RunId } from '../../../../src/shared/model/ids.js'
import { hostScene, type HostScene } from './host-scene.js'

const porto = 'porto' as ClusterName

describe('the HDFS of a cluster', () => {
  let scene: HostScene
  beforeEach(() => {
    scene = hostScene()
    for (let index = 0; index < 8; index += 1) scene.hdfs.put(porto, `/d/f${index}`, `${index}`)
  })
  const desk = () => scene.hosts.hdfs
  const counted = (path: string) => desk().summary(porto, path)

  test('gives a directory in parts, each after the one before', async () => {
    const all = await desk().part(porto, '/d/', null)
    expect([all.entries.length, all.remaining]).toEqual([8, 0])
    const rest = await desk().part(porto, '/d', 'f5')
    expect(rest.entries.map(({ path }) => path)).toEqual(['/d/f6', '/d/f7'])
  })

  test('shows the beginning of a file, and of none that is a directory', async () => {
    scene.hdfs.put(porto, '/d/text', 'x'.repeat(100_000))
    expect(await desk().preview(porto, '/d/text')).toMatchObject({ length: 100_000, shown: 65_536 })
    await expect(desk().preview(porto, '/d')).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await expect(desk().preview(porto, '/nope')).rejects.toMatchObject({ code: 'HDFS_ERROR' })
  })

  test('removes what was counted, and nothing when that changed', async () => {
    const before = await counted('/d')
    scene.hdfs.put(porto, '/d/more', 'x')
    await expect(desk().remove(porto, '/d', before, [])).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('changed meanwhile') as string
    })
    await desk().remove(porto, '/d', await counted('/d'), [])
    expect(scene.hdfs.get(porto, '/d/f0')).toBeUndefined()
  })

  test('does not say that it removed what HDFS did not', async () => {
    scene.hdfs.remove = () => Promise.resolve(false)
    await expect(desk().remove(porto, '/d', await counted('/d'), [])).rejects.toMatchObject({
      code: 'HDFS_ERROR',
      message: expect.stringContaining('/d was not deleted') as string,
      hint: expect.any(String) as string
    })
  })

  test('keeps the root, and what a live run needs', async () => {
    scene.hdfs.put(porto, '/user/m/medusa/runs/r-1/files/x', 'x')
    for (const path of ['/', '/user', '/user/m/medusa/runs/r-1'])
      await expect(
        desk().remove(porto, path, await counted(path), ['r-1' as RunId])
      ).rejects.toMatchObject({ code: 'BAD_INPUT' })
    expect(scene.hdfs.get(porto, '/user/m/medusa/runs/r-1/files/x')).toBeDefined()
  })

  test('makes a directory, but not over what is there', async () => {
    expect(await desk().makeDirectory(porto, '/d', 'new é')).toBe('/d/new é')
    await expect(desk().makeDirectory(porto, '/d', 'f0')).rejects.toMatchObject({
      message: expect.stringContaining('exists already') as string
    })
    await expect(desk().makeDirectory(porto, '/d', '../x')).rejects.toMatchObject({
      code: 'BAD_INPUT'
    })
  })

  test('brings a file here with its digest, and leaves none that is cut off', async () => {
    const sha256 = await desk().download(porto, '/d/f7', '/home/f7')
    expect([sha256, new TextDecoder().decode(scene.files.get('/home/f7'))]).toEqual([
      '7902699be42c8a8e46fbbb4501726517e86b22c56a189f7625a6da49081b2451',
      '7'
    ])
    scene.hdfs.fault(porto, { type: 'cut-off', after: 0 })
    await expect(desk().download(porto, '/d/f7', '/home/cut')).rejects.toMatchObject({
      code: 'HDFS_ERROR'
    })
    expect(scene.files.get('/home/cut')).toBeUndefined()
    expect(scene.hosts.transfers.all().map(({ state }) => state.type)).toEqual(['failed', 'done'])
  })

  describe('an upload', () => {
    beforeEach(() => {
      scene.files.put('/home/f1', 'mine')
      scene.files.put('/home/new', 'new')
    })
    const send = async (how: 'replace' | 'keep'): Promise<void> => {
      const { ticket } = await desk().prepareUpload(porto, '/d', ['/home/f1', '/home/new'])
      const prepared = desk().prepared(ticket)
      for (const file of prepared.sources) await desk().upload(prepared, file, how)
    }
    const held = (name: string): string =>
      new TextDecoder().decode(scene.hdfs.get(porto, `/d/${name}`))
    const names = async (): Promise<readonly string[]> =>
      (await desk().part(porto, '/d', null)).entries.map(({ path }) => path.slice(3))

    test('says before which names are taken', async () => {
      const { files } = await desk().prepareUpload(porto, '/d', ['/home/f1', '/home/new'])
      expect(files).toEqual([
        { name: 'f1', length: 4, there: 'file' },
        { name: 'new', length: 3, there: 'nothing' }
      ])
    })

    test('replaces only where that was said', async () => {
      await expect(send('keep')).rejects.toMatchObject({ code: 'BAD_INPUT' })
      expect(held('f1')).toBe('1')
      await send('replace')
      expect([held('f1'), held('new')]).toEqual(['mine', 'new'])
    })

    test('that fails leaves what was there, and nothing of its own', async () => {
      const before = await names()
      const rename = scene.hdfs.rename.bind(scene.hdfs)
      scene.hdfs.rename = (cluster, from, to) =>
        from.includes('.medusa-upload-')
          ? Promise.reject(new Error('refused'))
          : rename(cluster, from, to)
      await expect(send('replace')).rejects.toThrow('refused')
      expect([await names(), held('f1')]).toEqual([before, '1'])
    })

    test('knows only tickets that it gave', () => {
      expect(() => desk().prepared('t')).toThrow('no files wait')
    })
  })
})
