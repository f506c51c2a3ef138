import { randomUUID } from 'node:crypto'
import { describe } from 'vitest'
import type { ClusterName } from '../../src/shared/model/ids.js'
import type { ClusterSettings } from '../../src/shared/model/settings.js'
import { FakeFileSystem } from '../support/fake-file-system.js'
import { clusterSettings, fileSystemOn } from '../support/file-system-subjects.js'
import { testLab } from '../support/test-lab.js'
import { WebHdfsServer } from '../support/web-hdfs-server.js'
import { describeFileSystems, type FileSystemSubject } from './file-system-contract.js'

const cluster = 'porto' as ClusterName
const nothing = (): Promise<void> => Promise.resolve()

describeFileSystems('FakeFileSystem', () =>
  Promise.resolve({
    fileSystem: new FakeFileSystem([cluster]),
    cluster,
    folder: '/data',
    dispose: nothing
  })
)

for (const kind of ['webhdfs', 'httpfs'] as const)
  describeFileSystems(`WebHdfsFileSystem on a ${kind} of ours`, async () => {
    const server = await WebHdfsServer.start()
    const webhdfs = server.url('webhdfs')
    const settings = clusterSettings(
      kind === 'httpfs' ? { webhdfs, httpfs: server.url('httpfs') } : { webhdfs }
    )
    return {
      fileSystem: fileSystemOn(settings),
      cluster,
      folder: '/data',
      dispose: () => server.stop()
    }
  })

const lab = testLab()

describe.runIf(lab !== null)('WebHdfsFileSystem on the lab', () => {
  const onLab = (settings: (found: ClusterSettings) => ClusterSettings) => () => {
    const found = settings(lab!.environment.clusters[0]!)
    return Promise.resolve({
      fileSystem: fileSystemOn(found, { connectMs: 3_000, idleMs: 20_000 }),
      cluster: found.name,
      folder: `${found.workFolder}/test-${randomUUID()}`,
      dispose: nothing
    } satisfies FileSystemSubject)
  }
  describeFileSystems(
    'WebHdfsFileSystem over HttpFS',
    onLab((found) => found)
  )
  describeFileSystems(
    'WebHdfsFileSystem over WebHDFS',
    onLab((found) => {
      const without = { ...found }
      delete without.httpfs
      return without
    })
  )
})
