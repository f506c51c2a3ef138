/**
 * Medusa's own `settings.json` (1.0 and 2.0) and `clusters.json`: which clusters, how many faults, which ports.
 *
 * In Medusa 1.0 `clusters` are host names, and the Celery queue of each has the same name. Later files have objects with `localhome`,
 * `hadoophome`, `javahome`, `hadoopmanager`, `namenode`.
 * @see https://github.com/xeon123/medusa-1.0/blob/a09b670996d06e4bd2cc7048ed3ac06d00a05e26/medusa/settings.py
 */
import type { JsonValue } from '../../../../shared/model/json-text.js'

export interface MedusaCluster {
  /** As the file has it: mostly a host name. */
  readonly name: string
  readonly address: string | null
  readonly queue: string | null
  readonly user: string | null
  /** Medusa's names that are kept as they are. */
  readonly kept: Readonly<Partial<Record<KeptName, string>>>
}
export const keptNames = [
  'localhome',
  'hadoophome',
  'javahome',
  'hadoopmanager',
  'namenode'
] as const
export type KeptName = (typeof keptNames)[number]

export interface MedusaSettings {
  readonly clusters: readonly MedusaCluster[]
  readonly faults: number | null
  readonly httpfsPort: number | null
  readonly hdfsPort: number | null
  readonly httpfsUsed: boolean
  readonly notes: readonly string[]
}

type Fields = { readonly [key: string]: JsonValue }

/** @returns `null` when this is no file of Medusa */
export function readMedusaSettings(value: JsonValue): MedusaSettings | null {
  if (Array.isArray(value)) return fromList(value as readonly JsonValue[])
  if (!isFields(value) || 'environments' in value) return null
  const clusters = clustersOf(value['clusters'])
  if (clusters === null || !MARKS.some((mark) => mark in value)) return null
  const left = Object.keys(value).filter((key) => key in NOT_TAKEN)
  return {
    clusters,
    faults: natural(value['faults']),
    httpfsPort: natural(value['httpfs_port']),
    hdfsPort: natural(value['hdfs_port']),
    httpfsUsed: value['httpfs_used'] === true,
    notes: left.map((key) => `${key} was not taken over: ${NOT_TAKEN[key] ?? ''}`)
  }
}

const MARKS = [
  'faults',
  'ranking_scheduler',
  'httpfs_port',
  'hdfs_port',
  'digest_command',
  'blocksize'
]
const NOT_TAKEN: Readonly<Record<string, string>> = {
  blocksize: 'the block size is the cluster’s own.',
  ranking_scheduler: 'a job file says it, as "ranking".',
  relaunch_job_same_cluster: 'a job file says it, as "relaunchSameCluster".',
  execution_mode: 'attempts always run in parallel.',
  packet_size: 'it belonged to Medusa’s measurement of the network.',
  digest_command: 'digests are always made of the bytes.',
  local_copy: 'copies are planned for each run.',
  digests_fault: 'faults are injected in the lab.',
  faults_left: 'faults are injected in the lab.',
  namenode_address: 'it is one address for all clusters; each has its own here.',
  verbose: 'the log is always kept.'
}

/** `clusters.json`: a list of names. */
function fromList(list: readonly JsonValue[]): MedusaSettings | null {
  const clusters = clustersOf(list)
  return clusters === null || clusters.length === 0
    ? null
    : {
        clusters,
        faults: null,
        httpfsPort: null,
        hdfsPort: null,
        httpfsUsed: false,
        notes: []
      }
}

function clustersOf(value: JsonValue | undefined): readonly MedusaCluster[] | null {
  if (Array.isArray(value)) {
    const clusters = (value as readonly JsonValue[]).map((item) => clusterOf(item, null))
    return clusters.every((cluster) => cluster !== null) ? clusters : null
  }
  if (!isFields(value)) return null
  const clusters = Object.entries(value).map(([name, item]) => clusterOf(item, name))
  return clusters.every((cluster) => cluster !== null) ? clusters : null
}

function clusterOf(value: JsonValue, key: string | null): MedusaCluster | null {
  if (typeof value === 'string')
    return { name: key ?? value, address: value, queue: null, user: null, kept: {} }
  if (!isFields(value)) return null
  const text = (...names: readonly string[]): string | null => {
    const found = names.map((name) => value[name]).find((each) => typeof each === 'string')
    return found ?? null
  }
  const name = key ?? text('name', 'cluster', 'host', 'hostname')
  if (name === null || name === '') return null
  const kept = keptNames.flatMap((each) => {
    const given = text(each)
    return given === null ? [] : [[each, given] as const]
  })
  return {
    name,
    address: text('address', 'host', 'hostname', 'ip'),
    queue: text('queue'),
    user: text('user', 'username'),
    kept: Object.fromEntries(kept)
  }
}

const isFields = (value: JsonValue | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const natural = (value: JsonValue | undefined): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null
