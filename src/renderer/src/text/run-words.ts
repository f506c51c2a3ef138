/** English of what a run says of itself: its verdict, its story, its votes, the standing of its units. */
import { listed, plural } from '../lib/format.js'
import type { RunStanding } from '../lib/states.js'

export const verdictText = {
  titles: {
    verified: 'Verified',
    'not-verified': 'Not verified',
    cancelled: 'Cancelled',
    failed: 'Failed',
    running: 'Running',
    interrupted: 'Interrupted'
  } satisfies Record<RunStanding, string>,
  interrupted:
    'The process that carried this run out ended before a verdict. What it had recorded is below; no cloud is blamed.',
  cut: (sentences: string) => `${sentences} … The other units stand below.`,
  enough: '1 digest is enough',
  needed: (digests: number) => `${String(digests)} equal digests are needed (f + 1)`,
  surveying: (clouds: number, answered: number) =>
    `Asks ${plural(clouds, 'cloud')} who is there and what they hold; ${String(answered)} answered.`,
  pinning:
    'Pins the input: its manifest is made before anything runs, and checked before and after every use.',
  executing: (work: string, equal: string) => `${work}. ${equal}.`,
  executingMany: (work: string, equal: string) => `${work}. ${equal} for each.`,
  publishing: (clouds: readonly string[]) =>
    `${listed(clouds)} agree; the output is published on them.`,
  over: 'The run is over; its report is being written.',
  allHere: 'All digests are here; the vote is next',
  works: (clouds: readonly string[]) =>
    `${listed(clouds)} ${clouds.length === 1 ? 'runs' : 'run'} the job`,
  differ: (clouds: readonly string[], work: string) =>
    `${listed(clouds)} report different digests; ${work}`,
  attempts: (attempts: number, clouds: readonly string[]) =>
    `${plural(attempts, 'attempt')} on ${listed(clouds)}`,
  copies: (copies: number) => plural(copies, 'copy', 'copies'),
  underWay: (decided: string, what: readonly string[]) =>
    `${decided}; under way: ${what.join(', ')}`,
  chunksDecided: (decided: number, all: number) =>
    `${String(decided)} of ${plural(all, 'chunk')} ${decided === 1 ? 'is' : 'are'} decided`,
  jobsDecided: (decided: number, all: number) =>
    `${String(decided)} of ${plural(all, 'job')} ${decided === 1 ? 'is' : 'are'} decided`,
  facts: {
    method: 'compared by',
    holds: 'holds if',
    input: 'input',
    trusted: 'input trusted from',
    started: 'started',
    took: 'took',
    soFar: 'so far',
    seen: 'last seen',
    by: 'carried out by',
    output: 'output'
  },
  noFaults: 'no cloud is faulty',
  faults: (faults: number) =>
    `at most ${plural(faults, 'cloud')} ${faults === 1 ? 'is' : 'are'} faulty`,
  otherProcess: 'another process',
  pinned: 'pinned'
}

export const storyText = {
  title: 'What happened',
  note: 'newest first',
  nothing: 'Nothing yet.',
  older: (notes: number) => plural(notes, 'older note'),
  starts: (faults: number, clouds: number) =>
    `the run starts with f = ${String(faults)}; ${plural(clouds, 'cloud')} ${clouds === 1 ? 'is' : 'are'} asked`,
  delivered: (cloud: string, files: number, bytes: string) =>
    `${cloud} delivered ${plural(files, 'file')}, ${bytes}`,
  deliveredUnit: (cloud: string, unit: string, files: number, bytes: string) =>
    `${cloud} delivered ${unit}: ${plural(files, 'file')}, ${bytes}`,
  published: (path: string, clouds: readonly string[]) =>
    `published as ${path} on ${listed(clouds)}`
}

/** A vote in a few words. */
export const voteText = {
  vote: (number: number, groups: string) => `vote ${String(number)}: ${groups}`,
  none: 'no digests',
  differ: (voices: number) => `${String(voices)} differ`,
  equal: (equal: number, voices: number) => `${String(equal)} of ${String(voices)} equal`,
  decided: (vote: string) => `${vote}, decided`,
  undecided: (vote: string) => `${vote}, undecided`,
  joined: (vote: string, clouds: readonly string[]) =>
    `${vote}, ${listed(clouds, 2)} ${clouds.length === 1 ? 'joins' : 'join'}`,
  joinedMany: (vote: string, clouds: number) =>
    `${vote}, ${plural(clouds, 'cloud')} ${clouds === 1 ? 'joins' : 'join'}`
}

export const unitText = {
  cut: 'cutting the input',
  chunk: (number: string) => `chunk ${number}`,
  states: {
    decided: 'decided',
    waiting: 'waiting',
    running: 'running',
    copying: 'copying',
    voting: 'voting',
    notBegun: 'not begun',
    cancelled: 'cancelled',
    undecided: 'undecided',
    failed: 'failed'
  },
  /** What it waits for. */
  waitsFor: (units: readonly string[]) => `for ${listed(units, 3)}`,
  nextCloud: 'another cloud is next',
  turn: 'for its turn',
  attempts: (count: number) => plural(count, 'attempt'),
  attemptsOf: (count: number, all: number) => `${plural(count, 'attempt')} of ${String(all)}`,
  outputs: (count: number, needed: number) => `${plural(count, 'output')} of ${String(needed)}`,
  bytes: (done: string, all: string) => `${done} of ${all}`,
  chunks: (count: number, states: readonly string[]) =>
    `${plural(count, 'chunk')}: ${states.join(', ')}`,
  tries: (told: string, attempts: number) => `${told} (${String(attempts)} attempts)`
}

/** What is wrong with a file of an output. */
export const matrixWords = {
  outvoted: 'outvoted',
  differs: 'differs',
  missing: 'missing',
  onlyHere: 'only here',
  more: (word: string, bytes: string) => `${word}, ${bytes} B more`,
  less: (word: string, bytes: string) => `${word}, ${bytes} B less`,
  /** Whose equal ones carry the same letter; none of them is the agreed one. */
  output: (letter: string, how: string) => `${how}: ${letter}`,
  repeat: (how: string) => `repeat, ${how}`,
  on: (word: string, files: number, all: number) =>
    `${word} on ${String(files)} of ${plural(all, 'file')}`,
  notVoted: 'not voted on yet'
}
