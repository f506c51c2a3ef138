/**
 * The configuration of one cloud's Hadoop, as values. Pure.
 *
 * Everything is bound to the cloud's own address. What each group is for was tried out and is told in resources/lab/README.md.
 */
import { cloudPorts as ports } from './plan.js'

export interface HadoopCloud {
  readonly address: string
  /** The cloud's folder = HADOOP_HOME. */
  readonly folder: string
  /** User of the daemons, and of HDFS. */
  readonly user: string
  /** Folder with Hadoop's jars. */
  readonly library: string
  /** Options every JVM gets, for example the archive of class data. */
  readonly jvm: readonly string[]
  /** May its user speak for others? HttpFS needs it; set-up finds machines where it may not. */
  readonly proxy: boolean
}

export type Properties = Readonly<Record<string, string | number | boolean>>

export const coreSite = (cloud: HadoopCloud): Properties => ({
  'fs.defaultFS': `hdfs://${cloud.address}:${ports.nameNodeRpc}`,
  'hadoop.tmp.dir': `${cloud.folder}/tmp`,
  ...(cloud.proxy ? proxyUser(cloud.user) : {}),
  // Daemons start at the same time and look for each other: ask often, for the usual ten seconds.
  'ipc.client.connect.retry.interval': 200,
  'ipc.client.connect.max.retries': 50,
  'hadoop.security.groups.cache.secs': 3600,
  // Otherwise looked for in the home folder, and missed in the log of every daemon.
  'hadoop.http.authentication.signature.secret.file': `${cloud.folder}/conf/http-signature.secret`
})

/** HttpFS speaks for its callers, and for the lab's user itself too. */
const proxyUser = (user: string): Properties => ({
  [`hadoop.proxyuser.${user}.hosts`]: '*',
  [`hadoop.proxyuser.${user}.groups`]: '*'
})

export const hdfsSite = (cloud: HadoopCloud): Properties => ({
  'dfs.replication': 1,
  'dfs.namenode.name.dir': `file://${cloud.folder}/data/name`,
  'dfs.datanode.data.dir': `file://${cloud.folder}/data/blocks`,
  'dfs.namenode.rpc-bind-host': cloud.address,
  'dfs.namenode.http-address': `${cloud.address}:${ports.nameNodeHttp}`,
  'dfs.datanode.address': `${cloud.address}:${ports.dataNode}`,
  'dfs.datanode.http.address': `${cloud.address}:${ports.dataNodeHttp}`,
  'dfs.datanode.ipc.address': `${cloud.address}:${ports.dataNodeIpc}`,
  // Without these three the DataNode registers as 127.0.0.1, and every write fails.
  'dfs.datanode.hostname': cloud.address,
  'dfs.client.use.datanode.hostname': true,
  'dfs.datanode.use.datanode.hostname': true,
  'dfs.namenode.datanode.registration.ip-hostname-check': false,
  // Leave safe mode as soon as the DataNode is there, instead of 30 s later.
  'dfs.namenode.safemode.threshold-pct': 0,
  'dfs.namenode.safemode.min.datanodes': 1,
  'dfs.namenode.safemode.extension': 0,
  'dfs.namenode.handler.count': 8,
  'dfs.datanode.handler.count': 4,
  'dfs.datanode.scan.period.hours': -1,
  'dfs.datanode.directoryscan.interval': -1
})

/** Two or three small containers beside the application master: a lab's clouds share the cores of one machine. */
export const yarnSite = (cloud: HadoopCloud): Properties => ({
  'yarn.resourcemanager.hostname': cloud.address,
  'yarn.resourcemanager.bind-host': cloud.address,
  'yarn.resourcemanager.nodemanagers.heartbeat-interval-ms': 200,
  'yarn.resourcemanager.connect.retry-interval.ms': 500,
  // The default is one folder in /tmp a user: ResourceManagers that start together there take each other's files away, and end.
  'yarn.node-attribute.fs-store.root-dir': `file://${cloud.folder}/data/yarn/node-attribute`,
  'yarn.node-labels.fs-store.root-dir': `file://${cloud.folder}/data/yarn/node-labels`,
  'yarn.nodemanager.hostname': cloud.address,
  'yarn.nodemanager.bind-host': cloud.address,
  'yarn.nodemanager.address': `${cloud.address}:${ports.nodeManager}`,
  'yarn.nodemanager.localizer.address': `${cloud.address}:${ports.localizer}`,
  'yarn.nodemanager.webapp.address': `${cloud.address}:${ports.nodeManagerHttp}`,
  'yarn.nodemanager.local-dirs': `${cloud.folder}/data/local`,
  'yarn.nodemanager.log-dirs': `${cloud.folder}/logs/containers`,
  'yarn.nodemanager.aux-services': 'mapreduce_shuffle',
  'yarn.nodemanager.resource.memory-mb': 2048,
  'yarn.nodemanager.resource.cpu-vcores': 8,
  'yarn.nodemanager.vmem-check-enabled': false,
  'yarn.nodemanager.pmem-check-enabled': false,
  'yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage': 99.5,
  'yarn.nodemanager.disk-health-checker.min-free-space-per-disk-mb': 0,
  // The marks by which the lab finds its processes have to reach the containers too.
  'yarn.nodemanager.env-whitelist':
    'JAVA_HOME,HADOOP_COMMON_HOME,HADOOP_HDFS_HOME,HADOOP_CONF_DIR,HADOOP_HOME,PATH,LANG,TZ,MEDUSA_LAB,MEDUSA_CLOUD',
  'yarn.scheduler.minimum-allocation-mb': 128,
  'yarn.scheduler.maximum-allocation-mb': 2048,
  'yarn.application.classpath': `${cloud.library}/*,${cloud.folder}/conf`,
  'yarn.client.application-client-protocol.poll-interval-ms': 50
})

export const mapredSite = (cloud: HadoopCloud): Properties => ({
  'mapreduce.framework.name': 'yarn',
  'mapreduce.application.classpath': `${cloud.library}/*,${cloud.folder}/conf`,
  'mapreduce.shuffle.port': 0,
  'mapreduce.jobhistory.address': `${cloud.address}:10020`,
  'yarn.app.mapreduce.am.resource.mb': 512,
  'yarn.app.mapreduce.am.command-opts': containerOptions(cloud, 384),
  'yarn.app.mapreduce.am.scheduler.heartbeat.interval-ms': 100,
  'mapreduce.map.memory.mb': 512,
  'mapreduce.reduce.memory.mb': 512,
  'mapreduce.map.java.opts': containerOptions(cloud, 384),
  'mapreduce.reduce.java.opts': containerOptions(cloud, 384),
  'mapreduce.task.io.sort.mb': 48,
  'mapreduce.map.speculative': false,
  'mapreduce.reduce.speculative': false,
  'mapreduce.job.reduce.slowstart.completedmaps': 0.9,
  // A small job (less than one block of input) runs within its application master: a JVM instead of one a task halves its time. Hadoop's documentation
  // allows one reduce there; the code runs several one after the other, as its LocalJobRunner does.
  'mapreduce.job.ubertask.enable': true,
  'mapreduce.job.ubertask.maxmaps': 20,
  'mapreduce.job.ubertask.maxreduces': 8,
  'mapreduce.client.progressmonitor.pollinterval': 200,
  'mapreduce.client.completion.pollinterval': 200
})

/**
 * A container's class path would begin with its working folder, which no archive of class data can begin with; `-cp` overrules it with Hadoop's jars
 * first, then what the container brings (the job's jar, its `lib`, what was shipped), as MapReduce's own order is.
 */
const containerOptions = (cloud: HadoopCloud, heapMegabytes: number): string =>
  [
    `-Xmx${heapMegabytes}m`,
    ...cloud.jvm,
    '-cp',
    `${cloud.library}/*:${cloud.folder}/conf:.:job.jar/*:job.jar/classes/:job.jar/lib/*:./*`
  ].join(' ')

export const capacityScheduler: Properties = {
  'yarn.scheduler.capacity.root.queues': 'default',
  'yarn.scheduler.capacity.root.default.capacity': 100,
  'yarn.scheduler.capacity.root.default.maximum-capacity': 100,
  'yarn.scheduler.capacity.root.default.user-limit-factor': 1,
  'yarn.scheduler.capacity.root.default.state': 'RUNNING',
  'yarn.scheduler.capacity.root.default.acl_submit_applications': '*',
  'yarn.scheduler.capacity.root.default.acl_administer_queue': '*',
  'yarn.scheduler.capacity.maximum-am-resource-percent': 0.6,
  // One node: waiting for a better one only costs time.
  'yarn.scheduler.capacity.node-locality-delay': -1
}

export const httpfsSite = (cloud: HadoopCloud): Properties => ({
  'httpfs.http.hostname': cloud.address,
  'httpfs.http.port': ports.httpfs,
  'httpfs.hadoop.config.dir': `${cloud.folder}/conf`,
  'httpfs.authentication.signature.secret.file': `${cloud.folder}/conf/http-signature.secret`
})

/** Daemons write warnings into one file each that is kept small; commands write to standard error as Hadoop's own do. */
export const log4j = [
  'hadoop.root.logger=INFO,console',
  'hadoop.log.dir=.',
  'hadoop.log.file=hadoop.log',
  'log4j.rootLogger=${hadoop.root.logger}',
  'log4j.appender.console=org.apache.log4j.ConsoleAppender',
  'log4j.appender.console.target=System.err',
  'log4j.appender.console.layout=org.apache.log4j.PatternLayout',
  'log4j.appender.console.layout.ConversionPattern=%d{yyyy-MM-dd HH:mm:ss,SSS} %p %c{2}: %m%n',
  'log4j.appender.file=org.apache.log4j.RollingFileAppender',
  'log4j.appender.file.File=${hadoop.log.dir}/${hadoop.log.file}',
  'log4j.appender.file.MaxFileSize=4MB',
  'log4j.appender.file.MaxBackupIndex=1',
  'log4j.appender.file.layout=org.apache.log4j.PatternLayout',
  'log4j.appender.file.layout.ConversionPattern=%d{ISO8601} %p %c: %m%n',
  '# The jars hold no native library; every command would say so.',
  'log4j.logger.org.apache.hadoop.util.NativeCodeLoader=ERROR',
  '# Complains of three files of every container.',
  'log4j.logger.org.apache.hadoop.yarn.server.nodemanager.DefaultContainerExecutor=ERROR',
  ''
].join('\n')

/** For the libraries that log through java.util.logging: Jersey would tell each of its resources. */
export const javaLogging = [
  'handlers=java.util.logging.ConsoleHandler',
  '.level=WARNING',
  'java.util.logging.ConsoleHandler.level=WARNING',
  ''
].join('\n')

/** The jars lack the pages of NameNode and DataNode; WebHDFS is content with an empty application. */
export const emptyWebXml = '<?xml version="1.0" encoding="UTF-8"?>\n<web-app/>\n'
