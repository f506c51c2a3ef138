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
  'notices.choose': true,
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
  'runs.durations': true,
  // environment
  'environment.read': true,
  'environment.probe': true,
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
  'secrets.forget': true
  // clusters
  // hosts
  // hdfs
  // broker
  // lab
} as const satisfies Record<CallName, true>

const events = {
  'console.state': true,
  'console.go': true,
  'actions.added': true,
  'run.snapshot': true,
  'environment.snapshot': true,
  'timeline.added': true,
  'settings.changed': true
} as const satisfies Record<EventName, true>

export const callNames = Object.keys(names) as readonly CallName[]
export const eventNames = Object.keys(events) as readonly EventName[]
