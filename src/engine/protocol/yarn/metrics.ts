/**
 * `GET /ws/v1/cluster/metrics` of a ResourceManager, as far as it is shown.
 *
 * @see https://hadoop.apache.org/docs/r3.4.2/hadoop-yarn/hadoop-yarn-site/ResourceManagerRest.html#Cluster_Metrics_API
 */
import { z } from 'zod'
import { parseJson } from '../json.js'

const count = z.number().min(0).max(Number.MAX_SAFE_INTEGER)
const answer = z.object({
  clusterMetrics: z.object({
    allocatedVirtualCores: count,
    totalVirtualCores: count,
    allocatedMB: count,
    totalMB: count,
    appsRunning: count,
    activeNodes: count
  })
})

const MEBIBYTE = 1024 * 1024

/** @returns `null` when the text is something else */
export function decodeMetrics(text: string): {
  readonly vcoresUsed: number
  readonly vcores: number
  readonly memoryUsedBytes: number
  readonly memoryBytes: number
  readonly applications: number
  readonly nodes: number
} | null {
  const parsed = answer.safeParse(parseJson(text))
  if (!parsed.success) return null
  const { clusterMetrics: of } = parsed.data
  return {
    vcoresUsed: of.allocatedVirtualCores,
    vcores: of.totalVirtualCores,
    memoryUsedBytes: of.allocatedMB * MEBIBYTE,
    memoryBytes: of.totalMB * MEBIBYTE,
    applications: of.appsRunning,
    nodes: of.activeNodes
  }
}
