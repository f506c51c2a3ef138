import { toWireError } from '../../../../../shared/model/errors.js'
import { fine, wrong } from '../../../../domain/setup/finding.js'
import { webHdfsUrl } from '../../../../protocol/webhdfs/urls.js'
import type { ClusterStep } from '../../bench.js'
import { daemon } from './httpfs-daemon.js'

export const clusterHttpfs: ClusterStep = {
  scope: 'cluster',
  name: 'httpfs',
  title: 'HttpFS runs',
  why: 'Inputs are brought and outputs fetched through it: one port, where WebHDFS needs one of each DataNode.',
  needs: [{ step: 'hdfs', of: 'same' }],
  estimateSeconds: 8,
  settleSeconds: 45,
  check: async ({ cluster, own, names, ports }) => {
    const base =
      own.hadoop?.httpfs ?? `http://${names.address}:${String(cluster.httpfsPort)}/webhdfs/v1`
    const url = webHdfsUrl(base, '/', 'GETHOMEDIRECTORY', { 'user.name': names.hdfsUser })
    try {
      const { status } = await ports.http.get(url, 5_000)
      if (status === 200) return { ...fine(base), facts: { httpfs: base } }
      return wrong('critical', `HTTP ${String(status)} at ${base}`, {
        code: 'HDFS_ERROR',
        message: `what answers at ${base} is not HttpFS (HTTP ${String(status)})`,
        hint: 'which program has that port there? Try: ss -ltnp'
      })
    } catch (thrown) {
      return wrong(
        'critical',
        `nobody answers at ${base}`,
        { hint: 'start it', ...toWireError(thrown) },
        own.hadoop === undefined ? [] : [daemon(cluster.name, own.hadoop, {})]
      )
    }
  }
}
