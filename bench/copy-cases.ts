/** Simulated cases for the plan of copies, and the rule of Medusa 1.0 beside ours. Pure: the same seed, the same case. */
import { byMissingBytes, type Sized } from '../src/engine/domain/copy-plan.js'
import { seededRandom } from '../src/engine/domain/ranking.js'
import type { ClusterName } from '../src/shared/model/ids.js'

export interface CopyCase {
  readonly datasets: readonly (Sized & { readonly holders: ReadonlySet<ClusterName> })[]
  readonly clusters: readonly ClusterName[]
  /** f + 1. */
  readonly needed: number
}

export const kinds = ['uniform', 'skewed', 'few holders'] as const
/**
 * `uniform`: sizes up to 1 GB, each cluster holds each input by a throw of a coin. `skewed`: the same holders, sizes lognormal
 * (median 64 MB, sigma 2). `few holders`: skewed sizes, one or two holders.
 */
export type Kind = (typeof kinds)[number]

const GB = 1e9
const MEDIAN_BYTES = 64e6
const SIGMA = 2

/** Between `low` and `high`, both included. */
const between = (random: () => number, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1))

/** Box and Muller. */
const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

const sizeOf = (kind: Kind, random: () => number): number =>
  kind === 'uniform'
    ? between(random, 1, GB)
    : Math.ceil(MEDIAN_BYTES * Math.exp(SIGMA * normal(random)))

function holdersOf(
  kind: Kind,
  clusters: readonly ClusterName[],
  random: () => number
): ReadonlySet<ClusterName> {
  const any = (): ClusterName[] =>
    clusters.slice(between(random, 0, clusters.length - 1)).slice(0, 1)
  if (kind === 'few holders') return new Set([...any(), ...any()])
  const some = clusters.filter(() => random() < 0.5)
  return new Set(some.length > 0 ? some : any())
}

export const namesOf = (count: number): readonly ClusterName[] =>
  Array.from({ length: count }, (_, index) => `cloud-${String(index)}` as ClusterName)

export function caseOf(kind: Kind, seed: number, inputs?: number, clusterCount?: number): CopyCase {
  const random = seededRandom(seed)
  const clusters = namesOf(clusterCount ?? between(random, 4, 16))
  const needed = between(random, 2, Math.floor((clusters.length + 1) / 2))
  const datasets = Array.from({ length: inputs ?? between(random, 2, 40) }, () => ({
    bytes: sizeOf(kind, random),
    holders: holdersOf(kind, clusters, random)
  }))
  return { datasets, clusters, needed }
}

/** Medusa 1.0 takes the clusters to which the fewest inputs have to be copied, whatever their size. @returns bytes that travel */
export function bytesByNumber({ datasets, clusters, needed }: CopyCase): number {
  return clusters
    .map((cluster) => datasets.filter(({ holders }) => !holders.has(cluster)))
    .sort((a, b) => a.length - b.length)
    .slice(0, needed)
    .flat()
    .reduce((sum, { bytes }) => sum + bytes, 0)
}

/** As the run machine chooses. @returns bytes that travel */
export function bytesByBytes({ datasets, clusters, needed }: CopyCase): number {
  return byMissingBytes(datasets, clusters)
    .slice(0, needed)
    .reduce((sum, { bytes }) => sum + bytes, 0)
}

/** Bytes by Medusa's rule as a multiple of ours; 1 when nothing has to travel. */
export function timesOurs(one: CopyCase): number {
  const ours = bytesByBytes(one)
  const theirs = bytesByNumber(one)
  return theirs === ours ? 1 : theirs / ours
}
