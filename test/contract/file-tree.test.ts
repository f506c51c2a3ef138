import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { ClusterName } from '../../src/shared/model/ids.js'
import type { ClusterSettings } from '../../src/shared/model/settings.js'
import { FakeFileSystem } from '../support/fake-file-system.js'
import { clusterSettings, fileSystemOn, fileTreeOn } from '../support/file-system-subjects.js'
import { testLab } from '../support/test-lab.js'
import { WebHdfsServer } from '../support/web-hdfs-server.js'
import { describeFileTrees, type FileTreeSubject } from './file-tree-contract.js'

const cluster = 'porto' as ClusterName
const nothing = (): Promise<void> => Promise.resolve()

describeFileTrees('FakeFileSystem', () => {
  const fake = new FakeFileSystem([cluster])
  return Promise.resolve({
    tree: fake,
    fileSystem: fake,
    cluster,
    folder: '/data',
    dispose: nothing
  })
})

for (const fault of [null, { type: 'no-pages' }] as const)
  describeFileTrees(
    `WebHdfsFileTree on a server of ours${fault === null ? '' : ' that knows no pages'}`,
    async () => {
      const server = await WebHdfsServer.start()
      server.fault = fault
      const settings = clusterSettings({ webhdfs: server.url('webhdfs') })
      return {
        tree: fileTreeOn(settings),
        fileSystem: fileSystemOn(settings),
        cluster,
        folder: '/data',
        dispose: () => server.stop()
      }
    }
  )

const lab = testLab()

describe.runIf(lab !== null)('WebHdfsFileTree on the lab', () => {
  const onLab = (settings: (found: ClusterSettings) => ClusterSettings) => () => {
    const found = settings(lab!.environment.clusters[0]!)
    const timeouts = { connectMs: 3_000, idleMs: 20_000 }
    return Promise.resolve({
      tree: fileTreeOn(found, timeouts),
      fileSystem: fileSystemOn(found, timeouts),
      cluster: found.name,
      folder: `/tmp/hosts-${randomUUID()}`,
      dispose: nothing
    } satisfies FileTreeSubject)
  }
  describeFileTrees(
    'WebHdfsFileTree over HttpFS',
    onLab((found) => found)
  )
  describeFileTrees(
    'WebHdfsFileTree over WebHDFS',
    onLab((found) => {
      const without = { ...found }
      delete without.httpfs
      return without
    })
  )

  test('says in words that a right is missing', async () => {
    const found = { ...lab!.environment.clusters[0]!, user: 'nobody' }
    delete (found as Partial<ClusterSettings>).httpfs
    await expect(
      fileTreeOn(found).makeDirectory(found.name, '/hosts-not-allowed')
    ).rejects.toMatchObject({
      code: 'HDFS_ERROR',
      message: expect.stringContaining('Permission denied') as string,
      hint: expect.stringContaining('-chmod') as string
    })
  })
})
