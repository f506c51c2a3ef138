/** English of the guided set-up. */
import type { ShownChange } from '@shared/model/setup.js'
import { listed, plural } from '../lib/format.js'

export const stepStateText = {
  waiting: 'not checked yet',
  checking: 'being checked',
  applying: 'being applied',
  blocked: 'waits for another step',
  failed: 'not applied',
  ok: 'in order',
  todo: 'to be done',
  warning: 'worth a look',
  critical: 'needs you',
  unknown: 'not known',
  leftOut: 'left out'
}

export const kindText: Readonly<Record<ShownChange['kind'], string>> = {
  command: 'Command',
  call: 'Call',
  file: 'File',
  worker: 'Worker',
  settings: 'Settings'
}
const kindNouns: Readonly<Record<ShownChange['kind'], string>> = {
  command: 'command',
  call: 'call',
  file: 'file',
  worker: 'worker',
  settings: 'environment'
}

/** `3 calls, 1 file` */
export function countedChanges(changes: readonly Pick<ShownChange, 'kind'>[]): string {
  const kinds = Object.keys(kindNouns) as ShownChange['kind'][]
  return kinds
    .map((kind) => ({ kind, count: changes.filter((change) => change.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => plural(count, kindNouns[kind]))
    .join(', ')
}

export const guideText = {
  whole: 'All steps',
  about: (clusters: readonly string[]) =>
    `Takes a broker and ${plural(clusters.length, 'cloud')} (${listed(clusters)}) to an environment in which runs can start. Each step is checked, shows what it would change, changes it when you say so, and is checked again.`,
  opening: 'Being opened',
  notOpened: 'The set-up could not be opened',
  steps: 'Steps',
  groups: {
    broker: 'Broker',
    console: 'Console'
  },
  inOrder: (done: number, all: number) => `${String(done)} of ${String(all)} in order`,
  progress: (done: number, all: number) => `${String(done)} of ${String(all)}`,
  kept: 'kept if you leave',
  number: (number: number, word: string) => `step ${String(number)}, ${word}`,
  verdict: {
    checking: 'All steps are being checked',
    mending: 'What is left is being applied',
    stopping: 'Stopping: what runs ends, nothing new begins',
    ready: (environment: string) => `${environment} is set up`,
    readyWithout: (environment: string, without: readonly string[]) =>
      `${environment} is set up without ${listed(without)}`,
    left: (steps: number) => (steps === 1 ? 'One step is left' : `${String(steps)} steps are left`)
  },
  reason: (todo: number, needs: number, blocked: number) =>
    [
      ...(todo === 0 ? [] : [`${String(todo)} can be applied now`]),
      ...(needs === 0 ? [] : [`${String(needs)} ${needs === 1 ? 'needs' : 'need'} you`]),
      ...(blocked === 0 ? [] : [`${String(blocked)} ${blocked === 1 ? 'waits' : 'wait'} for them`])
    ].join(', '),
  readyReason: (clouds: number) =>
    `${plural(clouds, 'cloud')} answered, and the environment is written.`,
  now: 'Now',
  left: 'Left',
  nothingNow: 'Nothing is being worked on.',
  columns: { part: 'Part', state: 'State', progress: 'In order', left: 'Next of it' },
  checkAll: 'Check again',
  stop: 'Stop',
  applyAll: (count: number) => `Apply everything that is left (${String(count)})…`,
  applyAllQuestion: {
    title: (environment: string) => `Apply what ${environment} still needs?`,
    text: (places: string, later: number) =>
      `${places}${later === 0 ? '' : ` ${plural(later, 'step')} ${later === 1 ? 'is' : 'are'} checked after that, and what they lack is made, too.`} Changed files are kept beside the new ones, and every change can be read in the log of actions.`,
    place: (where: string, what: string) => `On ${where}: ${what}.`,
    none: 'What is to be changed shows as the steps are checked.',
    button: (count: number) => `Apply ${plural(count, 'step')}`
  },
  goOnWithout: (cloud: string) => `Go on without ${cloud}`,
  takeBackIn: (cloud: string) => `Take ${cloud} in again`,
  leftOut: (cloud: string) => `${cloud} is left out of this set-up.`,
  actFailed: 'It did not end as it should',
  next: 'Next step',
  back: 'Back',
  end: {
    title: 'What next',
    text: 'Open it, look at its clouds, and run a first job: the vote compares what they answer.',
    open: 'Open the environment',
    run: 'Run the first job…',
    opened: (environment: string) => `${environment} is open`
  }
}

export const stepText = {
  about: 'Why this is needed',
  seconds: (seconds: number) => `${String(seconds)}\u00a0s`,
  /** What was found before it was mended. */
  before: 'found before',
  estimate: (seconds: number) => `about ${String(seconds)}\u00a0s`,
  check: 'Check',
  plan: 'Plan and apply',
  verify: 'Verify',
  notYet: 'not looked at yet',
  waits: (titles: readonly string[]) => `after ${listed(titles)}`,
  waitsFor: 'Waits for',
  nothingToDo: 'nothing is to be changed',
  byHand: 'nothing that can be done from here',
  notPlanned: 'shown when it was checked',
  applied: (time: string) => `applied ${time}`,
  partly: 'not all of it was applied',
  applying: 'being applied',
  made: 'made',
  notMade: 'planned',
  afterApply: 'checked again after it is applied',
  nothingMade: 'nothing was made, so nothing is to be verified',
  checkAgain: 'Check again',
  apply: 'Apply',
  applyAgain: 'Apply again',
  undo: 'Undo what was made…',
  undoQuestion: {
    title: (title: string) => `Undo “${title}”?`,
    text: (undoable: number, rest: number) =>
      `${plural(undoable, 'change')} ${undoable === 1 ? 'is' : 'are'} taken back, newest first; files that were edited since are left alone.${rest === 0 ? '' : ` ${plural(rest, 'change')} cannot be taken back and ${rest === 1 ? 'stays' : 'stay'}.`}`,
    button: (undoable: number) => `Undo ${plural(undoable, 'change')}`
  },
  copyAll: 'Copy as commands',
  copy: (what: string) => `Copy ${what}`,
  on: (where: string) => `on ${where}`,
  code: (kind: string, where: string) => `${kind} on ${where}`,
  password: '(password)'
}

export const passwordText = {
  sudo: (host: string) => `Password of sudo on ${host}`,
  sudoHint: 'For this session only; it is neither kept nor logged',
  administrator: (user: string) => `Password of ${user} on the broker`,
  administratorHint: 'Kept with the secrets of this set-up, mode 0600',
  use: 'Use it'
}

/** Lines of what is copied. */
export const commandsText = {
  on: (where: string) => `# on ${where}`,
  password: '# a password stands where … is; set-up makes one and keeps it on this computer',
  byHand: '# no command does this: it is what Apply does'
}

export const offersText = {
  title: 'Guided set-up',
  note: 'the same as medusa setup',
  lab: 'Bare lab on this machine',
  labThere: 'Lab on this machine, set up from bare',
  labAbout:
    'A broker and clouds as they come from a distribution: nothing of Medusa is on them yet.',
  kinds: { site: 'your machines', environment: 'of the settings' },
  parts: (broker: string, clusters: readonly string[]) => `broker ${broker}, ${listed(clusters)}`,
  setUpLab: 'Set up this lab',
  goOn: 'Check this lab',
  setUp: (environment: string) => `Set up ${environment}`,
  check: (environment: string) => `Check ${environment}`,
  edit: (environment: string) => `Machines of ${environment}`,
  machines: 'Set up my machines',
  machinesAbout: 'A broker and clouds that you reach by ssh.'
}

export const machinesText = {
  title: 'My machines',
  environment: 'Environment',
  environmentHint: 'How this set-up and its environment are called',
  name: 'Name',
  nameRule: 'A name is needed',
  taken: (name: string) => `${name} is there already; its machines are under Set-up`,
  broker: 'Broker',
  brokerNote: 'RabbitMQ; all else is looked up there',
  bySsh: 'I reach it by ssh',
  byOthers: 'Somebody else runs it',
  byOthersNote:
    'Vhosts and users are made through its management plugin; the step of the administrator asks for his password.',
  cluster: (index: number) => `Cloud ${String(index)}`,
  add: 'Add a cloud',
  remove: (name: string) => `Remove ${name}`,
  thisCloud: 'this cloud',
  save: 'Go on to the steps',
  saveNote: 'Nothing is changed on any machine before you say so.',
  back: 'Back',
  discard: 'Start over',
  wrong: (count: number) =>
    count === 1 ? 'One field is not right yet' : `${String(count)} fields are not right yet`,
  draft: 'As you left it',
  whole: 'It cannot be saved like this',
  findKey: 'Ask for its key',
  asking: 'Being asked'
}

export interface FieldWords {
  readonly label: string
  readonly hint: string
  readonly rule: string
}
export const machineFields = {
  host: {
    label: 'Host',
    hint: 'Name or address, as all clouds reach it',
    rule: 'A host is needed'
  },
  port: { label: 'Port', hint: 'AMQP', rule: 'A port is a number from 1 to 65535' },
  managementPort: {
    label: 'Management port',
    hint: 'Of its management plugin',
    rule: 'A port is a number from 1 to 65535'
  },
  adminUser: {
    label: 'Administrator',
    hint: 'Made where it is missing',
    rule: 'Up to 100 characters'
  },
  consoleUser: {
    label: 'User of this console',
    hint: 'Made where it is missing',
    rule: 'Up to 100 characters'
  },
  name: {
    label: 'Name',
    hint: 'As people call it',
    rule: 'Small letters, digits and hyphens; each name once'
  },
  address: {
    label: 'Address',
    hint: 'As other clouds reach its Hadoop',
    rule: 'A name or an address'
  },
  user: { label: 'HDFS user', hint: 'Runs work as this user', rule: 'A user is needed' },
  hadoophome: {
    label: 'Hadoop',
    hint: 'Folder; found by itself where it is usual',
    rule: 'A path begins with /'
  }
} satisfies Record<string, FieldWords>
export const sshFields = {
  host: { label: 'ssh host', hint: 'As this computer reaches it', rule: 'A host is needed' },
  port: { label: 'Port', hint: '', rule: '1 to 65535' },
  user: { label: 'User', hint: 'The login; not root', rule: 'A user is needed' },
  identityFile: { label: 'Key file', hint: 'Private key; empty: the agent', rule: 'A path' },
  hostKey: {
    label: 'Fingerprint of the host key',
    hint: 'SHA256:…, as ssh-keygen -lf prints it',
    rule: 'SHA256: and 43 characters; “Ask for its key” finds it'
  }
} satisfies Record<string, FieldWords>
export const agentText = 'agent'
