/**
 * Would a new connection of HttpFS be let in to speak for the user?
 *
 * HttpFS keeps connections open, and a NameNode that was told otherwise meanwhile minds only new ones: until the last has rested for ten seconds
 * all seems well. So it is tried anew from the same host.
 */
import { explainImpersonation } from '../../../../protocol/hadoop/proxy-user.js'
import { decodeRemoteException } from '../../../../protocol/webhdfs/responses.js'
import { webHdfsUrl } from '../../../../protocol/webhdfs/urls.js'
import type { ClusterBench } from '../../bench.js'
import type { HadoopFacts } from '../../facts.js'
import type { Hands } from '../../hands.js'

export interface Newcomer {
  /** User that HttpFS runs as; `null`: it does not run on that host. */
  readonly runsAs: string | null
  /** As HttpFS would pass it on; `null`: it is let in, or that cannot be tried. */
  readonly refused: { readonly status: number; readonly text: string } | null
}
export const NOBODY: Newcomer = { runsAs: null, refused: null }

/** n.b. the bracket keeps the search from finding itself. */
const WHO = `ps -e -o user:64= -o args= | sed -n 's/^\\([^ ]*\\) .* -Dproc_http[f]s .*/\\1/p' | head -n 1`
const ASK = `curl -sS --noproxy '*' -m 8 "$1" 2>/dev/null || python3 -c '
import sys, urllib.error, urllib.request
try: print(urllib.request.build_opener(urllib.request.ProxyHandler({})).open(sys.argv[1], timeout=8).read().decode())
except urllib.error.HTTPError as error: print(error.read().decode())' "$1"`

export async function asNewcomer(
  { hands, cluster, names, own }: ClusterBench,
  hadoop: HadoopFacts
): Promise<Newcomer> {
  const host = await hands(cluster.name)
  const runsAs = (await host.run(['sh', '-c', WHO], { timeoutMs: 15_000 })).stdout.trim()
  if (runsAs === '') return NOBODY
  const said =
    runsAs === own.host?.user
      ? await throughRpc(host, hadoop, names.hdfsUser)
      : await throughWebHdfs(host, hadoop, runsAs, names.hdfsUser)
  if (said === null || explainImpersonation(said) === null) return { runsAs, refused: null }
  const text = JSON.stringify({ RemoteException: { exception: 'RemoteException', message: said } })
  return { runsAs, refused: { status: 500, text } }
}

/** Hadoop's own commands speak for HADOOP_PROXY_USER; HttpFS is the login's, so that the login may try it. @returns what was refused */
async function throughRpc(
  host: Hands,
  { home, conf, javaHome }: HadoopFacts,
  user: string
): Promise<string | null> {
  const variables = {
    HADOOP_CONF_DIR: conf,
    ...(javaHome === null ? {} : { JAVA_HOME: javaHome }),
    HADOOP_PROXY_USER: user
  }
  const settings = Object.entries(variables).map(([name, value]) => `${name}=${value}`)
  const list = ['env', ...settings, `${home}/bin/hdfs`, 'dfs', '-ls', '-d', '/']
  const { exitCode, stderr } = await host.run(list, { timeoutMs: 40_000 })
  return exitCode === 0 ? null : (/^ls: (.*)$/m.exec(stderr)?.[1] ?? null)
}

/** The NameNode's WebHDFS applies the same rule to `doas`; n.b. not to those who speak for themselves. */
async function throughWebHdfs(
  host: Hands,
  { webhdfs }: HadoopFacts,
  runsAs: string,
  user: string
): Promise<string | null> {
  const query = { 'user.name': runsAs, doas: user }
  const url = webHdfsUrl(webhdfs, '/', 'GETFILESTATUS', query)
  const { stdout } = await host.run(['sh', '-c', ASK, 'sh', url], { timeoutMs: 20_000 })
  return decodeRemoteException(stdout)?.message ?? null
}
