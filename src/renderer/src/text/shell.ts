/**
 * English of the window's frame: navigation, top bar, palette, keys, notices. One constant a feature, functions where a figure or a name
 * stands in a sentence: a translation is another object of the same type, so no text is `as const`.
 */
import type { NoticeKind, ThemeChoice } from '@shared/ipc/console-state.js'
import type { PageName } from '../lib/links.js'
import { listed, plural } from '../lib/format.js'

export const shellText = {
  product: 'Medusa Console',
  skip: 'Skip to the page',
  main: 'Main',
  environment: 'Environment',
  environmentNone: 'none',
  /** Before another environment is shown. */
  endTerminals: (environment: string) => `Show ${environment} and end what is open here?`,
  endTerminalsText: (clusters: readonly string[], shown: string) =>
    `${clusters.length === 1 ? 'The terminal of' : 'The terminals of'} ${listed(clusters)} in ${shown} ${clusters.length === 1 ? 'ends' : 'end'}, with what runs in ${clusters.length === 1 ? 'it' : 'them'}. Runs go on.`,
  endTerminalsButton: (count: number) => `End ${plural(count, 'terminal')} and show`,
  endTerminalsKeep: (shown: string) => `Stay in ${shown}`,
  /** A run of the environment is going on. */
  environmentBusy: (name: string) => `${name}, runs going on`,
  busy: 'runs going on',
  recent: 'Recent runs',
  pages: {
    overview: 'Overview',
    runs: 'Runs',
    clusters: 'Clusters',
    broker: 'Broker',
    predict: 'Predict',
    setup: 'Set-up',
    settings: 'Settings',
    actions: 'Actions'
  } satisfies Record<PageName, string>,
  /** After the number. */
  silent: 'silent',
  /** Before the number. */
  running: 'running:',
  goingOn: (count: number) => `${plural(count, 'run')} going on`,
  clouds: (count: number) => plural(count, 'cloud'),
  find: 'Search or command',
  findHint: 'Search or command (Ctrl K)',
  openJobFile: 'Open job file…',
  starting: 'Starting',
  /** Until its name is known. */
  run: 'Run',
  copyRunId: 'Copy run id',
  loading: 'Loading',
  pageFailed: (page: string) => `${page}: this page failed`,
  pageFailedRemedy: 'Try again. The rest of the window, and the runs, are not touched.',
  dismiss: 'Dismiss'
}

/** What lies within a page and has a title of its own. */
export const placesText = {
  drift: 'Drift',
  addCluster: 'Add a cluster',
  command: 'Command on all clouds',
  edit: (cluster: string) => `Edit ${cluster}`,
  machines: 'My machines',
  machinesOf: (environment: string) => `Machines of ${environment}`
}

export const preferencesText = {
  button: 'Theme and notifications',
  theme: 'Theme',
  themes: { system: 'As the desktop', light: 'Light', dark: 'Dark' } satisfies Record<
    ThemeChoice,
    string
  >,
  notices: 'Notify when the window is in the background',
  kinds: {
    runs: 'A run ends',
    clusters: 'A cloud goes down or comes back'
  } satisfies Record<NoticeKind, string>,
  keys: 'All keys'
}

export const paletteText = {
  title: 'Search or command',
  placeholder: 'Pages, clouds, runs, commands',
  groups: {
    recent: 'Recent',
    pages: 'Pages',
    clusters: 'Clouds',
    runs: 'Runs',
    environments: 'Environments',
    commands: 'Commands'
  },
  count: (count: number) => (count === 0 ? 'nothing found' : plural(count, 'entry', 'entries')),
  nothing: (query: string) => `Nothing is called “${query}”.`,
  nothingRemedy:
    'Names of pages, clouds, runs, their ids and verdicts are searched; letters may be left out.',
  shown: 'shown',
  theme: (name: string) => `Theme: ${name.toLowerCase()}`,
  showEnvironment: (name: string) => `Show environment ${name}`,
  probe: (cluster: string) => `Probe ${cluster}`,
  probed: (cluster: string) => `${cluster} was asked everything anew`,
  terminal: (cluster: string) => `Terminal on ${cluster}`,
  files: (cluster: string) => `Files on ${cluster}`,
  log: (cluster: string) => `Logs of ${cluster}`,
  commandOnAll: 'Command on all clouds',
  addCluster: 'Add a cluster',
  copyRunId: (name: string) => `Copy id of ${name}`,
  copied: (text: string) => `Copied ${text}`,
  cancelRun: (name: string) => `Cancel ${name}…`,
  cancelTitle: (name: string) => `Cancel ${name}?`,
  cancelBody:
    'Its attempts on the clouds are stopped. What ended already and the journal are kept, and no cloud is blamed.',
  cancelButton: 'Cancel the run',
  cancelKeep: 'Keep running',
  cancelled: (name: string) => `${name} is being cancelled`,
  keys: 'Show all keys',
  hints: 'to choose',
  hintRun: 'to go',
  hintClose: 'to close'
}

export const keysText = {
  title: 'Keys',
  groups: { go: 'Go', find: 'Find', view: 'View', within: 'Within a page' },
  what: {
    palette: 'Search, or give a command',
    page: (title: string) => title,
    back: 'Back',
    forward: 'Forward',
    filter: 'Filter the page',
    help: 'These keys',
    escape: 'Close what is open',
    open: 'Open job file…',
    larger: 'Larger',
    smaller: 'Smaller',
    usual: 'Usual size',
    next: 'Next and previous part',
    rows: 'Rows of a list',
    ends: 'First and last row',
    press: 'Follow a link, press a button'
  },
  /** Between two ways to do the same. */
  or: 'or',
  terminal: 'In a terminal or an editor all keys but Alt with a digit belong to it.'
}

export const noticesText = {
  staleRuns: 'The list of runs is an old one',
  checking: 'Reading and checking',
  giveSecret: 'Give the secret',
  startWeaker: 'Start with the weaker guarantee',
  restarted: 'The page was started again',
  restartedCause: (reason: string, time: string) =>
    `Its process ended at ${time}: ${reason}. The engine is another process and went on: runs, links and journals were not touched.`
}

export const toleranceText = {
  now: 'Can be tolerated now',
  end: 'At the end of this run',
  unknown: 'Unknown',
  /** The whole as one sentence, for who does not see the pips. */
  label: (heading: string, faults: number, says: string, why: string) =>
    `${heading} at f = ${String(faults)}: ${says}. ${why}.`,
  /** While clouds are still asked. */
  answered: (counting: number, all: number) =>
    `${String(counting)} of ${String(all)} answered so far`,
  count: (counting: number, all: number, needed: number) =>
    `${String(counting)} of ${String(all)} count, ${String(needed)} needed`,
  open: 'not known yet',
  noVerdict: 'no verdict possible',
  noFault: 'no fault at all',
  silent: (silent: number) => `${String(silent)} silent, none lying`,
  lying: (lying: number, silent: number) => `${String(lying)} lying or ${String(silent)} silent`,
  nothingYet: 'nothing was seen of this environment yet',
  noEnvironment: 'no environment is open',
  starting: 'the engine is starting',
  stale: (age: string) => `nothing was heard for ${age}`,
  noBroker: (since: string) => `no link to the broker since ${since}`,
  connecting: 'the link to the broker is being made',
  noClusters: 'the environment has no clusters'
}

export const linkText = {
  name: 'Broker',
  /** Instead of the state where there is little room. */
  short: { disconnected: 'away' } as Readonly<Partial<Record<string, string>>>,
  states: {
    connected: 'connected',
    blocked: 'blocked',
    disconnected: 'disconnected',
    connecting: 'connecting',
    unasked: 'not asked',
    unknown: 'unknown'
  },
  since: (time: string) => `since ${time}`,
  partly: (up: number, all: number) => `${String(up)} of ${String(all)} vhosts`
}
