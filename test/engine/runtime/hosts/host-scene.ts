/** Clusters as hosts, on doubles: porto and faro with ssh, lisbon without. */
import { createHosts, type Hosts } from '../../../../src/engine/runtime/hosts/index.js'
import type { ClusterName } from '../../../../src/shared/model/ids.js'
import {
  clusterSettingsSchema,
  type ClusterSettings
} from '../../../../src/shared/model/settings.js'
import { FakeClock } from '../../../support/fake-clock.js'
import { FakeFileSystem } from '../../../support/fake-file-system.js'
import { FakeRemoteShell } from '../../../support/fake-remote-shell.js'
import { MemoryFiles } from '../../../support/memory-files.js'
import { SeededRng } from '../../../support/seeded-rng.js'

export interface HostScene {
  readonly hosts: Hosts
  readonly shell: FakeRemoteShell
  readonly clock: FakeClock
  readonly files: MemoryFiles
  readonly hdfs: FakeFileSystem
}

export function hostScene(): HostScene {
  const shell = new FakeRemoteShell()
  const clock = new FakeClock()
  const files = new MemoryFiles()
  const names = ['porto', 'lisbon', 'faro'] as const
  const hdfs = new FakeFileSystem(names.map((name) => name as string as ClusterName))
  const hosts = createHosts(
    { clusters: names.map(aHost) },
    { shell, clock, files, tree: hdfs, fileSystem: hdfs, rng: new SeededRng() }
  )
  return { hosts, shell, clock, files, hdfs }
}

export const aHost = (name: string): ClusterSettings =>
  clusterSettingsSchema.parse({
    name,
    address: name,
    vhost: name,
    queue: name,
    webhdfs: 'http://127.0.0.1:9870/webhdfs/v1',
    yarn: 'http://127.0.0.1:8088',
    workFolder: '/user/m/medusa',
    user: 'm',
    hadoophome: '/opt/hadoop',
    ...(name === 'lisbon'
      ? {}
      : { ssh: { host: name, user: 'u', hostKey: `SHA256:${'A'.repeat(43)}` } })
  })
