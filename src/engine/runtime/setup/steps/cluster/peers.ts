import { ConsoleError, toWireError } from '../../../../../shared/model/errors.js'
import type { Change } from '../../../../domain/setup/change.js'
import { fine, wrong, type Finding } from '../../../../domain/setup/finding.js'
import { withProperties } from '../../../../protocol/hadoop/site-file.js'
import { webHdfsUrl } from '../../../../protocol/webhdfs/urls.js'
import type { ClusterBench, ClusterStep } from '../../bench.js'
import { environmentOf } from '../environment-of.js'
import { daemon, stopped } from './httpfs-daemon.js'

export const clusterPeers: ClusterStep = {
  scope: 'cluster',
  name: 'peers',
  title: 'A read-only door for other clouds',
  why: 'Other clouds copy inputs from here. Through a second HttpFS that only reads, none of them can change anything: clouds that could write to one another would be one voice.',
  needs: [{ step: 'impersonation', of: 'same' }],
  estimateSeconds: 10,
  settleSeconds: 45,
  check: async (bench) => {
    const base = peersUrl(bench)
    const { names, ports } = bench
    const url = webHdfsUrl(base, '/', 'LISTSTATUS', { 'user.name': names.hdfsUser })
    try {
      const { status } = await ports.http.get(url, 5_000)
      if (status !== 200)
        return wrong('critical', `HTTP ${String(status)} at ${base}`, {
          code: 'HDFS_ERROR',
          message: `the second HttpFS at ${base} answers HTTP ${String(status)}`,
          hint: 'look into its log, peers/logs in the folder of set-up there'
        })
    } catch (thrown) {
      return wrong(
        'critical',
        `nobody answers at ${base}`,
        { hint: 'start it', ...toWireError(thrown) },
        await remedy(bench)
      )
    }
    return { ...(await writing(bench, base)), facts: { peers: base } }
  }
}

const peersUrl = ({ names, cluster }: ClusterBench): string =>
  `http://${names.address}:${String(cluster.peersPort)}/webhdfs/v1`

/** Tries to make a folder through it, which must be refused. */
async function writing(bench: ClusterBench, base: string): Promise<Finding> {
  const { cluster, names, ports } = bench
  const folder = `/user/${names.hdfsUser}/medusa-probe-${ports.rng.id(8)}`
  const environment = environmentOf(bench, [cluster], { httpfs: base })
  const tree = ports.fileTree(environment)
  try {
    await tree.makeDirectory(cluster.name, folder)
  } catch (thrown) {
    if (thrown instanceof ConsoleError && thrown.code === 'HDFS_ERROR')
      return fine(`${base}: reads, and refuses to write`)
    throw thrown
  }
  await tree.remove(cluster.name, folder)
  return wrong(
    'critical',
    `${base} lets others write`,
    {
      code: 'NOT_PERMITTED',
      message: `what answers at ${base} takes changes, too: any cloud could alter inputs of this one`,
      hint: 'set httpfs.access.mode to read-only in its httpfs-site.xml and start it again'
    },
    await remedy(bench)
  )
}

const SECRET = 'umask 077; test -s "$1" || head -c 48 /dev/urandom | base64 -w 0 > "$1"'

/** A configuration folder of its own, beside Hadoop's, which stays as it is. What is there from before is mended, and started again. */
async function remedy({ own, cluster, names, hands }: ClusterBench): Promise<readonly Change[]> {
  const { hadoop, host } = own
  if (hadoop === undefined || host === undefined) return []
  const folder = `${host.home}/.medusa/peers`
  const path = `${folder}/conf/httpfs-site.xml`
  const before = (await (await hands(cluster.name)).readText(path))?.text ?? null
  const after = withSettings(
    before ?? EMPTY,
    path,
    new Map([
      ['httpfs.http.hostname', names.address],
      ['httpfs.http.port', String(cluster.peersPort)],
      ['httpfs.access.mode', 'read-only'],
      ['httpfs.hadoop.config.dir', hadoop.conf],
      ['httpfs.authentication.signature.secret.file', `${folder}/conf/httpfs-signature.secret`]
    ])
  )
  const environment = {
    // Hadoop reads the port from the class path, so the folder comes first there, too; HTTPFS_CONFIG alone does not move it.
    HADOOP_CLASSPATH: `${folder}/conf`,
    HADOOP_USER_CLASSPATH_FIRST: 'yes',
    HTTPFS_CONFIG: `${folder}/conf`,
    HTTPFS_LOG: `${folder}/logs`,
    HTTPFS_TEMP: `${folder}/tmp`,
    HADOOP_LOG_DIR: `${folder}/logs`,
    HADOOP_PID_DIR: folder,
    HADOOP_IDENT_STRING: 'medusa-peers'
  }
  const file = { type: 'file', on: cluster.name, path, mode: 0o644, as: 'login' } as const
  return [
    ...(before === after ? [] : [{ ...file, before, after }]),
    {
      type: 'command',
      on: cluster.name,
      argv: [
        'sh',
        '-c',
        `mkdir -p "$2" "$3"; ${SECRET}`,
        'sh',
        `${folder}/conf/httpfs-signature.secret`,
        `${folder}/logs`,
        `${folder}/tmp`
      ],
      undo: ['rm', '-f', `${folder}/conf/httpfs-signature.secret`],
      as: 'login',
      note: 'signs the cookies of this HttpFS; made there, seen by nobody'
    },
    // One that hangs, or reads what it should not, has to end first.
    ...(before === null ? [] : [stopped(cluster.name, hadoop, environment)]),
    daemon(cluster.name, hadoop, environment)
  ]
}

const EMPTY = '<?xml version="1.0"?>\n<configuration>\n</configuration>\n'

/** n.b. a file that is torn is written anew: it is set-up's own, and a copy is kept. */
function withSettings(text: string, path: string, settings: ReadonlyMap<string, string>): string {
  try {
    return withProperties(text, path, settings)
  } catch (thrown) {
    if (!(thrown instanceof ConsoleError) || thrown.code !== 'BAD_CONFIGURATION') throw thrown
    return withProperties(EMPTY, path, settings)
  }
}
