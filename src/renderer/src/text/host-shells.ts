/** English of what asks hosts over ssh: one command on all of them, a terminal on one. */
import { listed, plural } from '../lib/format.js'

export const commandText = {
  title: 'Command',
  note: 'one line or a small script for sh',
  run: (clusters: number) => `Run on ${plural(clusters, 'cluster')}`,
  /** A question comes first. */
  runAsked: (clusters: number) => `Run on ${plural(clusters, 'cluster')}…`,
  limit: 'At most',
  seconds: (count: number) => `${String(count)} s`,
  minutes: (count: number) => `${String(count)} min`,
  keys: 'runs',
  stop: 'Stop',
  before: 'Run before',
  beforeNote: 'in this session, not on disk',
  nothing: 'Nothing yet. What is run here can be run again.',
  saved: (file: string) => `Saved ${file}`,
  confirmTitle: (clusters: number) => `Run this on ${plural(clusters, 'cluster')}?`,
  confirmText: (clusters: readonly string[], limit: string) =>
    `It runs on ${listed(clusters)} at once, as the user of each cluster’s ssh settings, for at most ${limit}. It stands in the log of actions.`,
  clusters: 'Clusters',
  chosen: (chosen: number, all: number) => `${String(chosen)} of ${String(all)}`,
  all: 'All',
  none: 'None',
  silent: 'silent'
}

export const resultsText = {
  title: 'Results',
  empty: 'Nothing was run yet',
  emptyText:
    'Results stand side by side here: equal ones together, the others with the lines in which they differ.',
  soFar: (time: string) => `, ${time} so far`,
  order: 'Order',
  grouped: 'Grouped',
  beside: 'Side by side',
  copy: 'Copy all',
  save: 'Save…',
  output: (clusters: string) => `Output of ${clusters}`,
  differs: 'differs',
  exitCodes: (here: number | null, usual: number | null) =>
    `Exit code ${String(here ?? 'none')}, elsewhere ${String(usual ?? 'none')}.`,
  exit: (code: number | null) => `exit ${String(code ?? '?')}`,
  answered: (answered: number, all: number, answers: number) =>
    `${plural(answered, 'cluster')} of ${String(all)} answered, ${plural(answers, 'answer')}`,
  nobody: 'No cluster has answered yet',
  one: (cluster: string) => `${cluster} has answered`,
  same: (clusters: string) => `${clusters} answer the same`,
  equal: (clusters: string) => `${clusters} equal`,
  otherOne: (cluster: string) => `${cluster} differs`,
  others: (clusters: string) => `${clusters} differ`,
  states: {
    running: 'running',
    ended: 'ended',
    timedOut: 'time was over',
    stopped: 'stopped',
    otherKey: 'another host key',
    ssh: 'ssh failed',
    noSsh: 'no ssh',
    failed: 'failed'
  },
  differences: (label: string) => `${label}, differences`,
  /** Before a line of output, for who does not see its colour. */
  here: 'here: ',
  elsewhere: 'elsewhere: ',
  equalLines: (count: number) => plural(count, 'equal line'),
  noOutput: 'No output.',
  cut: (ofEachKib: number, ofOneMib: number, ofAllMib: number) =>
    `Cut: more was written than is kept (${String(ofEachKib)} KiB of each, ${String(ofOneMib)} MiB of one command, ${String(ofAllMib)} MiB of all).`
}

export const terminalText = {
  title: 'Terminal',
  of: (cluster: string) => `Terminal of ${cluster}`,
  states: {
    opening: 'connecting',
    open: 'connected',
    lost: 'connection lost',
    ended: 'ended',
    failed: 'not opened'
  },
  lasting: (time: string) => `, for ${time}`,
  ended: (why: string, age: string) => `, ${why}, ${age}`,
  find: 'Find',
  end: 'End terminal',
  connectAgain: 'Connect again',
  openAgain: 'Open again',
  findIn: 'Find in the terminal',
  notFound: 'not found',
  previous: 'Previous',
  next: 'Next',
  noSsh: (cluster: string) => `No ssh for ${cluster}`,
  noSshText:
    'The settings name no ssh host, user and host key for this cluster. Add them, and a terminal opens here.',
  none: 'No terminal is open',
  noneText: (address: string) =>
    `A login shell as ${address}. It stays open while other pages are shown, and ends with the window or when another environment is shown. Opening and ending it stand in the log of actions; what is typed does not.`,
  open: 'Open terminal',
  pasteTitle: (lines: number, cluster: string) =>
    `Paste ${plural(lines, 'line')} into the terminal of ${cluster}?`,
  pasteText: 'Each line may start a command at once.',
  pasteButton: (lines: number) => `Paste ${plural(lines, 'line')}`,
  /** After the keys that do it. */
  keys: { copy: 'copies', paste: 'pastes', find: 'finds', leave: 'leaves the terminal' }
}
