/** A run of the real machine up to the moment in which it plans: every holder of every input has reported but one. */
import type { RunEvent } from '../src/engine/domain/run/events.js'
import { PLAN_VERSION, type RunPlan } from '../src/engine/domain/run/plan.js'
import { step, type Step } from '../src/engine/domain/run/step.js'
import type { RunState } from '../src/engine/domain/run/state.js'
import {
  millis,
  type ManifestDigest,
  type RunId,
  type Sha256,
  type UnitId
} from '../src/shared/model/ids.js'
import type { CopyCase } from './copy-cases.js'

const AT = millis(0)
const MANIFEST = `sha256:${'1'.repeat(64)}` as ManifestDigest

/** One job that reads every data set of the case. */
function planOf({ datasets, clusters, needed }: CopyCase): RunPlan {
  return {
    version: PLAN_VERSION,
    run: 'r-1' as RunId,
    name: 'planning',
    environment: 'bench',
    faults: needed - 1,
    ranking: 'random',
    seed: 1,
    acceptWeaker: false,
    clusters: clusters.map((name) => ({
      name,
      address: name,
      workFolder: '/w',
      peers: { url: `http://${name}/webhdfs/v1`, user: 'u', namenode: null }
    })),
    // Given, because the cases also have inputs with fewer holders than f + 1.
    inputs: datasets.map((_, index) => ({
      type: 'hdfs',
      path: `/d/${String(index)}`,
      manifest: MANIFEST
    })),
    jobs: [
      {
        id: 'job' as UnitId,
        program: {
          kind: 'jar',
          jar: { name: 'x.jar', length: 1, sha256: 'a'.repeat(64) as Sha256 },
          main: null,
          args: ['{input}', '{output}'],
          files: [],
          archives: [],
          environment: {}
        },
        sources: datasets.map((_, input) => ({ type: 'input', input })),
        compare: 'bytes',
        configuration: {},
        cut: false,
        publishAs: '/results'
      }
    ],
    granularity: 'job',
    chunks: { count: 8 },
    relaunchSameCluster: false,
    parallel: 4,
    copies: { distcpFrom: null, atATime: 4 },
    output: '/results',
    hangFloorMs: millis(600_000)
  }
}

/** @returns the step that plans: it chooses the clusters, queues every copy and starts the first ones; call it to time it */
export function planningStep(one: CopyCase): () => Step {
  const surveyed = one.clusters.map((cluster): RunEvent => ({
    type: 'cluster-surveyed',
    at: AT,
    cluster,
    survey: {
      type: 'ready',
      holds: one.datasets.map(({ holders }) => holders.has(cluster)),
      outputExists: false
    }
  }))
  const reported = one.datasets.flatMap(({ bytes, holders }, input) =>
    one.clusters
      .filter((cluster) => holders.has(cluster))
      .map((cluster): RunEvent => ({
        type: 'input-reported',
        at: AT,
        input,
        cluster,
        manifest: MANIFEST,
        files: 1,
        bytes,
        reason: null
      }))
  )
  const last = reported.pop()
  if (last === undefined) throw new Error('nobody holds anything in this case')
  let state: RunState | null = null
  for (const event of [
    { type: 'started', at: AT, plan: planOf(one) } as const,
    ...surveyed,
    ...reported
  ])
    state = step(state, event).state
  return () => step(state, last)
}
