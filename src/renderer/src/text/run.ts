/** English of the page of a run, panel by panel. What its verdict, votes and units say in words stands in run-words.ts. */
import { listed, numberWord, plural } from '../lib/format.js'

export const runBannerText = {
  title: 'Verdict',
  cancel: 'Cancel run…',
  fetching: 'Fetching',
  fetch: 'Fetch output…'
}

export const jobsText = {
  title: 'Jobs',
  note: (decided: number, all: number) => `${String(decided)} of ${plural(all, 'job')} decided`,
  columns: {
    job: 'Job',
    state: 'State',
    agree: 'Agree',
    apart: 'Differ or failed',
    method: 'Compared by'
  },
  show: (unit: string) => `Show the attempts of ${unit}`,
  chunks: (job: string) => `Chunks of ${job}`,
  vote: 'vote',
  more: (jobs: number) => plural(jobs, 'more job')
}

export const attemptsText = {
  title: 'Attempts',
  titleAt: (unit: string) => `Attempts at ${unit}`,
  note: (attempts: number, clouds: number) =>
    `${plural(attempts, 'attempt')} on ${plural(clouds, 'cloud')}`,
  noteFrom: (note: string, time: string) => `${note}, 0:00 is ${time}`,
  legend: {
    queued: 'queued',
    copy: 'data',
    map: 'map',
    reduce: 'reduce',
    job: 'map and reduce',
    digest: 'digest',
    wait: 'waits for the vote'
  },
  asChart: 'As chart',
  asTable: 'As table',
  willStart: (attempts: number) => `${plural(attempts, 'attempt')} will start`,
  surveying: (clouds: readonly string[]) => `The clouds are asked first: ${listed(clouds)}.`,
  reads: 'It begins when what it reads is decided.',
  readsFrom: (what: string) => `It begins when what it reads is decided: it waits ${what}.`,
  pinning: 'The input is pinned first, so that every cloud computes the same.',
  none: 'No attempt was started',
  noneText: 'The run ended before any cloud got the job.',
  columns: {
    cloud: 'Cloud',
    why: 'Why',
    queued: 'Queued at',
    waited: 'Waited',
    job: 'Job',
    digest: 'Digest',
    ended: 'Ended',
    application: 'Application'
  },
  copyApplication: 'Copy application id',
  hung: (cloud: string) => `${cloud}: the job did not move any more`,
  unreachable: (cloud: string) => `${cloud} does not answer`,
  failed: (cloud: string) => `${cloud} failed`,
  ranInPlace: (cloud: string) => `${cloud} ran the job in its place.`,
  runsInPlace: (cloud: string) => `${cloud} runs the job in its place.`,
  noneInPlace: 'No other cloud ran the job in its place.',
  /** Parts of the chart, for the pointer. */
  bars: {
    queued: 'queued',
    copy: 'copy',
    map: 'map',
    reduce: 'reduce',
    job: 'job',
    digest: 'digest'
  },
  percent: (part: string, percent: number) => `${part} ${String(percent)} %`,
  /** Why an attempt runs. */
  how: {
    repeat: 'repeat',
    alone: 'alone',
    first: (attempts: number) => `first ${numberWord(attempts)}`,
    joined: (vote: number) => `joined at vote ${String(vote)}`,
    later: 'started later',
    inPlaceOf: (cloud: string) => `for ${cloud}`
  },
  differing: (files: number, all: number) => `${String(files)} of ${String(all)} files`,
  /** What an open one does. */
  getsData: (percent: string) => `gets data, ${percent}`,
  digests: (bytes: string) => `digests ${bytes}`
}

export const votesText = {
  title: 'Votes',
  titleOn: (unit: string) => `Votes on ${unit}`,
  note: 'first 8 digits of SHA-256',
  noteBy: (method: string) => `SHA-256, first 8 digits; compared by ${method}`,
  same: 'same digest',
  beside: 'same, not counted',
  none: 'No digests',
  noneYet: 'No digests yet',
  noneText: 'No cloud delivered an output that could be voted on.',
  noneYetText: (needed: number) =>
    `Each cloud digests its output when its job ends. ${plural(needed, 'equal whole manifest')} ${needed === 1 ? 'decides' : 'decide'}.`,
  manifest: 'Manifest',
  over: (names: number) => `over ${plural(names, 'name')}, lengths and digests`,
  noneDiffers: 'No file differs',
  differ: (files: number) => `${plural(files, 'file')} ${files === 1 ? 'differs' : 'differ'}`,
  soFar: (what: string) => `${what} so far`,
  undecided: (what: string) => `${what}, undecided`,
  letters: 'the same letter: the same digest',
  next: 'Nobody knows which is right. Compare them:',
  nextOr: 'or add clouds and run it again.',
  copyCommand: 'Copy the command',
  copy: 'Copy all digests'
}

/** Files × clouds. */
export const matrixText = {
  pending: 'not there yet',
  absent: 'this cloud has no such file',
  file: 'File',
  size: 'Size',
  clouds: (count: number) => plural(count, 'cloud'),
  noneDiffers: 'No file differs.',
  noneCalled: (search: string) => `No file is called like “${search}”.`,
  more: (files: number) => plural(files, 'more file'),
  moreDifferFirst: (files: number) =>
    `${plural(files, 'more file')}, those that differ stand first`,
  files: 'Files',
  all: (count: number) => `All ${String(count)}`,
  differing: (count: number) => `Differing ${String(count)}`,
  find: 'Find a file by name',
  placeholder: 'file name'
}

export const copiesText = {
  title: 'Copies',
  underWay: (count: number) => `${String(count)} under way`,
  failed: (count: number) => `${String(count)} failed`,
  all: (count: number) => plural(count, 'copy', 'copies'),
  filters: { all: 'All', open: 'Under way', failed: 'Failed' },
  columns: {
    route: 'From → to',
    what: 'What',
    by: 'By',
    bytes: 'Bytes',
    state: 'State',
    took: 'Took'
  },
  thisMachine: 'this machine',
  modes: { upload: 'upload', stream: 'stream', distcp: 'distcp' },
  again: 'again',
  progress: (what: string, to: string) => `${what} to ${to}`,
  part: (done: string, all: string) => `${done} of ${all}`,
  none: 'None.',
  more: (count: number) => plural(count, 'more copy', 'more copies'),
  showMore: 'Show more'
}

export const cloudsText = {
  title: 'Clouds',
  at: (time: string) => `at ${time}`,
  columns: {
    cloud: 'Cloud',
    state: 'State',
    rank: 'Rank',
    address: 'Address',
    heartbeat: 'Heartbeat'
  },
  none: (count: number) => `${plural(count, 'cloud')} in this environment.`
}

export const outputText = {
  title: 'Output',
  size: (files: number, bytes: string) => `${plural(files, 'file')}, ${bytes}`,
  path: 'Path',
  on: 'On',
  notYet: 'not published yet',
  nowhere: 'no cloud',
  nowhereNote: 'only a verified output is published',
  note: 'SHA-256 is computed while files stream; one that differs from the vote is taken from another cloud instead.',
  fetch: 'Fetch into a folder…',
  fetchAgain: 'Fetch again…',
  fetching: 'Fetching and checking',
  fetched: (files: number, bytes: string) =>
    `${plural(files, 'file')}, ${bytes}, all equal the vote`,
  replaced: (copies: number) =>
    `${plural(copies, 'copy', 'copies')} differed and ${copies === 1 ? 'was' : 'were'} taken from another cloud`,
  open: 'Open folder'
}

/** What went into a run. */
export const givenText = {
  title: 'What went in',
  input: 'Input',
  size: (files: number, bytes: string) => `${plural(files, 'file')}, ${bytes}`,
  manifest: 'Manifest',
  copyManifest: 'Copy manifest',
  notPinned: 'not pinned yet',
  pinned: 'pinned, checked at every use',
  trusted: (cloud: string) => `trusted from ${cloud}, nobody else holds it`,
  faults: 'Fault limit',
  faultsAre: (faults: number) => `f = ${String(faults)}`,
  needed: (outputs: number) =>
    `${plural(outputs, 'equal output')} ${outputs === 1 ? 'decides' : 'decide'}`,
  level: 'Level',
  task: 'task',
  notCut: 'not cut yet',
  chunks: (count: number) => plural(count, 'chunk'),
  ranking: 'Ranking',
  random: 'random',
  seed: (seed: number) => `seed ${String(seed)}`,
  environment: 'Environment',
  cost: 'Cost',
  executions: (count: number) => plural(count, 'execution'),
  costs: (uploaded: string, copied: string, compared: string) =>
    `${uploaded} uploaded, ${copied} copied between clouds, ${compared} read for comparison`,
  console: 'Console',
  overhead: (all: string) => `of ${all}, the rest is the clouds’ work`
}

export const cancelText = {
  title: (run: string) => `Cancel ${run}?`,
  noneRuns: 'No attempt is running.',
  stopped: (attempts: number, clouds: string) =>
    `${plural(attempts, 'attempt')} ${attempts === 1 ? 'is' : 'are'} stopped on ${clouds}.`,
  noOutput: 'No output is published. The run cannot be taken up again.',
  kept: 'The journal is kept; other runs and inputs on the clouds are not touched.',
  keptEnded: (attempts: number) =>
    `The journal and ${plural(attempts, 'attempt')} that ended are kept; other runs and inputs on the clouds are not touched.`,
  keep: 'Keep running',
  cancel: 'Cancel run',
  stop: (attempts: number) => `Stop ${plural(attempts, 'attempt')}`
}
