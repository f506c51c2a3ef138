/**
 * The names of the calls, without the schemas: the sandboxed preload would otherwise carry 130 kB of schema library.
 * Complete by type: a call that is missing here does not compile.
 */
import type { CallName, EventName } from './contract.js'

const names = {
  // console
  'console.read': true,
  'console.retry': true,
  'environment.choose': true,
  'theme.choose': true,
  'clipboard.write': true,
  'actions.read': true,
  // runs
  'runs.follow': true,
  'runs.unfollow': true,
  'runs.open': true,
  'runs.startAgain': true,
  'runs.dismissStart': true,
  'runs.cancel': true,
  'runs.fetch': true,
  'runs.showFetched': true,
  // environment
  'environment.read': true,
  'environment.probe': true,
  'environment.tried': true,
  'timeline.lanes': true,
  'timeline.read': true,
  // settings
  'settings.read': true,
  'settings.check': true,
  'settings.save': true,
  'settings.restore': true,
  'settings.version': true,
  'settings.export': true,
  'settings.import': true,
  'secrets.set': true,
  'secrets.forget': true,
  // clusters
  'clusters.read': true,
  'clusters.sshHosts': true,
  'clusters.test': true,
  'clusters.stopTest': true,
  // hosts
  // hdfs
  // broker
  // lab
  'lab.watch': true,
  'lab.unwatch': true,
  'lab.start': true,
  'lab.cancel': true,
  'lab.stop': true,
  'lab.fault': true,
  'lab.heal': true,
  'lab.tour': true,
  'lab.install': true,
  'setup.read': true
} as const satisfies Record<CallName, true>

const events = {
  'console.state': true,
  'actions.added': true,
  'run.snapshot': true,
  'environment.snapshot': true,
  'timeline.added': true,
  'settings.changed': true,
  'clusters.tested': true,
  'lab.view': true
} as const satisfies Record<EventName, true>

export const callNames = Object.keys(names) as readonly CallName[]
export const eventNames = Object.keys(events) as readonly EventName[]
