import { z } from 'zod'
import { ConsoleError } from '../../../../../shared/model/errors.js'
import { fine, wrong } from '../../../../domain/setup/finding.js'
import { parseJson } from '../../../../protocol/json.js'
import type { HttpProbe } from '../../../../ports/http-probe.js'
import type { ClusterStep } from '../../bench.js'

const beans = z.object({
  beans: z.tuple([
    z.object({
      FSState: z.string(),
      NumLiveDataNodes: z.int(),
      CapacityRemaining: z.number(),
      CapacityTotal: z.number()
    })
  ])
})
const QUERY = '/jmx?qry=Hadoop:service=NameNode,name=FSNamesystemState'
const LITTLE_BYTES = 2 ** 30

export const clusterHdfs: ClusterStep = {
  scope: 'cluster',
  name: 'hdfs',
  title: 'HDFS is in order',
  why: 'A file system in safe mode, without DataNodes or without room takes no output.',
  needs: [{ step: 'hadoop', of: 'same' }],
  estimateSeconds: 1,
  check: async ({ own, ports }) => {
    const base = (own.hadoop?.webhdfs ?? '').replace(/\/webhdfs\/v1$/, '')
    let text: string
    try {
      text = (await ports.http.get(`${base}${QUERY}`, 5_000)).text
    } catch (thrown) {
      if (!(thrown instanceof ConsoleError)) throw thrown
      return wrong('critical', `nobody answers at ${base}`, {
        code: thrown.code,
        message: `the NameNode does not answer at ${base}`,
        hint: 'start HDFS there: start-dfs.sh; if it runs, port and firewall: can this computer reach it?'
      })
    }
    const told = beans.safeParse(parseJson(text))
    if (!told.success)
      return wrong('unknown', `what answers at ${base} does not tell its state`, {
        code: 'HDFS_ERROR',
        message: `${base}${QUERY} gives no state of a NameNode`,
        hint: 'is dfs.namenode.http-address of hdfs-site.xml the NameNode’s?'
      })
    const [{ FSState, NumLiveDataNodes, CapacityRemaining }] = told.data.beans
    const silent = await silentDataNodes(base, ports.http)
    const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`
    const seen = `${String(NumLiveDataNodes)} ${NumLiveDataNodes === 1 ? 'DataNode' : 'DataNodes'}, ${gibibytes(CapacityRemaining)} free`
    const trouble = (level: 'critical' | 'warning', message: string, hint: string) =>
      wrong(level, seen, { code: 'HDFS_ERROR', message, hint })
    if (NumLiveDataNodes === 0)
      return trouble('critical', 'no DataNode is there', 'start one: hdfs --daemon start datanode')
    if (silent >= NumLiveDataNodes)
      return trouble(
        'critical',
        'no DataNode has been heard of for half a minute',
        'start it again: hdfs --daemon start datanode'
      )
    if (FSState !== 'Operational')
      return trouble(
        'critical',
        `the NameNode is in ${FSState.toLowerCase()}`,
        'wait until it has left it: hdfs dfsadmin -safemode get'
      )
    if (silent > 0)
      return trouble(
        'warning',
        `${String(silent)} of ${String(NumLiveDataNodes)} DataNodes have not been heard of for half a minute`,
        'which ones: hdfs dfsadmin -report'
      )
    if (CapacityRemaining < LITTLE_BYTES)
      return trouble('warning', 'HDFS has less than 1 GiB free', 'remove what is not needed')
    return fine(seen)
  }
}

const liveNodes = z.object({ beans: z.tuple([z.object({ LiveNodes: z.string() })]) })
const contacts = z.record(z.string(), z.object({ lastContact: z.number() }))
const LIVE = '/jmx?get=Hadoop:service=NameNode,name=NameNodeInfo::LiveNodes'
/** A DataNode calls every three seconds; after this Hadoop calls it stale. */
const SILENT_SECONDS = 30

/**
 * Of those that count as live: a NameNode gives a DataNode up after ten minutes, and its own count of stale ones is renewed every five.
 *
 * @returns 0 where it does not tell, or tells too much: some hundred DataNodes do not all die unnoticed
 */
async function silentDataNodes(base: string, http: HttpProbe): Promise<number> {
  try {
    const { text } = await http.get(`${base}${LIVE}`, 5_000)
    const told = liveNodes.safeParse(parseJson(text))
    if (!told.success) return 0
    const nodes = contacts.safeParse(parseJson(told.data.beans[0].LiveNodes))
    if (!nodes.success) return 0
    return Object.values(nodes.data).filter(({ lastContact }) => lastContact > SILENT_SECONDS)
      .length
  } catch (thrown) {
    if (thrown instanceof ConsoleError) return 0
    throw thrown
  }
}
