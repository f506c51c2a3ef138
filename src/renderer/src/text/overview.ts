/** English of the overview and of its report of drift. */
import type { Drift } from '@shared/model/watch.js'
import type { LookChoice, SourceChoice } from '../features/overview/event-filter.js'
import { grouped, listed, plural } from '../lib/format.js'

const possible = (faults: number): string => `f = ${String(faults)} is possible`

export const overviewText = {
  limits: {
    spare: (spare: number) => `${String(spare)} spare`,
    missing: (needed: number, missing: number) =>
      `${String(needed)} needed, ${String(missing)} missing`,
    enough: (needed: number, spare: number) => `${String(needed)} needed, ${String(spare)} spare`,
    no: 'no',
    together: (lying: number, silent: number) => `${String(lying)} and ${String(silent)}`,
    outvoted: (lying: number) => `${String(lying)} outvoted`,
    fewer: (lying: number, faults: number) => `${String(lying)}, not ${String(faults)}`,
    none: 'none',
    noVerdict: 'no verdict',
    survived: (silent: number) => `${String(silent)} survived`,
    blocked: 'The broker blocks publishers',
    blockedCause: 'it did not say why',
    blind: 'This console cannot see the clusters',
    blindCause: 'no link to the broker',
    noHeartbeat: 'no heartbeat is heard',
    heartbeats: (youngest: string, oldest: string) =>
      `live, from heartbeats ${youngest} to ${oldest} old`,
    title: 'What can go wrong right now',
    blindRemedy:
      'Check that RabbitMQ runs and takes messages; this console tries again every 5 s. Runs that are under way go on on their clusters.',
    toBroker: 'Look at the broker',
    asking: 'The clusters are being asked.',
    columns: {
      faults: 'Fault limit',
      counting: 'Clouds that count',
      needs: ', and what a lie needs',
      lying: 'Lying',
      silent: 'Silent',
      together: 'At once'
    },
    default: 'default',
    counting: (count: number) => `${String(count)} count`
  },
  next: {
    with: (faults: number, more: number) =>
      `${possible(faults)} with ${plural(more, 'more cluster')}.`,
    withAsSoonAs: (faults: number, more: number) =>
      `${possible(faults)} with ${plural(more, 'more cluster')}, as soon as `,
    asSoonAs: (faults: number) => `${possible(faults)} as soon as `,
    ofThem: (faults: number, missing: number) =>
      `${possible(faults)} as soon as ${plural(missing, 'of them', 'of them')} answer${missing === 1 ? 's' : ''}: `,
    of: (faults: number, missing: number) =>
      `${possible(faults)} as soon as ${String(missing)} of `,
    and: 'and',
    or: 'or',
    answer: (count: number): string => (count === 1 ? ' answers.' : ' answer.'),
    others: (count: number) => ` or ${String(count)} others.`
  },
  cluster: {
    since: (state: string, time: string) => `${state} since ${time}`,
    worker: (worker: string) => `worker ${worker}`,
    load: (load: string) => `load ${load}`,
    nodes: (count: number) => plural(count, 'node'),
    applications: (count: number) => plural(count, 'application'),
    seenAt: (time: string) => `seen at ${time}`,
    was: (why: string, time: string, value: string) => `${why}; at ${time} it was ${value}`,
    votes: {
      agreed: 'agreed',
      outvoted: 'outvoted',
      none: 'without a result'
    },
    votesNone: 'no votes yet',
    votesThen: (groups: readonly string[]) => groups.join(', then '),
    noDrift: 'none',
    differences: (count: number) => plural(count, 'difference'),
    from: (worker: string) => `from ${worker}`,
    noVotes: 'none yet',
    details: (cluster: string) => `Details of ${cluster}`,
    tried: 'What was tried',
    probing: 'Probing',
    probe: 'Probe now'
  },
  drift: {
    note: (compared: number, age: string | null) =>
      `${plural(compared, 'cluster')} compared, facts up to ${age === null ? 'now' : `${age} old`}`,
    compared:
      'versions of Hadoop, Java, Python, Celery and the worker, block size, checksum and locale',
    levels: { warning: 'warning', note: 'note' } satisfies Record<Drift['level'], string>,
    facts: {
      hadoop: 'Hadoop',
      java: 'Java',
      python: 'Python',
      celery: 'Celery',
      worker: 'worker package',
      blockSize: 'block size',
      checksum: 'checksum',
      locale: 'locale',
      clock: 'clock'
    } satisfies Record<Drift['fact'], string>,
    title: 'Drift',
    lead: (environment: string) =>
      `A cluster that computes rightly may still be outvoted because it is set up in another way. These are the ways in which the clusters of ${environment} differ, and what each can do to a vote.`,
    nothing: 'Nothing to compare yet',
    nothingText:
      'Facts of at least two clusters are needed. They are asked for once a minute, as long as a worker answers.',
    none: 'No drift',
    noneText: (facts: string) =>
      `All clusters that answered have the same ${facts}, and their clocks agree.`,
    columns: {
      fact: 'What',
      usual: 'Usual',
      differs: 'Differs',
      why: 'Why it matters to a vote'
    },
    noTwo: 'no two agree',
    more: (count: number) => plural(count, 'more cluster'),
    untold: (clusters: readonly string[]) =>
      `Not compared, because their facts are unknown: ${listed(clusters)}.`
  },
  timeLine: {
    broker: 'broker',
    since: (state: string, time: string) => `${state} since ${time}`,
    now: 'now',
    attemptTitle: (name: string, how: string, from: string, to: string) =>
      `${name}, ${how}, ${from} to ${to}`,
    /** By minutes. */
    spans: {
      30: { title: 'Last 30 minutes', short: '30 min' },
      180: { title: 'Last 3 hours', short: '3 h' },
      1440: { title: 'Last 24 hours', short: '24 h' }
    },
    title: 'Time line',
    quiet: (count: number) => `${plural(count, 'quiet cluster')} not shown`,
    attempt: 'attempt',
    repeat: 'repeat',
    asLanes: 'As lanes',
    asTable: 'As table',
    howFar: 'How far back',
    readAgain: 'Read again'
  },
  events: {
    sources: {
      all: 'Everything',
      broker: 'Broker',
      cluster: 'Clusters',
      run: 'Runs',
      console: 'Console'
    } satisfies Record<SourceChoice, string>,
    looks: {
      all: 'Good and bad',
      trouble: 'Trouble only',
      good: 'Good only'
    } satisfies Record<LookChoice, string>,
    title: 'Events',
    find: 'Find events by text',
    placeholder: 'Text or regex',
    source: 'Of what',
    look: 'Which',
    reading: 'Reading the time line.',
    nothing:
      'Nothing has happened yet. Outages, blocked brokers and the ends of runs will stand here, and stay after a restart.',
    noMatch: 'No event is like this. Change the filter above.',
    older: (count: number) => plural(count, 'older event'),
    more: 'Show more'
  },
  first: {
    text: 'A result counts when f + 1 clusters that know nothing of each other report equal digests. Three clusters stand one that lies. The lab brings three real ones to this machine, without any account.',
    none: 'No clusters yet',
    closed: 'This environment is not open',
    noneIn: (environment: string) => `No clusters in ${environment} yet`,
    title: 'First steps',
    lab: 'Try the lab on this machine',
    own: 'Set up my clusters'
  },
  runs: {
    title: 'Runs',
    all: (count: number) => `All ${grouped(count)}`,
    none: 'No run yet. A run sends one job to f + 1 clusters and compares what they deliver; open a job file to start one.'
  },
  clusters: {
    title: 'Clusters',
    read: (age: string) => `read ${age}`,
    find: 'Find clusters by name, address or state',
    placeholder: 'Name, state or regex',
    add: 'Add a cluster',
    scrollable: 'Clusters, scrollable',
    columns: {
      cluster: 'Cloud',
      state: 'State',
      heartbeat: 'Heartbeat',
      votes: 'Last 16 votes',
      ready: 'Ready',
      attempts: 'Attempts',
      cores: 'YARN vcores',
      free: 'HDFS free',
      clock: 'Clock',
      drift: 'Drift'
    },
    none: 'No cluster is called so.'
  },
  tried: {
    copy: 'Copy'
  },
  lanesTable: {
    label: 'Lanes as a table',
    columns: {
      lane: 'Lane',
      what: 'What',
      from: 'From',
      to: 'To'
    },
    nothing: 'Nothing happened in this time.'
  },
  page: {
    back: 'Back',
    toOverview: 'Back to the overview',
    asking: 'Asking broker and clusters'
  }
}
