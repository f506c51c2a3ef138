/**
 * What a refusal of HttpFS or WebHDFS means, in words. HttpFS wraps most errors as 500, so the RemoteException is read and not the status.
 *
 * The texts are those of Hadoop 3.4.2, as measured.
 */
import { decodeRemoteException } from './responses.js'

export interface Refusal {
  readonly cause: string
  /** An instruction. */
  readonly remedy: string
}

type Explain = (found: readonly string[]) => Refusal

const EXPLANATIONS: readonly (readonly [said: RegExp, explain: Explain])[] = [
  [
    // AuthorizationException comes from HttpFS itself, about "doas"
    /^AuthorizationException: User: (\S+) is not allowed to impersonate (\S+)/,
    ([, from = '', to = '']) => ({
      cause: `HttpFS does not let "${from}" act for "${to}"`,
      remedy: `allow it in httpfs-site.xml: httpfs.proxyuser.${from}.hosts and httpfs.proxyuser.${from}.groups, then restart HttpFS`
    })
  ],
  [
    /User: (\S+) is not allowed to impersonate (\S+)/,
    ([, from = '', to = '']) => ({
      cause: `HttpFS runs as "${from}", and the NameNode does not let that user act for "${to}"`,
      remedy: `put hadoop.proxyuser.${from}.hosts and hadoop.proxyuser.${from}.groups into core-site.xml of the NameNode, then run: hdfs dfsadmin -refreshSuperUserGroupsConfiguration`
    })
  ],
  [
    /Unauthorized connection for super-user: (\S+) from IP \/?(\S+)/,
    ([, from = '', address = '']) => ({
      cause: `the NameNode does not let "${from}" act for others from ${address}`,
      remedy: `add ${address} to hadoop.proxyuser.${from}.hosts in core-site.xml of the NameNode, then run: hdfs dfsadmin -refreshSuperUserGroupsConfiguration`
    })
  ],
  [
    /Permission denied: user=(\S+?), access=(\S+?), inode="([^"]*)"/,
    ([, user = '', access = '', path = '']) => ({
      cause: `the HDFS user "${user}" may not ${access.toLowerCase()} ${path}`,
      remedy: `give it the right, for example: hdfs dfs -mkdir -p /user/${user} && hdfs dfs -chown ${user} /user/${user}`
    })
  ],
  [
    /safe mode/i,
    () => ({
      cause: 'the NameNode is in safe mode',
      remedy: 'wait until it has left it: hdfs dfsadmin -safemode get'
    })
  ],
  [
    /StandbyException/,
    () => ({
      cause: 'this NameNode is the standby',
      remedy: 'put the address of the active one into the settings'
    })
  ],
  [
    /(ConnectException|EOFException|Connection refused)/,
    () => ({
      cause: 'HttpFS answers, and its NameNode does not',
      remedy: 'start HDFS there: start-dfs.sh; what it says stands in the log of HttpFS'
    })
  ],
  [
    /FileNotFoundException/,
    () => ({ cause: 'the path is not there', remedy: 'correct the path in the settings' })
  ]
]

/**
 * @param user - the HDFS user that asked
 * @param text - body of the response
 */
export function explainRefusal(status: number, text: string, user: string): Refusal {
  const remote = decodeRemoteException(text)
  if (remote === null) return withoutException(status, user)
  const said = `${remote.exception}: ${remote.message}`
  for (const [pattern, explain] of EXPLANATIONS) {
    const found = pattern.exec(said)
    if (found !== null) {
      const { cause, remedy } = explain(found)
      return { cause: `${cause} (${said})`, remedy }
    }
  }
  return { cause: said, remedy: `look into the log of HttpFS or NameNode for this request` }
}

function withoutException(status: number, user: string): Refusal {
  if (status === 401)
    return {
      cause: `it wants a login, and got the name "${user}" only (HTTP 401)`,
      remedy: 'the console cannot do Kerberos: offer an HttpFS with simple authentication'
    }
  return {
    cause: `what answers there is not WebHDFS (HTTP ${String(status)})`,
    remedy: 'check host and port; the address must end in /webhdfs/v1'
  }
}
