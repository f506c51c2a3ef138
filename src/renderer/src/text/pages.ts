/** English of the pages of `features/runs`, `features/actions` and `features/predict`, and of the page of runs before the first run. */
import { plural } from '../lib/format.js'
import type { RunStanding } from '../lib/states.js'

export const runsText = {
  title: 'Runs',
  of: (shown: number, all: number) =>
    shown === all ? plural(all, 'run') : `${String(shown)} of ${plural(all, 'run')}`,
  filter: 'Filter runs',
  placeholder: 'Name, id or regex',
  state: 'State',
  all: 'All',
  states: {
    running: 'Going on',
    verified: 'Verified',
    'not-verified': 'Not verified',
    failed: 'Failed',
    cancelled: 'Cancelled',
    interrupted: 'Interrupted'
  } satisfies Record<RunStanding, string>,
  columns: {
    run: 'Run',
    verdict: 'Verdict',
    environment: 'Environment',
    started: 'Started',
    took: 'Took',
    by: 'Carried out by',
    id: 'Id'
  },
  by: { here: 'this window', other: 'another process', nobody: 'nobody any more', over: '' },
  none: 'No run is like that',
  noneText: (all: number) => `${plural(all, 'run')} of this machine do not match the filter.`,
  clear: 'Show all runs'
}

/** Before the first run. */
export const noRunsText = {
  title: 'No runs yet',
  text: 'A run sends one job to f + 1 clouds and compares their outputs by SHA-256. Its result counts only when f + 1 of them are equal.',
  open: 'Open job file…',
  or: 'or, in a terminal; the run appears here'
}

export const actionsText = {
  title: 'Actions',
  note: 'of this window and of the command line, kept over restarts',
  of: (shown: number, all: number) =>
    shown === all ? plural(all, 'action') : `${String(shown)} of ${plural(all, 'action')}`,
  filter: 'Filter actions',
  placeholder: 'Text or regex',
  target: 'Target',
  allTargets: 'Target: all',
  targets: {
    broker: 'Broker',
    cluster: 'Clusters',
    settings: 'Settings',
    lab: 'Lab',
    run: 'Runs'
  },
  outcome: 'Outcome',
  allOutcomes: 'Outcome: all',
  outcomes: { began: 'No end known', done: 'Done', failed: 'Failed' },
  columns: {
    time: 'Time',
    by: 'By',
    target: 'Target',
    what: 'What',
    outcome: 'Outcome',
    took: 'Took'
  },
  detail: 'The action',
  call: 'Sent',
  noCall: 'nothing that could be typed',
  error: 'Error',
  noEnd: 'not known: it goes on still, or the program ended before it did',
  environment: 'Environment',
  noEnvironment: 'none',
  copyCall: 'Copy what was sent',
  close: 'Close the detail',
  choose: 'Choose a row to see what was sent and why it failed.',
  empty: 'No action yet',
  emptyText:
    'Whatever this console does to a cluster, a broker, the settings or the lab is written down here: who asked, what exactly was sent, how it ended. Never a password or a key.',
  none: 'No action is like that',
  noneText: 'Other filters may show more.',
  clear: 'Show all actions'
}

export const predictText = {
  title: 'What is known',
  honest: 'Clusters are asked in a random order (seeded, so that a run can be repeated).',
  noModel: (needed: number) =>
    `No model is trained: least squares over bytes, maps, reduces, queue, cpu and memory has 8 unknowns, so it needs ${String(needed)} measured attempts of a job on a cluster before it can also say how wrong it may be.`,
  read: (runs: number, unread: number) =>
    unread === 0
      ? `From ${plural(runs, 'finished run')} of this machine.`
      : `From the newest ${plural(runs, 'finished run')} of this machine; ${plural(unread, 'older one')} not read.`,
  measured:
    'Measured from the launch of an attempt’s program to its end; copies, digests and votes are not in it.',
  pace: 'Clusters compared',
  paceNote: 'against the fastest that ran the same job',
  paceColumns: { cluster: 'Cluster', factor: 'Takes', attempts: 'Attempts', jobs: 'Jobs compared' },
  times: (factor: number) =>
    factor < 1.005 ? 'as long as the fastest' : `${factor.toFixed(2)} × the fastest`,
  slow: 'slow',
  alone: 'no other ran the same job',
  columns: {
    cluster: 'Cluster',
    median: 'Median',
    range: 'Shortest to longest',
    last: 'Last',
    count: 'Attempts',
    missing: 'Until a prediction'
  },
  fromTo: (shortest: string, longest: string) => `${shortest} to ${longest}`,
  missing: (count: number) => (count === 0 ? 'enough' : `${String(count)} more`),
  roles: { job: '', cut: 'cutting the input', chunk: 'a chunk' },
  job: (runs: number) => `measured in ${plural(runs, 'run')}`,
  jobs: 'Measured jobs',
  filter: 'Filter jobs',
  empty: 'Nothing was measured yet',
  emptyText: (needed: number) =>
    `Every attempt that ends tells how long its job took on its cluster. Start a run: its durations appear here. A prediction needs ${String(needed)} attempts of a job on a cluster.`,
  toRuns: 'Show runs',
  none: 'No job is called that',
  noneText: 'Names of runs and jobs are searched.'
}
