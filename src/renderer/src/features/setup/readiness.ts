/**
 * Is the shown environment ready for a run? A list of checks from what is seen of it, each with its reason and its remedy. Pure: the same
 * snapshot gives the same list, and nothing is called right that was not seen.
 */
import type { ClusterWays, SetupView } from '@shared/ipc/areas/lab.js'
import type { EnvironmentSnapshot, Seen, WatchedCluster } from '@shared/model/watch.js'
import { clusterLink, linkTo } from '../../lib/links.js'
import { binaryBytes, duration } from '../../lib/format.js'
import { setupText } from '../../text/setup.js'
import { linkText } from '../../text/shell.js'

const text = setupText.checks

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
    { name: text.group, checks: brokerChecks(watch, setup) },
    ...watch.clusters.map((cluster) => ({
      name: cluster.name,
      checks: clusterChecks(cluster, ways.get(cluster.name), watch.broker.state === 'connected')
    }))
  ]
}

/** The worst first: what stands above it in the list decides what is said of the whole. */
const ORDER: readonly Level[] = ['wrong', 'attention', 'unknown', 'right', 'unasked']

export const worst = (checks: readonly Check[]): Level =>
  ORDER.find((level) => checks.some((check) => check.level === level)) ?? 'right'

/** How many of each level, those that are right first: a tick beside `6 of 7` would hide what the seventh is. */
export const levelCounts = (
  checks: readonly Check[]
): readonly { readonly level: Level; readonly count: number }[] =>
  (['right', 'wrong', 'attention', 'unknown', 'unasked'] as const)
    .map((level) => ({ level, count: checks.filter((check) => check.level === level).length }))
    .filter(({ count }) => count > 0)

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
    return { level: 'wrong', text: text.summary.noBroker }
  const counting = watch.clusters.filter(({ counts }) => counts).length
  const needed = 2 * watch.faults + 1
  if (counting < needed)
    return {
      level:
        counting === 0 && watch.clusters.some(({ state }) => state === 'unknown')
          ? 'unknown'
          : 'wrong',
      text: text.summary.tooFew(counting, needed, watch.faults)
    }
  const odd = groups.filter(({ checks }) => ['wrong', 'attention'].includes(worst(checks)))
  return odd.length === 0
    ? {
        level: 'right',
        text: text.summary.ready(counting, needed, watch.faults)
      }
    : {
        level: 'attention',
        text: text.summary.odd(
          odd.map(({ name }) => (name === text.group ? text.summary.broker : name))
        )
      }
}

/** Below a second in milliseconds: what a round trip takes. */
const exactly = (ms: number): string =>
  ms < 1_000 ? text.ms(ms < 9.95 ? ms.toFixed(1) : ms.toFixed(0)) : duration(ms)

const linkLevel: Readonly<Record<EnvironmentSnapshot['broker']['state'], Level>> = {
  unasked: 'unasked',
  connecting: 'unknown',
  connected: 'right',
  blocked: 'wrong',
  disconnected: 'wrong'
}

function brokerChecks({ broker }: EnvironmentSnapshot, setup: SetupView): readonly Check[] {
  const { roundTripMs, vhosts } = broker
  const up = broker.state === 'connected'
  // n.b. none of none is no evidence of anything.
  const vhostLevel: Level =
    vhosts.all === 0 ? 'unasked' : !up ? 'unknown' : vhosts.up === vhosts.all ? 'right' : 'wrong'
  return [
    {
      id: 'link',
      title: text.link.title,
      level: linkLevel[broker.state],
      seen:
        up && roundTripMs.known
          ? text.link.answers(setup.broker, exactly(roundTripMs.value))
          : `${setup.broker}: ${broker.reason ?? linkText.states[broker.state]}`,
      at: up && roundTripMs.known ? roundTripMs.at : null,
      why: text.link.why,
      command: null,
      remedy: up || broker.state === 'unasked' ? null : text.link.remedy,
      page: up ? null : { href: linkTo('settings'), text: text.toSettings }
    },
    {
      id: 'vhosts',
      title: text.vhosts.title,
      level: vhostLevel,
      seen:
        vhosts.all === 0
          ? text.vhosts.noCluster
          : up
            ? text.vhosts.open(vhosts.up, vhosts.all)
            : text.blind,
      at: null,
      command: null,
      why: text.vhosts.why,
      remedy: vhostLevel === 'wrong' ? text.vhosts.remedy : null,
      page: vhostLevel === 'wrong' ? { href: linkTo('broker'), text: text.group } : null
    },
    {
      id: 'management',
      title: text.management.title,
      level: setup.management === null ? 'attention' : 'unasked',
      seen: setup.management === null ? text.management.none : text.notAsked(setup.management),
      at: null,
      why: text.management.why,
      remedy: setup.management === null ? text.management.remedy(ENABLE_MANAGEMENT) : null,
      command: setup.management === null ? ENABLE_MANAGEMENT : null,
      page: setup.management === null ? { href: linkTo('settings'), text: text.toSettings } : null
    }
  ]
}

/** @param linked - the broker is connected: without it only what is asked directly (YARN) can be judged */
function clusterChecks(
  cluster: WatchedCluster,
  ways: ClusterWays | undefined,
  linked: boolean
): readonly Check[] {
  const page = { href: clusterLink(cluster.name), text: text.open(cluster.name) }
  const { yarn } = cluster
  const { heartbeat, storage, facts, clock } = linked ? cluster : throughBroker(cluster)
  return [
    seenCheck(heartbeat, {
      id: 'heartbeat',
      title: text.heartbeat.title,
      why: text.heartbeat.why,
      remedy: text.heartbeat.remedy,
      page,
      judge: ({ worker }) => ({ level: 'right', seen: worker })
    }),
    seenCheck(storage, {
      id: 'hdfs',
      title: text.hdfs.title,
      why: text.hdfs.why,
      remedy: text.hdfs.remedy,
      page,
      judge: ({ freeBytes, capacityBytes }) =>
        freeBytes < capacityBytes * FREE_PART
          ? {
              level: 'attention',
              seen: text.hdfs.little(binaryBytes(freeBytes), binaryBytes(capacityBytes))
            }
          : { level: 'right', seen: text.hdfs.free(binaryBytes(freeBytes)) }
    }),
    seenCheck(yarn, {
      id: 'yarn',
      title: text.yarn.title,
      why: text.yarn.why,
      remedy: text.yarn.remedy,
      page,
      judge: ({ nodes, vcores }) =>
        nodes === 0
          ? { level: 'wrong', seen: text.yarn.noNode }
          : { level: 'right', seen: text.yarn.nodes(nodes, vcores) }
    }),
    {
      id: 'ssh',
      title: text.ssh.title,
      level: ways === undefined ? 'unknown' : ways.ssh === null ? 'attention' : 'unasked',
      seen:
        ways === undefined
          ? text.ssh.unread
          : ways.ssh === null
            ? text.ssh.none
            : text.notAsked(ways.ssh),
      at: null,
      why: text.ssh.why,
      command: null,
      remedy: ways?.ssh === null ? text.ssh.remedy : null,
      page:
        ways?.ssh === null
          ? { href: linkTo('clusters', cluster.name, 'edit'), text: text.ssh.edit }
          : null
    },
    seenCheck(facts, {
      id: 'facts',
      title: text.facts.title,
      why: text.facts.why,
      remedy: null,
      page,
      judge: ({ hadoop, python, worker }) => ({
        level: 'right',
        seen: text.facts.seen(hadoop ?? '?', python ?? '?', worker ?? '?')
      })
    }),
    seenCheck(clock, {
      id: 'clock',
      title: text.clock.title,
      why: text.clock.why,
      remedy: text.clock.remedy,
      page,
      judge: ({ aheadMs, errorMs }) => ({
        level: Math.abs(aheadMs) - errorMs > CLOCK_LIMIT_MS ? 'attention' : 'right',
        seen: `${aheadMs < 0 ? '−' : '+'}${exactly(Math.abs(aheadMs))} ± ${exactly(errorMs)}`
      })
    }),
    seenCheck(facts, {
      id: 'root',
      title: text.root.title,
      why: text.root.why,
      remedy: text.root.remedy,
      page,
      judge: ({ root, user }) =>
        root === null
          ? { level: 'unknown', seen: text.root.unknown }
          : root
            ? { level: 'attention', seen: text.root.isRoot }
            : { level: 'right', seen: text.root.runsAs(user ?? text.root.ordinary) }
    })
  ]
}

type ThroughBroker = Pick<WatchedCluster, 'heartbeat' | 'storage' | 'facts' | 'clock'>

/**
 * What a worker tells, while the broker is away: nothing of it is known, and a question that failed says nothing of the cluster. The
 * remedy is the broker's, which stands above.
 */
function throughBroker({ heartbeat, storage, facts, clock }: WatchedCluster): ThroughBroker {
  return {
    heartbeat: unseen(heartbeat),
    storage: unseen(storage),
    facts: unseen(facts),
    clock: unseen(clock)
  }
}

const unseen = <T>(seen: Seen<T>): Seen<T> => ({
  known: false,
  why: text.blind,
  code: null,
  last: seen.known ? { value: seen.value, at: seen.at } : seen.last
})

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
