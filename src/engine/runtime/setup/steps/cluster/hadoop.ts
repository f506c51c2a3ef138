import { ConsoleError } from '../../../../../shared/model/errors.js'
import { fine, wrong } from '../../../../domain/setup/finding.js'
import { hadoopAddresses } from '../../../../protocol/hadoop/addresses.js'
import { readSiteFile } from '../../../../protocol/hadoop/site-file.js'
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
    try {
      const hadoop = await readHadoop(
        bench,
        host,
        found.home,
        found.conf,
        found.version,
        found.java
      )
      return {
        ...fine(`Hadoop ${hadoop.version} in ${hadoop.home}, configuration in ${hadoop.conf}`),
        facts: { hadoop }
      }
    } catch (thrown) {
      if (!(thrown instanceof ConsoleError) || thrown.code !== 'BAD_CONFIGURATION') throw thrown
      const { code, message, hint } = thrown
      return wrong('critical', `${found.conf} cannot be read`, {
        code,
        message: `Hadoop could not be started with this again: ${message}`,
        hint: hint ?? 'mend the place named'
      })
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
  const files = ['core-site.xml', 'hdfs-site.xml', 'yarn-site.xml', 'httpfs-site.xml'] as const
  const [core, hdfs, yarn, httpfs] = await Promise.all(
    files.map((name) => host.readText(`${conf}/${name}`))
  )
  const properties = (index: number, text: string | undefined) =>
    readSiteFile(text ?? '<configuration/>', `${conf}/${files[index] ?? ''}`).properties
  const addresses = hadoopAddresses({
    address: names.address,
    version,
    core: properties(0, core?.text),
    hdfs: properties(1, hdfs?.text),
    yarn: properties(2, yarn?.text),
    httpfs: properties(3, httpfs?.text)
  })
  return {
    home,
    conf,
    javaHome,
    version,
    ...addresses
  }
}
