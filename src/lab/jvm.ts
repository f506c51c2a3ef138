/** Command lines of the Java programs a lab runs. Pure. */
import { cloudFile, type CloudPlan } from './plan.js'

export interface JavaSet {
  readonly home: string
  /** Folder with Hadoop's jars. */
  readonly library: string
  /** Archive of class data shared by all JVMs, or null. */
  readonly archive: string | null
}

/**
 * Options of every JVM: quick to start, small, silent about an archive that does not fit (`-Xshare:auto` goes on without it).
 *
 * n.b. `hsperfdata` files would be left in /tmp by a killed JVM.
 */
export function jvmOptions(java: JavaSet): readonly string[] {
  return [
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-XX:-UsePerfData',
    '-Xshare:auto',
    ...(java.archive === null ? [] : [`-XX:SharedArchiveFile=${java.archive}`, ...mapInPlace]),
    '-Xlog:disable',
    '-Xlog:all=error:stderr',
    '--add-opens=java.base/java.lang=ALL-UNNAMED',
    '-Djava.net.preferIPv4Stack=true'
  ]
}

/**
 * The archive is mapped where it was dumped for. Java 17 moves it by default, for the sake of randomness, which costs every JVM 0.15 s and 100 MB of
 * pages that are no longer shared. The option is a diagnostic one, and unknown to some versions.
 */
const mapInPlace = [
  '-XX:+IgnoreUnrecognizedVMOptions',
  '-XX:+UnlockDiagnosticVMOptions',
  '-XX:ArchiveRelocationMode=0'
]

export const hadoopDaemons = [
  'namenode',
  'datanode',
  'resourcemanager',
  'nodemanager',
  'httpfs'
] as const
export type HadoopDaemon = (typeof hadoopDaemons)[number]

const mainClass: Readonly<Record<HadoopDaemon, string>> = {
  namenode: 'org.apache.hadoop.hdfs.server.namenode.NameNode',
  datanode: 'org.apache.hadoop.hdfs.server.datanode.DataNode',
  resourcemanager: 'org.apache.hadoop.yarn.server.resourcemanager.ResourceManager',
  nodemanager: 'org.apache.hadoop.yarn.server.nodemanager.NodeManager',
  httpfs: 'org.apache.hadoop.fs.http.server.HttpFSServerWebServer'
}

/** Jars first, the configuration behind them: an archive of class data fits no class path that begins with a folder that has files. */
export const classPath = (library: string, conf: string): string => `${library}/*:${conf}`

/** Arguments of `java` for a daemon of a cloud. `-Dproc_NAME`, as in Hadoop's own scripts, is what the lab knows the process by. */
export function daemonArguments(
  java: JavaSet,
  cloud: CloudPlan,
  daemon: HadoopDaemon
): readonly string[] {
  const logs = cloudFile.logs(cloud)
  return [
    `-Dproc_${daemon}`,
    '-Xmx256m',
    ...jvmOptions(java),
    `-Djava.io.tmpdir=${cloud.folder}/tmp`,
    `-Duser.home=${cloud.folder}/home`,
    // No daemon needs a name server; one that does not answer would cost seconds at each look for the name of 127.0.K.1.
    `-Djdk.net.hosts.file=${cloudFile.conf(cloud)}/hosts`,
    `-Djava.util.logging.config.file=${cloudFile.conf(cloud)}/logging.properties`,
    `-Dhadoop.log.dir=${logs}`,
    `-Dyarn.log.dir=${logs}`,
    `-Dhadoop.log.file=${daemon}.log`,
    '-Dhadoop.root.logger=WARN,file',
    `-Dhadoop.home.dir=${cloud.folder}`,
    ...(daemon === 'httpfs' ? httpfsOptions(cloud) : []),
    '-cp',
    classPath(java.library, cloudFile.conf(cloud)),
    mainClass[daemon]
  ]
}

function httpfsOptions(cloud: CloudPlan): readonly string[] {
  return [
    `-Dhttpfs.home.dir=${cloud.folder}`,
    `-Dhttpfs.config.dir=${cloudFile.conf(cloud)}`,
    `-Dhttpfs.log.dir=${cloudFile.logs(cloud)}`,
    `-Dhttpfs.temp.dir=${cloud.folder}/tmp`
  ]
}
