/** HttpFS, WebHDFS and YARN of a cluster, each asked by itself. */
import { z } from 'zod'
import type { ClusterDraft } from '../../../shared/model/cluster-test.js'
import { ConsoleError } from '../../../shared/model/errors.js'
import { parseJson } from '../../protocol/json.js'
import { explainRefusal } from '../../protocol/webhdfs/refusal.js'
import { decodeList } from '../../protocol/webhdfs/responses.js'
import { webHdfsUrl } from '../../protocol/webhdfs/urls.js'
import type { ClusterTestPorts } from './ports.js'
import { passed, warned, type StepEnd } from './test-board.js'

/** One request; a step has two at most. */
const REQUEST_MS = 5_000

/**
 * Lists `/` as the HDFS user. GETHOMEDIRECTORY would also answer where impersonation is broken.
 *
 * @param base - up to and with `/webhdfs/v1`
 */
export async function checkHdfs(
  base: string,
  { user, workFolder }: ClusterDraft,
  { http }: ClusterTestPorts
): Promise<StepEnd> {
  const asked = { 'user.name': user }
  const root = await http.get(webHdfsUrl(base, '/', 'LISTSTATUS', asked), REQUEST_MS)
  if (root.status !== 200) throw refused(`listing / as "${user}"`, root.status, root.text, user)
  const { length } = decodeList(root.text, '/')
  const found = `lists / as ${user}: ${String(length)} ${length === 1 ? 'entry' : 'entries'}`
  const folder = await http.get(webHdfsUrl(base, workFolder, 'LISTSTATUS', asked), REQUEST_MS)
  if (folder.status === 200) return passed(`${found}; ${workFolder} is there`)
  if (folder.status === 404) return passed(`${found}; ${workFolder} is made by the first run`)
  const { cause, remedy } = explainRefusal(folder.status, folder.text, user)
  return warned(found, `${workFolder} cannot be listed: ${cause}`, remedy)
}

function refused(what: string, status: number, text: string, user: string): ConsoleError {
  const { cause, remedy } = explainRefusal(status, text, user)
  return new ConsoleError('HDFS_ERROR', `${what} was refused: ${cause}`, { hint: remedy })
}

const info = z.object({
  clusterInfo: z.object({
    state: z.string(),
    haState: z.string().default('ACTIVE'),
    hadoopVersion: z.string().default('unknown')
  })
})
const metrics = z.object({
  clusterMetrics: z.object({ activeNodes: z.int(), totalVirtualCores: z.int().default(0) })
})

/** @see https://hadoop.apache.org/docs/r3.4.2/hadoop-yarn/hadoop-yarn-site/ResourceManagerRest.html */
export async function checkYarn(
  { yarn }: Pick<ClusterDraft, 'yarn'>,
  { http }: Pick<ClusterTestPorts, 'http'>
): Promise<StepEnd> {
  const base = yarn.replace(/\/+$/, '')
  const answer = await http.get(`${base}/ws/v1/cluster/info`, REQUEST_MS)
  const told = info.safeParse(parseJson(answer.text))
  if (answer.status !== 200 || !told.success)
    throw new ConsoleError(
      'CLUSTER_UNREACHABLE',
      `what answers at ${base} is not a ResourceManager (HTTP ${String(answer.status)})`,
      {
        hint: 'check host and port of "yarn"; a standby sends one on to the active ResourceManager'
      }
    )
  const { state, haState, hadoopVersion } = told.data.clusterInfo
  const found = `ResourceManager ${hadoopVersion}, ${state.toLowerCase()}`
  if (state !== 'STARTED' || haState !== 'ACTIVE')
    return warned(
      found,
      `the ResourceManager is ${haState.toLowerCase()} and ${state.toLowerCase()}`,
      'put the address of the active ResourceManager into "yarn"'
    )
  const counted = await http.get(`${base}/ws/v1/cluster/metrics`, REQUEST_MS)
  const nodes = metrics.safeParse(parseJson(counted.text))
  if (!nodes.success) return passed(found)
  const { activeNodes, totalVirtualCores } = nodes.data.clusterMetrics
  if (activeNodes === 0)
    return warned(
      found,
      'no NodeManager is there, so no job would start',
      'start one on the cluster: yarn --daemon start nodemanager'
    )
  return passed(
    `${found}; ${String(activeNodes)} ${activeNodes === 1 ? 'node' : 'nodes'}, ${String(totalVirtualCores)} vcores`
  )
}
