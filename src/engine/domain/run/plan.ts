/** What a run was asked to do: fixed at its start, the first line of its journal. */
import type {
  ClusterName,
  Millis,
  RunId,
  Sha256,
  UnitId,
  ManifestDigest
} from '../../../shared/model/ids.js'

export interface PlannedJar {
  /** File name, without folders. */
  readonly name: string
  /** Bytes. */
  readonly length: number
  readonly sha256: Sha256
}

export type PlannedInput =
  | { readonly type: 'upload'; readonly path: string }
  | { readonly type: 'hdfs'; readonly path: string; readonly manifest: ManifestDigest | null }

export interface PlannedUnit {
  readonly id: UnitId
  readonly jar: PlannedJar
  readonly main: string | null
  /** With `{input}` and `{output}` still in them: paths differ from cluster to cluster. */
  readonly args: readonly string[]
  readonly configuration: Readonly<Record<string, string>>
}

export interface PlannedCluster {
  readonly name: ClusterName
  readonly address: string
  /** HDFS folder of ours there. */
  readonly workFolder: string
}

export interface RunPlan {
  readonly run: RunId
  readonly name: string
  readonly environment: string
  /** f. */
  readonly faults: number
  readonly ranking: 'random' | 'prediction'
  readonly seed: number
  readonly acceptWeaker: boolean
  readonly clusters: readonly PlannedCluster[]
  readonly inputs: readonly PlannedInput[]
  readonly units: readonly PlannedUnit[]
  readonly output: string
  /** An attempt without any progress for so long is hung. */
  readonly hangFloorMs: Millis
}
