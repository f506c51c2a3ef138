/** English of the logs of a cluster: their list, and the one that is followed. */
import { grouped, plural } from '../lib/format.js'

export const logListText = {
  title: 'Logs',
  again: 'Look for logs again',
  filter: 'Filter logs by name',
  placeholder: 'Name or folder',
  kinds: {
    worker: 'Worker',
    hadoop: 'Hadoop',
    attempt: 'Attempts',
    container: 'Containers',
    other: 'Others'
  },
  none: (folders: readonly string[]) => `No log below ${folders.join(', ')}.`,
  noFit: 'No log has this in its name or folder.',
  hidden: (logs: number) => `${plural(logs, 'log')}; the filter finds those that are not shown.`,
  hiddenAndMore: (logs: number) =>
    `${plural(logs, 'log')} and more; the filter finds those that are not shown.`
}

export const logText = {
  title: 'Lines',
  of: (path: string) => `Lines of ${path}`,
  looking: 'Looking for logs',
  choose: 'Choose a log to follow it',
  chooseText:
    'Its last lines come first, then what is written, also after the file was replaced. Only its end is read, however large it is.',
  states: {
    paused: 'paused',
    opening: 'opening',
    following: 'following',
    ended: 'not followed'
  },
  filter: 'Filter lines by a regular expression',
  placeholder: 'Regex',
  pause: 'Pause',
  resume: 'Resume',
  resumeWaiting: (lines: number) => `Resume, ${plural(lines, 'line')}`,
  followAgain: 'Follow again',
  endedHint: 'follow the log again',
  reading: 'Reading its end',
  noMatch: 'No line matches.',
  nothing: 'Nothing is written in it yet.',
  fault: (why: string) => `The regex is not whole: ${why}.`,
  matching: (shown: number, all: number) => `${grouped(shown)} of ${plural(all, 'line')} match`,
  matchingSoFar: (shown: number, all: number) =>
    `${grouped(shown)} of ${plural(all, 'line')} match, still looking`,
  lines: (count: number) => plural(count, 'line'),
  letGo: (count: number) => `, the first ${grouped(count)} are let go`,
  tail: 'From the last',
  tailLines: (count: number) => plural(count, 'line'),
  toEnd: 'Jump to the end',
  copy: 'Copy lines',
  save: 'Save…'
}
