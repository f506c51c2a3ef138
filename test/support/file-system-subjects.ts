/** The real file system adapter on some server. */
import { SystemClock } from '../../src/engine/adapters/system/clock.js'
import { WebHdfsFileSystem } from '../../src/engine/adapters/http/web-hdfs-file-system.js'
import { WebHdfsFileTree } from '../../src/engine/adapters/http/web-hdfs-file-tree.js'
import type { ClusterName } from '../../src/shared/model/ids.js'
import type { ClusterSettings } from '../../src/shared/model/settings.js'
import { MemoryLog } from './memory-log.js'

export const clusterSettings = (
  endpoints: Pick<ClusterSettings, 'webhdfs'> & Partial<ClusterSettings>
): ClusterSettings => ({
  name: 'porto' as ClusterName,
  address: '127.0.0.1',
  vhost: 'medusa-porto',
  queue: 'medusa.porto',
  yarn: 'http://127.0.0.1:8088',
  workFolder: '/user/x/medusa',
  user: 'x',
  ...endpoints
})

export const fileSystemOn = (
  cluster: ClusterSettings,
  timeouts = { connectMs: 1_000, idleMs: 2_000 }
): WebHdfsFileSystem =>
  new WebHdfsFileSystem({
    environment: { clusters: [cluster] },
    clock: new SystemClock(),
    log: new MemoryLog(),
    timeouts
  })

export const fileTreeOn = (
  cluster: ClusterSettings,
  timeouts = { connectMs: 1_000, idleMs: 2_000 }
): WebHdfsFileTree =>
  new WebHdfsFileTree({
    environment: { clusters: [cluster] },
    clock: new SystemClock(),
    log: new MemoryLog(),
    timeouts
  })
