import type { SiteProperty } from './site-file.js'
type P = ReadonlyMap<string, SiteProperty>
export const hadoopAddresses = ({
  address,
  core,
  hdfs,
  yarn,
  httpfs
}: {
  address: string
  version: string
  core: P
  hdfs: P
  yarn: P
  httpfs: P
}) => ({
  namenode: core.get('fs.defaultFS')?.value ?? '',
  webhdfs: `http://${hdfs.get('dfs.namenode.http-address')?.value ?? address + ':9870'}/webhdfs/v1`,
  yarn: `http://${yarn.get('yarn.resourcemanager.hostname')?.value ?? address}:8088`,
  httpfsHost: httpfs.get('httpfs.http.hostname')?.value ?? null,
  httpfsPort: httpfs.has('httpfs.http.port') ? Number(httpfs.get('httpfs.http.port')?.value) : null
})
