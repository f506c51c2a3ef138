/**
 * Lays out a cloud's folder, which is its HADOOP_HOME: `bin` and `libexec` (from `resources/lab`), `conf`, `lib` (a link to the jars), and the lab user's own
 * `data`, `logs`, `tmp`, `home` and `worker`.
 *
 * Written anew at every `up`, except what the lab's user owns: HDFS keeps its files over a `down`. Of a bare cloud `conf` is the lab user's, too: set-up
 * comes as this user and edits Hadoop's configuration, as the owner of a real Hadoop may.
 */
import { readdir, readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import {
  capacityScheduler,
  coreSite,
  emptyWebXml,
  hdfsSite,
  httpfsSite,
  javaLogging,
  log4j,
  mapredSite,
  yarnSite,
  type HadoopCloud
} from './hadoop-configuration.js'
import { jvmOptions, type JavaSet } from './jvm.js'
import type { LabUser } from './lab-user.js'
import { openToUser, type OwnedFiles } from './owned-files.js'
import { cloudFile, type CloudPlan, type LabPlan } from './plan.js'
import { randomText } from './secrets.js'
import { configurationXml } from './xml.js'

export interface CloudLayout {
  readonly plan: LabPlan
  readonly java: JavaSet
  readonly user: LabUser
  readonly files: OwnedFiles
  /** `resources/lab` of this checkout or installation. */
  readonly resources: string
}

export async function layOutCloud(cloud: CloudPlan, layout: CloudLayout): Promise<void> {
  const { files } = layout
  for (const name of ['', 'bin', 'libexec', 'ssh', 'fault'])
    await files.folder(join(cloud.folder, name))
  for (const name of ['data', 'logs', 'tmp', 'home', 'worker'])
    await files.userFolder(join(cloud.folder, name))
  await files.link(join(cloud.folder, 'lib'), layout.java.library)
  await Promise.all([copyPrograms(cloud, layout), writeConfiguration(cloud, layout)])
}

async function copyPrograms(cloud: CloudPlan, { resources, files }: CloudLayout): Promise<void> {
  for (const folder of ['bin', 'libexec'])
    for (const name of await readdir(join(resources, folder)))
      if (!name.startsWith('__'))
        await files.file(
          join(cloud.folder, folder, name),
          await readFile(join(resources, folder, name), 'utf8'),
          folder === 'bin' ? 0o755 : 0o644
        )
}

async function writeConfiguration(
  cloud: CloudPlan,
  { plan, java, user, files }: CloudLayout
): Promise<void> {
  const conf = cloudFile.conf(cloud)
  const { folder, file } = plan.bare ? openToUser(files) : files
  const hadoop: HadoopCloud = {
    address: cloud.address,
    folder: cloud.folder,
    user: user.name,
    library: java.library,
    jvm: jvmOptions(java),
    proxy: !plan.bare
  }
  await folder(conf)
  for (const application of ['hdfs', 'datanode'])
    await folder(join(conf, 'webapps', application, 'WEB-INF'))
  const content: Readonly<Record<string, string>> = {
    'core-site.xml': configurationXml(coreSite(hadoop)),
    'hdfs-site.xml': configurationXml(hdfsSite(hadoop)),
    'yarn-site.xml': configurationXml(yarnSite(hadoop)),
    'mapred-site.xml': configurationXml(mapredSite(hadoop)),
    'capacity-scheduler.xml': configurationXml(capacityScheduler),
    'httpfs-site.xml': configurationXml(httpfsSite(hadoop)),
    'log4j.properties': log4j,
    'logging.properties': javaLogging,
    hosts: `127.0.0.1 localhost ${hostname()}\n`,
    'httpfs-log4j.properties': log4j,
    'hadoop-env.sh': environmentScript(plan, cloud, java),
    'webapps/hdfs/WEB-INF/web.xml': emptyWebXml,
    'webapps/datanode/WEB-INF/web.xml': emptyWebXml
  }
  await Promise.all(Object.entries(content).map(([name, text]) => file(join(conf, name), text)))
  await files.userFile(join(conf, 'http-signature.secret'), randomText(40), 0o400)
}

const environmentScript = (plan: LabPlan, cloud: CloudPlan, java: JavaSet): string =>
  [
    `export MEDUSA_LAB=${plan.folder} MEDUSA_CLOUD=${cloud.name} MEDUSA_WEBHDFS=${cloud.webhdfs}`,
    `export JAVA_HOME=\${JAVA_HOME:-${java.home}}`,
    `export HADOOP_CONF_DIR=\${HADOOP_CONF_DIR:-${cloudFile.conf(cloud)}}`,
    `HADOOP_LIBRARY=${java.library}`,
    `HADOOP_JVM=(${jvmOptions(java).join(' ')})`,
    ''
  ].join('\n')
