/** English of the pages of clusters: their list, the test of one, its removal. What one cluster's own page and form say stands beside. */
import type { DriftedFact } from '@shared/model/watch.js'
import { listed, plural } from '../lib/format.js'

export const clusterListText = {
  title: 'Clusters',
  states: 'States shown',
  filters: { all: 'All', active: 'Active', trouble: 'In trouble' },
  filter: 'Filter clusters',
  command: 'One command on all',
  add: 'Add a cluster',
  empty: 'No clusters yet',
  emptyText:
    'A cluster is a Hadoop cloud with a worker of its own. With three of them one may lie and is outvoted; add the first by hand, or from your ssh configuration.',
  none: 'No cluster fits',
  noneText: (all: number, filter: string) =>
    `None of the ${String(all)} clusters fits “${filter}” among those shown.`,
  showAll: (all: number) => `Show all ${String(all)}`,
  columns: {
    cluster: 'Cluster',
    state: 'State',
    heartbeat: 'Heartbeat',
    address: 'Address',
    hadoop: 'Hadoop',
    ready: 'Ready',
    free: 'HDFS free',
    drift: 'Drift'
  },
  notAsked: 'not asked yet',
  lasting: (time: string) => `for ${time}`,
  noDrift: 'none',
  drifted: (facts: number) => `${String(facts)} facts`,
  /** Followed by the value. */
  facts: {
    hadoop: 'hadoop',
    java: 'java',
    python: 'python',
    celery: 'celery',
    worker: 'worker',
    blockSize: 'block size',
    checksum: 'checksum',
    locale: 'locale',
    clock: 'clock'
  } satisfies Record<DriftedFact, string>
}

export const notOpenText = {
  text: 'Why stands above. Clusters are seen once it is open.',
  settings: 'Open settings'
}

export const hostKeyText = {
  shown: 'Shown',
  shownNow: 'Shown now',
  expected: 'Expected',
  note: 'Note',
  compare: (host: string) =>
    `Nobody here has met ${host} before. Compare the fingerprint with what the host itself prints, over a way you trust:`,
  trust: 'Trust this key and go on',
  elsewhere: 'It is accepted where the cluster is edited.'
}

/** What several of these pages say. */
export const clustersText = {
  gone: (cluster: string, environment: string) =>
    `There is no cluster “${cluster}” in ${environment}`,
  goneText: 'It was removed, or it belongs to another environment.',
  all: 'All clusters',
  stale: 'somebody else has saved the settings meanwhile'
}

/** Of a cluster, step by step. */
export const clusterTestText = {
  title: 'Test',
  what: 'Host key and login over ssh, HttpFS and WebHDFS as the HDFS user, YARN, the vhost on the broker, the worker, and the clock. Nothing is changed there.',
  stop: 'Stop',
  test: 'Test',
  again: 'Test again',
  states: {
    waiting: 'waits',
    running: 'asked',
    ok: 'passed',
    warning: 'warning',
    failed: 'failed',
    skipped: 'skipped',
    asks: 'asks you'
  },
  ended: (ended: number, all: number) => `${String(ended)} of ${String(all)} ended`,
  failed: (steps: readonly string[]) => `${listed(steps, 3)} failed`,
  asks: 'a key has to be compared',
  warnings: (count: number) => plural(count, 'warning'),
  passed: 'all passed',
  skipped: (passed: number, skipped: readonly string[]) =>
    `${String(passed)} passed, ${listed(skipped, 3)} skipped`
}

export const clusterRemovalText = {
  obstacle: (cluster: string, attempts: number) =>
    `${plural(attempts, 'attempt')} of runs of this machine ${attempts === 1 ? 'is' : 'are'} on ${cluster} now: wait, or cancel the run first`,
  title: (cluster: string, environment: string) => `Remove cluster ${cluster} from ${environment}`,
  text: (cluster: string) =>
    `New runs do not use ${cluster} any more, and it does not count in what can be tolerated. Not touched: its files in HDFS, its vhost, user and queue on the broker, its worker, which keeps running, and its key here. The settings keep the version before, so it can be brought back.`,
  button: (cluster: string) => `Remove cluster ${cluster}`,
  unknown: (cluster: string, environment: string) =>
    `the settings have no cluster "${cluster}" in "${environment}"`,
  unknownHint: 'the lab keeps its own clusters; others may have removed it meanwhile',
  /** Stands with the version of the settings. */
  what: (cluster: string, environment: string) => `removed cluster ${cluster} from ${environment}`,
  notSaved: (why: string) => `the settings cannot be saved: ${why}`,
  notSavedHint: 'look at the settings, then try again'
}
