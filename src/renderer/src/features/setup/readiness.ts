/**
 * Is the shown environment ready for a run? A list of checks from what is seen of it, each with its reason and its remedy. Pure: the same
 * snapshot gives the same list, and nothing is called right that was not seen.
 */
import type { ClusterWays, SetupView } from '@shared/ipc/areas/lab.js'
import type { EnvironmentSnapshot, Seen, WatchedCluster } from '@shared/model/watch.js'
import { clusterLink, linkTo } from '../../lib/links.js'
import { bytes, duration, listed } from '../../lib/format.js'

/** `unknown`: cannot be seen now, which is neither good nor bad. `unasked`: it stands in the settings, and nobody asks until it is needed. */
export type Level = 'right' | 'attention' | 'wrong' | 'unknown' | 'unasked'

export interface Check {
  readonly id: string
  readonly title: string
  readonly level: Level
  /** The evidence. */
  readonly seen: string
  /** When, milliseconds since 1970; `null`: it is no observation, or there was none. */
  readonly at: number | null
  /** Why it matters. */
  readonly why: string
  readonly remedy: string | null
  /** What of the remedy is typed on the machine it names; `null`: nothing. */
  readonly command: string | null
  /** A page that mends it. */
  readonly page: { readonly href: string; readonly text: string } | null
}

export interface CheckGroup {
  /** `Broker`, or a cluster's name. */
  readonly name: string
  readonly checks: readonly Check[]
}

/** Milliseconds a clock may be off before times in logs and reports mislead. */
const CLOCK_LIMIT_MS = 2_000
const ENABLE_MANAGEMENT = 'rabbitmq-plugins enable rabbitmq_management'
/** A full HDFS ends jobs half way. */
const FREE_PART = 0.05

export function readiness(watch: EnvironmentSnapshot, setup: SetupView): readonly CheckGroup[] {
  const ways = new Map(setup.clusters.map((each) => [each.name, each]))
  return [
    { name: 'Broker', checks: brokerChecks(watch, setup) },
    ...watch.clusters.map((cluster) => ({
      name: cluster.name,
      checks: clusterChecks(cluster, ways.get(cluster.name))
    }))
  ]
}

/** The worst first: what stands above it in the list decides what is said of the whole. */
const ORDER: readonly Level[] = ['wrong', 'attention', 'unknown', 'right', 'unasked']

export const worst = (checks: readonly Check[]): Level =>
  ORDER.find((level) => checks.some((check) => check.level === level)) ?? 'right'

/** The broker, then the clusters with the worst first; equals stay in their order. */
export function byTrouble([broker, ...clusters]: readonly CheckGroup[]): readonly CheckGroup[] {
  const place = ({ checks }: CheckGroup): number => ORDER.indexOf(worst(checks))
  const sorted = clusters
    .map((group) => ({ group, at: place(group) }))
    .sort((a, b) => a.at - b.at)
    .map(({ group }) => group)
  return broker === undefined ? sorted : [broker, ...sorted]
}

/** One sentence for the whole environment, with its level. */
export function summary(
  watch: EnvironmentSnapshot,
  groups: readonly CheckGroup[]
): { readonly level: Level; readonly text: string } {
  const [broker] = groups
  if (broker !== undefined && worst(broker.checks.slice(0, 1)) === 'wrong')
    return { level: 'wrong', text: 'No run can start: the broker is not connected' }
  const counting = watch.clusters.filter(({ counts }) => counts).length
  const needed = 2 * watch.faults + 1
  if (counting < needed)
    return {
      level:
        counting === 0 && watch.clusters.some(({ state }) => state === 'unknown')
          ? 'unknown'
          : 'wrong',
      text: `${counting} of ${needed} clusters that f = ${watch.faults} needs are there`
    }
  const odd = groups.filter(({ checks }) => ['wrong', 'attention'].includes(worst(checks)))
  return odd.length === 0
    ? {
        level: 'right',
        text: `Ready: ${counting} clusters count, f = ${watch.faults} needs ${needed}`
      }
    : {
        level: 'attention',
        text: `Ready for runs; look at ${listed(odd.map(({ name }) => (name === 'Broker' ? 'the broker' : name)))}`
      }
}

/** Below a second in milliseconds: what a round trip takes. */
const exactly = (ms: number): string =>
  ms < 1_000 ? `${ms < 9.95 ? ms.toFixed(1) : ms.toFixed(0)}\u00a0ms` : duration(ms)

function brokerChecks({ broker }: EnvironmentSnapshot, setup: SetupView): readonly Check[] {
  const { roundTripMs, vhosts } = broker
  const up = broker.state === 'connected'
  return [
    {
      id: 'link',
      title: 'Reachable',
      level: up ? 'right' : broker.state === 'connecting' ? 'unknown' : 'wrong',
      seen:
        up && roundTripMs.known
          ? `${setup.broker} answers in ${exactly(roundTripMs.value)}`
          : `${setup.broker}: ${broker.reason ?? broker.state}`,
      at: up && roundTripMs.known ? roundTripMs.at : null,
      why: 'Every task and every answer goes through it.',
      command: null,
      remedy: up ? null : 'Start RabbitMQ there, and check host, port and user in the settings.',
      page: up ? null : { href: linkTo('settings'), text: 'Settings' }
    },
    {
      id: 'vhosts',
      title: 'A vhost for each cluster',
      level: vhosts.up === vhosts.all ? 'right' : up ? 'wrong' : 'unknown',
      seen: `${vhosts.up} of ${vhosts.all} open`,
      at: null,
      command: null,
      why: 'The vhost an answer comes through says whose it is; none may be shared.',
      remedy:
        vhosts.up === vhosts.all
          ? null
          : 'Create the missing vhost and give the console’s user its permissions.',
      page: vhosts.up === vhosts.all ? null : { href: linkTo('broker'), text: 'Broker' }
    },
    {
      id: 'management',
      title: 'Management plugin',
      level: setup.management === null ? 'attention' : 'unasked',
      seen:
        setup.management === null
          ? 'none in the settings'
          : `${setup.management}: in the settings, not asked here`,
      at: null,
      why: 'Without it the console sees queues one by one, and neither users nor connections.',
      remedy:
        setup.management === null
          ? `On the broker: ${ENABLE_MANAGEMENT}, then add its URL to the settings.`
          : null,
      command: setup.management === null ? ENABLE_MANAGEMENT : null,
      page: setup.management === null ? { href: linkTo('settings'), text: 'Settings' } : null
    }
  ]
}

function clusterChecks(cluster: WatchedCluster, ways: ClusterWays | undefined): readonly Check[] {
  const page = { href: clusterLink(cluster.name), text: `Open ${cluster.name}` }
  const { heartbeat, storage, yarn, facts, clock } = cluster
  return [
    seenCheck(heartbeat, {
      id: 'heartbeat',
      title: 'Worker',
      why: 'A cluster without a heartbeat gets no attempts, and its attempts move.',
      remedy: 'Start its Celery worker, and look at its log.',
      page,
      judge: ({ worker }) => ({ level: 'right', seen: worker })
    }),
    seenCheck(storage, {
      id: 'hdfs',
      title: 'HDFS',
      why: 'Inputs, programs and outputs lie there.',
      remedy: 'Check that its NameNode and HttpFS answer from here.',
      page,
      judge: ({ freeBytes, capacityBytes }) =>
        freeBytes < capacityBytes * FREE_PART
          ? { level: 'attention', seen: `only ${bytes(freeBytes)} of ${bytes(capacityBytes)} free` }
          : { level: 'right', seen: `${bytes(freeBytes)} free` }
    }),
    seenCheck(yarn, {
      id: 'yarn',
      title: 'YARN',
      why: 'It runs the jobs.',
      remedy: 'Check that its ResourceManager answers, and that a NodeManager is registered.',
      page,
      judge: ({ nodes, vcores }) =>
        nodes === 0
          ? { level: 'wrong', seen: 'no node takes work' }
          : { level: 'right', seen: `${nodes} ${nodes === 1 ? 'node' : 'nodes'}, ${vcores} vcores` }
    }),
    {
      id: 'ssh',
      title: 'ssh',
      level: ways === undefined ? 'unknown' : ways.ssh === null ? 'attention' : 'unasked',
      seen:
        ways === undefined
          ? 'not read yet'
          : ways.ssh === null
            ? 'not in the settings'
            : `${ways.ssh}: in the settings, not asked here`,
      at: null,
      why: 'Runs need none; terminal, logs and a new worker do.',
      command: null,
      remedy: ways?.ssh === null ? 'Add host, user and host key to the cluster.' : null,
      page:
        ways?.ssh === null ? { href: linkTo('clusters', cluster.name, 'edit'), text: 'Edit' } : null
    },
    seenCheck(facts, {
      id: 'facts',
      title: 'Versions',
      why: 'What differs between clusters is what makes honest ones disagree.',
      remedy: null,
      page,
      judge: ({ hadoop, python, worker }) => ({
        level: 'right',
        seen: `Hadoop ${hadoop ?? '?'}, Python ${python ?? '?'}, worker ${worker ?? '?'}`
      })
    }),
    seenCheck(clock, {
      id: 'clock',
      title: 'Clock',
      why: 'Times of different clusters stand side by side in reports.',
      remedy: 'Let it follow a time server (chrony, systemd-timesyncd).',
      page,
      judge: ({ aheadMs, errorMs }) => ({
        level: Math.abs(aheadMs) - errorMs > CLOCK_LIMIT_MS ? 'attention' : 'right',
        seen: `${aheadMs < 0 ? '−' : '+'}${exactly(Math.abs(aheadMs))} ± ${exactly(errorMs)}`
      })
    }),
    seenCheck(facts, {
      id: 'root',
      title: 'Not root',
      why: 'Whoever reaches a worker can do what its user may.',
      remedy: 'Run the worker as a user of its own.',
      page,
      judge: ({ root, user }) =>
        root === null
          ? { level: 'unknown', seen: 'it does not say' }
          : root
            ? { level: 'attention', seen: 'its worker runs as root' }
            : { level: 'right', seen: `runs as ${user ?? 'an ordinary user'}` }
    })
  ]
}

type Words = Pick<Check, 'id' | 'title' | 'why' | 'remedy' | 'page'>

/** A check of something that may not have been seen: then it is unknown when nobody asked, wrong when it was asked and failed. */
function seenCheck<T>(
  seen: Seen<T>,
  {
    judge,
    remedy,
    page,
    ...words
  }: Words & { readonly judge: (value: T) => { readonly level: Level; readonly seen: string } }
): Check {
  if (seen.known) {
    const judged = judge(seen.value)
    const right = judged.level === 'right'
    return {
      ...words,
      ...judged,
      at: seen.at,
      command: null,
      remedy: right ? null : remedy,
      page: right ? null : page
    }
  }
  const level = seen.code === null ? 'unknown' : 'wrong'
  return {
    ...words,
    level,
    seen: seen.why,
    at: seen.last?.at ?? null,
    command: null,
    remedy: level === 'wrong' ? remedy : null,
    page: level === 'wrong' ? page : null
  }
}
