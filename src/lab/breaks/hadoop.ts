/** Breaks of a cloud's Hadoop: configuration, HDFS, both HttpFS. */
import { join } from 'node:path'
import { awaitAnswer } from './await-answer.js'
import { assertBroken, assertWhole } from './kept.js'
import { startHadoopDaemon } from '../hadoop-daemons.js'
import { cloudPorts, type CloudPlan } from '../plan.js'
import { endProcesses, findProcesses, signal } from '../processes.js'
import { daemonPids } from '../status.js'
import { setupFile, type BreakTools } from './tools.js'

type CloudAct = (tools: BreakTools, cloud: CloudPlan) => Promise<void>

const REFRESH = 'hdfs dfsadmin -refreshSuperUserGroupsConfiguration'
/** Argument: the file. The lab writes a property a line. */
const edit = (sed: string, after: string): string => `sed -i -e '${sed}' "$1"; ${after}`
const editCoreSite =
  (sed: string, after: string): CloudAct =>
  async ({ onCloud }, cloud) => {
    await onCloud(cloud, edit(sed, after), setupFile.coreSite(cloud))
  }
/** The same, to be taken back. */
const editAndKeepCoreSite =
  (sed: string, after: string): CloudAct =>
  async ({ onCloud }, cloud) => {
    const file = setupFile.coreSite(cloud)
    const kept = setupFile.kept(cloud, 'core-site.xml')
    await assertWhole(kept, `core-site.xml of ${cloud.name}`)
    await onCloud(cloud, `cp -p "$1" "$2"; ${edit(sed, after)}`, file, kept)
  }
const restoreCoreSite =
  (after: string): CloudAct =>
  async ({ onCloud }, cloud) => {
    const file = setupFile.coreSite(cloud)
    const kept = setupFile.kept(cloud, 'core-site.xml')
    await assertBroken(kept, `core-site.xml of ${cloud.name}`)
    await onCloud(cloud, `mv -f "$2" "$1"; ${after}`, file, kept)
  }

/** Ends what runs as the second HttpFS, by its process id. */
const PEERS = `export HADOOP_PID_DIR=$1 HADOOP_IDENT_STRING=medusa-peers`
const STOP_PEERS = `${PEERS}; hdfs --daemon stop httpfs`
/** As set-up starts it: the folder first on the class path, which Hadoop reads the port from. */
const RESTART_PEERS = `${STOP_PEERS}
sed -i -e 's|>read-only<|>read-write<|' "$1/conf/httpfs-site.xml"
export HADOOP_CLASSPATH=$1/conf HADOOP_USER_CLASSPATH_FIRST=yes HTTPFS_CONFIG=$1/conf
export HTTPFS_LOG=$1/logs HTTPFS_TEMP=$1/tmp HADOOP_LOG_DIR=$1/logs
hdfs --daemon start httpfs`

const home = (user: string): string => `/user/${user}`

export const hadoopBreaks = {
  'xml-broken': editAndKeepCoreSite('s|</configuration>||', ''),
  'impersonation-gone': editCoreSite('/hadoop\\.proxyuser\\./d', REFRESH),
  'impersonation-host': editCoreSite(
    '/hadoop\\.proxyuser\\..*\\.hosts</ s|<value>.*</value>|<value>10.9.9.9</value>|',
    REFRESH
  ),
  'impersonation-lax': editAndKeepCoreSite(
    '/hadoop\\.proxyuser\\./ s|<value>.*</value>|<value>*</value>|',
    REFRESH
  ),
  'safe-mode': async ({ onCloud }, cloud) => {
    await onCloud(cloud, 'hdfs dfsadmin -safemode enter')
  },
  'datanode-down': async ({ plan }, cloud) => {
    const processes = (await findProcesses(plan.folder)).filter((each) => each.cloud === cloud.name)
    const pid = daemonPids(processes)['datanode']
    if (pid === undefined) return
    signal(pid, 'SIGKILL')
    await endProcesses(plan.folder, { which: (each) => each.pid === pid })
  },
  'home-gone': async ({ hdfs, user }, cloud) => {
    await hdfs(cloud, 'DELETE', home(user.name), 'op=DELETE&recursive=true')
  },
  'home-stolen': async ({ hdfs, user }, cloud) => {
    await hdfs(cloud, 'PUT', home(user.name), 'op=SETOWNER&owner=somebody-else')
  },
  'httpfs-down': async ({ onCloud }, cloud) => {
    await onCloud(cloud, 'hdfs --daemon stop httpfs')
  },
  'peers-down': async ({ onCloud }, cloud) => {
    await onCloud(cloud, STOP_PEERS, setupFile.peers(cloud))
  },
  'peers-writable': async ({ onCloud, user }, cloud) => {
    await onCloud(cloud, RESTART_PEERS, setupFile.peers(cloud))
    await awaitAnswer(`${cloud.peers}/?op=GETHOMEDIRECTORY&user.name=${user.name}`)
  }
} satisfies Readonly<Record<string, CloudAct>>

export const hadoopMends = {
  'xml-broken': restoreCoreSite(''),
  'impersonation-lax': restoreCoreSite(REFRESH),
  'safe-mode': async ({ onCloud }, cloud) => {
    await onCloud(cloud, 'hdfs dfsadmin -safemode leave')
  },
  'datanode-down': async ({ plan, record, user }, cloud) => {
    const processes = await findProcesses(plan.folder)
    const java = {
      home: record.javaHome,
      library: join(record.hadoop, 'lib'),
      // That of the daemons that run: made for these very jars.
      archive:
        processes
          .map(({ commandLine }) => / -XX:SharedArchiveFile=(\S+)/.exec(commandLine)?.[1])
          .find((path) => path !== undefined) ?? null
    }
    await startHadoopDaemon(plan, cloud, 'datanode', java, user)
    const base = `http://${cloud.address}:${String(cloudPorts.nameNodeHttp)}`
    // Until then the NameNode gives it nothing to keep.
    await awaitAnswer(
      `${base}/jmx?get=Hadoop:service=NameNode,name=NameNodeInfo::LiveNodes`,
      (text) => /lastContact\\":[01],/.test(text)
    )
  },
  'home-stolen': async ({ hdfs, user }, cloud) => {
    await hdfs(cloud, 'PUT', home(user.name), `op=SETOWNER&owner=${user.name}`)
  }
} satisfies Readonly<Record<string, CloudAct>>
