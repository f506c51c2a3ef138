import { fine, wrong } from '../../../../domain/setup/finding.js'
import { explainRefusal } from '../../../../protocol/webhdfs/refusal.js'
import { decodeDetails } from '../../../../protocol/webhdfs/details.js'
import { webHdfsUrl } from '../../../../protocol/webhdfs/urls.js'
import type { ClusterStep } from '../../bench.js'

export const clusterHome: ClusterStep = {
  scope: 'cluster',
  name: 'home',
  title: 'The user’s folder in HDFS',
  why: 'Everything of runs lies below it; the user has to own it.',
  needs: [{ step: 'hdfs', of: 'same' }],
  estimateSeconds: 5,
  check: async ({ cluster, own, names, ports, origin }) => {
    const { hdfsUser } = names
    const path = `/user/${hdfsUser}`
    const url = webHdfsUrl(own.hadoop?.webhdfs ?? '', path, 'GETFILESTATUS', {
      'user.name': hdfsUser
    })
    const { status, text } = await ports.http.get(url, 10_000)
    if (status === 200) {
      const owner = decodeDetails(text, path).owner
      if (owner === hdfsUser) return fine(`${path}, owned by ${hdfsUser}`)
      return wrong('critical', `${path} is owned by ${owner}`, {
        code: 'HDFS_ERROR',
        message: `${path} belongs to "${owner}", not to "${hdfsUser}"`,
        hint: `if that is a mistake, as HDFS’s superuser: hdfs dfs -chown ${hdfsUser} ${path}`
      })
    }
    const { cause, remedy } = explainRefusal(status, text, hdfsUser)
    if (status !== 404)
      return wrong('unknown', cause, { code: 'HDFS_ERROR', message: cause, hint: remedy })
    const hdfs = `${own.hadoop?.home ?? ''}/bin/hdfs`
    const command = (argv: readonly string[], undo?: readonly string[]) =>
      ({
        type: 'command',
        on: cluster.name,
        argv,
        as: 'login',
        ...(undo === undefined ? {} : { undo })
      }) as const
    return wrong(
      // A user who may make it has it made by the first run.
      origin === 'adopted' ? 'warning' : 'critical',
      `${path} is not there`,
      { code: 'HDFS_ERROR', message: `HDFS has no ${path}`, hint: 'make it' },
      [
        command([hdfs, 'dfs', '-mkdir', '-p', path], [hdfs, 'dfs', '-rmdir', path]),
        command([hdfs, 'dfs', '-chown', hdfsUser, path])
      ]
    )
  }
}
