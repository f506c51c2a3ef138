/** English of a cluster's own page: its head, its facts, its settings as lines. */
import { plural } from '../lib/format.js'
import type { ClusterTab } from '../lib/links.js'

export const clusterPageText = {
  tabs: { facts: 'Facts', files: 'Files', terminal: 'Terminal', log: 'Log' } satisfies Record<
    ClusterTab,
    string
  >,
  tabsOf: (cluster: string) => `Of ${cluster}`,
  removed: (cluster: string, environment: string) =>
    `${cluster} is removed from ${environment}; Settings keep the version before`,
  lasting: (time: string, since: string) => `for ${time}, since ${since}`,
  probe: 'Probe now',
  test: 'Test',
  edit: 'Edit',
  remove: 'Remove…',
  cannotRemove: (why: string) => `It cannot be removed: ${why}.`,
  nothing: (cluster: string) => `Nothing is seen of ${cluster} yet`,
  nothingText: 'It is asked in turn. Press Probe now to ask it at once.',
  /** One sentence: what it is now, with the evidence. */
  standing: {
    active: (cluster: string) => `${cluster} beats and answers`,
    degraded: (cluster: string) => `${cluster} is there, but not whole`,
    silent: (cluster: string) => `${cluster} neither beats nor answers`,
    out: (cluster: string) => `${cluster} is left out on purpose`,
    unknown: (cluster: string) => `nothing is known of ${cluster} now`
  },
  because: (what: string, reason: string) => `${what}: ${reason}`,
  counts: (standing: string) => `${standing}. It counts in what can be tolerated.`,
  countsNot: (standing: string) => `${standing}. It does not count in what can be tolerated.`
}

export const clusterFiguresText = {
  title: 'Figures',
  heartbeat: 'Heartbeat',
  queue: 'Queue',
  yarn: 'YARN',
  hdfs: 'HDFS',
  clock: 'Clock',
  attempts: 'Attempts now',
  attemptsOf: 'of runs of this machine',
  load: (load: string) => `load ${load}`,
  loadUnknown: 'load unknown',
  ready: (messages: string) => `${messages} ready`,
  /** @param unacked - `null`: a passive declaration, which is how it is asked, does not say; the broker's page does */
  queueRest: (unacked: string | null, consumers: number) =>
    unacked === null
      ? plural(consumers, 'consumer')
      : `unacked ${unacked}, ${plural(consumers, 'consumer')}`,
  cores: (cores: string) => `${cores} vcores`,
  yarnRest: (memory: string, nodes: number) => `${memory}, ${plural(nodes, 'node')}`,
  free: (bytes: string) => `${bytes} free`,
  capacity: (bytes: string) => `of ${bytes}`
}

export const clusterFactsText = {
  title: 'Facts',
  seen: (age: string) => `seen ${age}`,
  none: (why: string) => `${why}. They come from its worker, once it answers.`,
  old: (why: string) => `Old: ${why}`,
  notFound: 'could not be found out',
  drift: (usual: string, matters: string) => `most have ${usual}: ${matters}`,
  noUsual: 'no two agree',
  lines: {
    hadoop: 'Hadoop',
    java: 'Java',
    python: 'Python',
    celery: 'Celery',
    worker: 'Worker',
    blockSize: 'Block size',
    checksum: 'Checksum',
    locale: 'Locale',
    user: 'Runs as',
    machine: 'YARN’s allotment'
  },
  protocol: (worker: string, protocol: number) => `${worker}, protocol ${String(protocol)}`,
  on: (user: string, host: string) => `${user} on ${host}`,
  root: (user: string) => `${user}, with all rights (root)`,
  processors: (count: number) => plural(count, 'processor'),
  asked: 'What was asked',
  askedNote: 'the latest of each kind',
  votes: 'Last votes',
  votesNone: 'none yet',
  votesNote: 'oldest first',
  votesNothing: 'How its attempts were judged stands here after its first run.',
  votesAgreed: (agreed: number, all: number) => `${String(agreed)} of ${String(all)} agreed`,
  vote: { agreed: 'agreed', outvoted: 'outvoted', none: 'no vote' },
  settings: 'Settings',
  ssh: 'Secure shell',
  noSsh: 'none',
  jumpHost: (number: number) => `Jump host ${String(number)}`,
  hostKey: 'Host key',
  keyFile: 'Key file',
  agent: 'the ssh agent'
}
