/** What is known of a cluster, as lines: what it is, how old, and whether it differs from what most have. */
import type { ClusterFacts, Drift, DriftedFact, WatchedCluster } from '@shared/model/watch.js'
import { bytes, plural } from '../../../lib/format.js'
import {
  coresText,
  freeText,
  readyText,
  unackedText,
  type ValueOf
} from '../../../lib/watched-texts.js'

export interface FactLine {
  readonly title: string
  /** `null`: it could not be found out. */
  readonly value: string | null
  /** What most clusters have instead, and why it matters; `null`: it does not differ. */
  readonly drift: { readonly usual: string; readonly matters: string } | null
}

const lines: readonly {
  readonly title: string
  readonly fact: DriftedFact | null
  readonly show: (facts: ClusterFacts) => string | null
}[] = [
  { title: 'Hadoop', fact: 'hadoop', show: (facts) => facts.hadoop },
  { title: 'Java', fact: 'java', show: (facts) => facts.java },
  { title: 'Python', fact: 'python', show: (facts) => facts.python },
  { title: 'Celery', fact: 'celery', show: (facts) => facts.celery },
  {
    title: 'Worker',
    fact: 'worker',
    show: ({ worker, protocol }) =>
      worker === null
        ? null
        : `${worker}${protocol === null ? '' : `, protocol ${String(protocol)}`}`
  },
  {
    title: 'Block size',
    fact: 'blockSize',
    show: ({ blockSize }) => (blockSize === null ? null : bytes(blockSize))
  },
  { title: 'Checksum', fact: 'checksum', show: (facts) => facts.checksum },
  { title: 'Locale', fact: 'locale', show: (facts) => facts.locale },
  {
    title: 'Runs as',
    fact: null,
    show: ({ user, hostname, root }) =>
      user === null
        ? null
        : `${user}${hostname === null ? '' : ` on ${hostname}`}${root === true ? ', with all rights (root)' : ''}`
  },
  {
    title: 'Machine',
    fact: null,
    show: ({ cpus, memoryBytes }) =>
      cpus === null && memoryBytes === null
        ? null
        : [
            cpus === null ? null : `${String(cpus)} processors`,
            memoryBytes === null ? null : bytes(memoryBytes)
          ]
            .filter((part) => part !== null)
            .join(', ')
  }
]

export function factLines(
  facts: ClusterFacts,
  cluster: string,
  drift: readonly Drift[]
): FactLine[] {
  return lines.map(({ title, fact, show }) => {
    const found = drift.find(
      (each) => each.fact === fact && each.others.some((other) => other.cluster === cluster)
    )
    return {
      title,
      value: show(facts),
      drift:
        found === undefined
          ? null
          : { usual: found.usual ?? 'no two agree', matters: found.matters }
    }
  })
}

/** One sentence: what it is now, with the evidence. */
export function standingSentence({ name, state, reason, counts }: WatchedCluster): string {
  const what = {
    active: `${name} beats and answers`,
    degraded: `${name} is there, but not whole`,
    silent: `${name} neither beats nor answers`,
    out: `${name} is left out on purpose`,
    unknown: `nothing is known of ${name} now`
  }[state]
  return `${what}${reason === null ? '' : `: ${reason}`}. It ${counts ? 'counts' : 'does not count'} in what can be tolerated.`
}

export const workerText = ({ worker }: ValueOf<'heartbeat'>): string => worker
export const loadText = ({ load: [lastMinute] }: ValueOf<'heartbeat'>): string =>
  lastMinute === undefined ? 'load unknown' : `load ${lastMinute.toFixed(2)}`

export const queueText = (queue: ValueOf<'queue'>): string => `${readyText(queue)} ready`
export const consumersText = (queue: ValueOf<'queue'>): string =>
  `unacked ${unackedText(queue)}, ${plural(queue.consumers, 'consumer')}`

export const yarnText = (yarn: ValueOf<'yarn'>): string => `${coresText(yarn)} vcores`
export const nodesText = ({ memoryBytes, nodes }: ValueOf<'yarn'>): string =>
  `${bytes(memoryBytes)}, ${plural(nodes, 'node')}`

export const hdfsText = (storage: ValueOf<'storage'>): string => `${freeText(storage)} free`
export const capacityText = ({ capacityBytes }: ValueOf<'storage'>): string =>
  `of ${bytes(capacityBytes)}`
