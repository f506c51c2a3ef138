/** English of what all pages share: words of dialogs and fields, what is seen of a cluster, what was tried. */
import type { Trial } from '@shared/model/watch.js'

export const uiText = {
  cancel: 'Cancel',
  /** Instead of cancelling something that would destroy. */
  keep: 'Keep',
  name: 'Name',
  description: 'Description',
  password: 'Password',
  user: 'User',
  /** Head of a column of menus, not seen. */
  actions: 'Actions',
  unknown: 'unknown',
  openSetup: 'Open set-up',
  /** To the step that mends what went wrong. */
  mendInSetup: 'Mend it in set-up',
  tryAgain: 'Try again',
  close: 'Close',
  showMore: (count: number) => `Show ${String(count)} more`,
  showAll: 'Show all',
  cause: 'Cause',
  remedy: 'Remedy',
  copied: 'Copied',
  notCopied: 'Not copied',
  copyCall: 'Copy call',
  copyPath: 'Copy path',
  copyCommand: 'Copy command',
  typeToGoOn: (name: string) => `Type “${name}” to go on`,
  filterPlaceholder: 'Name or regex',
  seen: (age: string) => `seen ${age}`,
  environmentClosed: 'The environment is not open',
  lastSeen: (why: string, age: string, value: string) => `${why}; last seen ${age}: ${value}`
}

/** What is seen of a cluster. */
export const watchedText = {
  notHeard: 'not heard yet',
  within: (error: string) => `within ${error}`
}

export const trialsText = {
  names: {
    heartbeat: 'Worker heartbeat',
    hello: 'Hello through the broker',
    facts: 'Facts from its worker',
    queue: 'Length of its queue',
    hdfs: 'HDFS, directly',
    yarn: 'YARN, directly'
  } satisfies Record<Trial['kind'], string>,
  answered: 'answered',
  /** n.b. as wide as `failed`: they stand below one another in what is copied. */
  ok: 'ok    ',
  failed: 'failed',
  remedy: (remedy: string) => `remedy: ${remedy}`,
  title: (cluster: string) => `What was tried at ${cluster}`,
  /** After how long ago it was. */
  took: (duration: string) => `, took ${duration}`
}
