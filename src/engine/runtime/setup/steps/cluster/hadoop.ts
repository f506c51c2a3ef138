import { ConsoleError } from '../../../../../shared/model/errors.js'
import { fine, wrong } from '../../../../domain/setup/finding.js'
import { readAddresses, urlOf } from '../../../../protocol/hadoop/addresses.js'
import { readSiteFile, type SiteFile } from '../../../../protocol/hadoop/site-file.js'
import type { ClusterBench, ClusterStep } from '../../bench.js'
import type { HadoopFacts } from '../../facts.js'
import type { Hands } from '../../hands.js'
import { FIND_HADOOP, readFound } from './find-hadoop.js'

export const clusterHadoop: ClusterStep = {
  scope: 'cluster',
  name: 'hadoop',
  title: 'Find Hadoop',
  why: 'Jobs run with the Hadoop that is there; its configuration tells where HDFS and YARN listen.',
  needs: [{ step: 'reach', of: 'same' }],
  estimateSeconds: 4,
  check: async (bench) => {
    const { cluster, hands } = bench
    const host = await hands(cluster.name)
    const words = [cluster.hadoophome ?? '', cluster.javahome ?? '']
    const { stdout } = await host.run(['sh', '-c', FIND_HADOOP, 'sh', ...words], {
      timeoutMs: 30_000
    })
    const found = readFound(stdout)
    if (found.home === null || found.conf === null || found.version === null)
      return wrong('critical', found.home ?? 'no Hadoop found', {
        code: 'PREREQUISITE_MISSING',
        message:
          found.home === null
            ? 'no Hadoop was found: neither HADOOP_HOME, nor hadoop in PATH, nor /opt, /usr/local, /usr/lib, nor the home folder'
            : `${found.home} has no ${found.conf === null ? 'configuration folder with core-site.xml' : 'bin/hadoop that runs'}${found.trouble === '' ? '' : `: ${found.trouble}`}`,
        hint: 'name its folder: "hadoophome" (and "javahome" where Java is not found)'
      })
    const { home, conf, version, java } = found
    const seen = `Hadoop ${version} in ${home}, configuration in ${conf}`
    try {
      const hadoop = await readHadoop(bench, host, home, conf, version, java)
      return { ...fine(seen), facts: { hadoop } }
    } catch (thrown) {
      if (!(thrown instanceof ConsoleError) || thrown.code !== 'BAD_CONFIGURATION') throw thrown
      const { code, message, hint = 'mend that file there' } = thrown
      return wrong('critical', seen, { code, message, hint })
    }
  }
}

async function readHadoop(
  { names }: ClusterBench,
  host: Hands,
  home: string,
  conf: string,
  version: string,
  javaHome: string | null
): Promise<HadoopFacts> {
  const read = async (name: string): Promise<SiteFile | null> => {
    const path = `${conf}/${name}`
    const file = await host.readText(path)
    return file === null ? null : readSiteFile(file.text, path)
  }
  const [core, hdfs, yarn, httpfs] = await Promise.all(
    ['core-site.xml', 'hdfs-site.xml', 'yarn-site.xml', 'httpfs-site.xml'].map(read)
  )
  const site = {
    core: core ?? null,
    hdfs: hdfs ?? null,
    yarn: yarn ?? null,
    httpfs: httpfs ?? null
  }
  const { defaultFileSystem, nameNodes, resourceManagers, ...addresses } = readAddresses(site, {
    address: names.address,
    hadoopVersion: version
  })
  const [nameNode] = nameNodes
  const [resourceManager] = resourceManagers
  if (nameNode === undefined || resourceManager === undefined)
    throw new ConsoleError(
      'BAD_CONFIGURATION',
      `${conf}/core-site.xml: fs.defaultFS is ${defaultFileSystem.value}, which is no HDFS`,
      {
        hint: 'is this the configuration of the cluster? Name the right folder with HADOOP_CONF_DIR there'
      }
    )
  return {
    home,
    conf,
    javaHome,
    version,
    namenode: defaultFileSystem.value,
    webhdfs: nameNode.webHdfs,
    yarn: urlOf(resourceManager.web),
    httpfs: site.httpfs === null ? null : `${urlOf(addresses.httpfs)}/webhdfs/v1`
  }
}
