import { fine, wrong } from '../../../../domain/setup/finding.js'
import { proxyUser } from '../../../../protocol/hadoop/proxy-user.js'
import { readSiteFile, withProperties } from '../../../../protocol/hadoop/site-file.js'
import type { ClusterStep } from '../../bench.js'

export const clusterImpersonation: ClusterStep = {
  scope: 'cluster',
  name: 'impersonation',
  title: 'HttpFS may speak for the user',
  why: 'HttpFS asks the NameNode in the name of others. The NameNode lets it, from that address and for those users only, when core-site.xml says so.',
  needs: [{ step: 'hdfs', of: 'same' }],
  estimateSeconds: 6,
  check: async ({ cluster, own, names }) => {
    const { hadoop, host } = own
    if (hadoop === undefined || host === undefined) return notYet()
    const { path, text, writable } = hadoop.coreSite
    const rule = proxyUser({
      properties: readSiteFile(text, path).properties,
      user: host.user,
      addresses: [names.address],
      speaksFor: [names.hdfsUser]
    })
    if (rule.allowed && !rule.lax)
      return fine(`${host.user} may speak for ${names.hdfsUser} from ${names.address}`)
    if (rule.allowed)
      return wrong('warning', `${host.user} may speak for everybody, or from everywhere`, {
        code: 'NOT_PERMITTED',
        message: `hadoop.proxyuser.${host.user} has "*": whoever becomes ${host.user} anywhere is everybody in HDFS`,
        hint: `name hosts and users instead, in ${path}`
      })
    return wrong(
      'critical',
      `${path} does not let ${host.user} speak for ${names.hdfsUser}`,
      {
        code: 'HDFS_ERROR',
        message: `the NameNode would refuse: User: ${host.user} is not allowed to impersonate ${names.hdfsUser}`,
        hint: `add the entries hadoop.proxyuser.${host.user}.*; the NameNode needs no restart`
      },
      [
        {
          type: 'file',
          on: cluster.name,
          path,
          before: text,
          after: withProperties(text, path, rule.changes),
          mode: 0o644,
          as: writable ? 'login' : 'root'
        },
        {
          type: 'command',
          on: cluster.name,
          argv: [`${hadoop.home}/bin/hdfs`, 'dfsadmin', '-refreshSuperUserGroupsConfiguration'],
          undo: [`${hadoop.home}/bin/hdfs`, 'dfsadmin', '-refreshSuperUserGroupsConfiguration'],
          as: 'login',
          note: 'the NameNode reads the entries again, without a restart'
        }
      ]
    )
  }
}

const notYet = () =>
  wrong('unknown', 'Hadoop was not found yet', {
    code: 'NOT_AVAILABLE',
    message: 'what Hadoop is there is not known',
    hint: 'check the step "Find Hadoop" first'
  })
