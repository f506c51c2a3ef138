/** What is known of a cluster, as lines: what it is, how old, and whether it differs from what most have. */
import type { ClusterFacts, Drift, DriftedFact, WatchedCluster } from '@shared/model/watch.js'
import { binaryBytes, grouped } from '../../../lib/format.js'
import { coresText, freeText, readyText, type ValueOf } from '../../../lib/watched-texts.js'
import {
  clusterFactsText as words,
  clusterFiguresText as figures,
  clusterPageText as page
} from '../../../text/cluster-page.js'

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
  { title: words.lines.hadoop, fact: 'hadoop', show: (facts) => facts.hadoop },
  { title: words.lines.java, fact: 'java', show: (facts) => facts.java },
  { title: words.lines.python, fact: 'python', show: (facts) => facts.python },
  { title: words.lines.celery, fact: 'celery', show: (facts) => facts.celery },
  {
    title: words.lines.worker,
    fact: 'worker',
    show: ({ worker, protocol }) =>
      worker === null ? null : protocol === null ? worker : words.protocol(worker, protocol)
  },
  {
    title: words.lines.blockSize,
    fact: 'blockSize',
    show: ({ blockSize }) => (blockSize === null ? null : binaryBytes(blockSize))
  },
  { title: words.lines.checksum, fact: 'checksum', show: (facts) => facts.checksum },
  { title: words.lines.locale, fact: 'locale', show: (facts) => facts.locale },
  {
    title: words.lines.user,
    fact: null,
    show: ({ user, hostname, root }) => {
      if (user === null) return null
      const who = hostname === null ? user : words.on(user, hostname)
      return root === true ? words.root(who) : who
    }
  },
  {
    title: words.lines.machine,
    fact: null,
    show: ({ cpus, memoryBytes }) =>
      cpus === null && memoryBytes === null
        ? null
        : [
            cpus === null ? null : words.processors(cpus),
            memoryBytes === null ? null : binaryBytes(memoryBytes)
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
        found === undefined ? null : { usual: found.usual ?? words.noUsual, matters: found.matters }
    }
  })
}

/** One sentence: what it is now, with the evidence. */
export function standingSentence({ name, state, reason, counts }: WatchedCluster): string {
  const what = page.standing[state](name)
  const standing = reason === null ? what : page.because(what, reason)
  return counts ? page.counts(standing) : page.countsNot(standing)
}

export const workerText = ({ worker }: ValueOf<'heartbeat'>): string => worker
export const loadText = ({ load: [lastMinute] }: ValueOf<'heartbeat'>): string =>
  lastMinute === undefined ? figures.loadUnknown : figures.load(lastMinute.toFixed(2))

export const queueText = (queue: ValueOf<'queue'>): string => figures.ready(readyText(queue))
export const consumersText = (queue: ValueOf<'queue'>): string =>
  figures.queueRest(
    queue.unacknowledged === null ? null : grouped(queue.unacknowledged),
    queue.consumers
  )

export const yarnText = (yarn: ValueOf<'yarn'>): string => figures.cores(coresText(yarn))
export const nodesText = ({ memoryBytes, nodes }: ValueOf<'yarn'>): string =>
  figures.yarnRest(binaryBytes(memoryBytes), nodes)

export const hdfsText = (storage: ValueOf<'storage'>): string => figures.free(freeText(storage))
export const capacityText = ({ capacityBytes }: ValueOf<'storage'>): string =>
  figures.capacity(binaryBytes(capacityBytes))
