/**
 * Judged by what the NameNode says to a request through HttpFS, not by the file alone: only its refusal tells the address it sees HttpFS
 * come from, which may be another than the host's name leads to.
 */
import type { Change } from '../../../../domain/setup/change.js'
import { fine, wrong } from '../../../../domain/setup/finding.js'
import { explainImpersonation, judgeImpersonation } from '../../../../protocol/hadoop/proxy-user.js'
import { readSiteFile, withProperties } from '../../../../protocol/hadoop/site-file.js'
import { explainRefusal } from '../../../../protocol/webhdfs/refusal.js'
import { decodeRemoteException } from '../../../../protocol/webhdfs/responses.js'
import { webHdfsUrl } from '../../../../protocol/webhdfs/urls.js'
import { asNewcomer, NOBODY } from './newcomer.js'
import type { ClusterBench, ClusterStep } from '../../bench.js'
import type { HadoopFacts } from '../../facts.js'
import type { HostFile } from '../../hands.js'

export const clusterImpersonation: ClusterStep = {
  scope: 'cluster',
  name: 'impersonation',
  title: 'HttpFS may speak for the user',
  why: 'HttpFS asks the NameNode in the name of others. The NameNode lets it, from that address and for those users only, when core-site.xml says so.',
  needs: [{ step: 'httpfs', of: 'same' }],
  estimateSeconds: 6,
  check: async (bench) => {
    const { names, ports, own } = bench
    const { hadoop, httpfs } = own
    if (hadoop === undefined || httpfs === undefined) return notYet()
    const user = names.hdfsUser
    const through = await ports.http.get(
      webHdfsUrl(httpfs, '/', 'LISTSTATUS', { 'user.name': user }),
      10_000
    )
    const { runsAs, refused } = through.status === 200 ? await asNewcomer(bench, hadoop) : NOBODY
    const { status, text } = refused ?? through
    const path = `${hadoop.conf}/core-site.xml`
    const file = await (await bench.hands(bench.cluster.name)).readText(path)
    if (status === 200) return allowed(bench, path, file, runsAs)
    const said = decodeRemoteException(text)
    const refusal = said === null ? null : explainImpersonation(said.message, said.exception)
    const { cause, remedy } = explainRefusal(status, text, user)
    const error = { code: 'HDFS_ERROR', message: cause, hint: remedy } as const
    if (refusal === null || refusal.by === 'httpfs' || file === null)
      return wrong('critical', 'HttpFS is refused', error)
    const address = refusal.type === 'host-refused' ? refusal.address : names.address
    return wrong(
      'critical',
      refusal.type === 'host-refused'
        ? `the NameNode sees HttpFS at ${address}, which is not allowed`
        : `the NameNode does not let ${refusal.httpfsUser} speak for ${user}`,
      error,
      changes(bench, hadoop, path, file, { httpfsUser: refusal.httpfsUser, address })
    )
  }
}

function allowed(
  { own, names }: ClusterBench,
  path: string,
  file: HostFile | null,
  runsAs: string | null
) {
  const user = runsAs ?? own.host?.user ?? ''
  const { lax } = judgeImpersonation(readSiteFile(file?.text ?? NO_ENTRIES, path).properties, {
    httpfsUser: user,
    from: [names.address],
    users: [names.hdfsUser]
  })
  if (lax.length === 0)
    return fine(`${user} may speak for ${names.hdfsUser}, from where HttpFS runs`)
  return wrong('warning', `${user} may speak for everybody, or from everywhere`, {
    code: 'NOT_PERMITTED',
    message: `${lax.join(' and ')} ${lax.length === 1 ? 'is' : 'are'} "*": whoever becomes ${user} anywhere is everybody in HDFS`,
    hint: `name hosts and users instead, in ${path}`
  })
}

function changes(
  { cluster, names }: ClusterBench,
  { home }: HadoopFacts,
  path: string,
  { text, writable }: HostFile,
  { httpfsUser, address }: { readonly httpfsUser: string; readonly address: string }
): readonly Change[] {
  const { changes: entries } = judgeImpersonation(readSiteFile(text, path).properties, {
    httpfsUser,
    from: [address],
    users: [names.hdfsUser]
  })
  const refresh = [`${home}/bin/hdfs`, 'dfsadmin', '-refreshSuperUserGroupsConfiguration']
  return [
    {
      type: 'file',
      on: cluster.name,
      path,
      before: text,
      after: withProperties(text, path, entries),
      mode: 0o644,
      as: writable ? 'login' : 'root'
    },
    {
      type: 'command',
      on: cluster.name,
      argv: refresh,
      undo: refresh,
      as: 'login',
      note: 'the NameNode reads the entries again, without a restart'
    }
  ]
}

const NO_ENTRIES = '<configuration/>'

const notYet = () =>
  wrong('unknown', 'HttpFS does not run yet', {
    code: 'NOT_AVAILABLE',
    message: 'HttpFS cannot be asked',
    hint: 'check the step "HttpFS runs" first'
  })
