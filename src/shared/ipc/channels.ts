/**
 * The names of the calls, without the schemas: the sandboxed preload would otherwise carry 130 kB of schema library.
 * Complete by type: a call that is missing here does not compile.
 */
import type { CallName, EventName } from './contract.js'

const names = {
  'console.read': true,
  'console.retry': true,
  'theme.choose': true,
  'clipboard.write': true,
  'runs.follow': true,
  'runs.unfollow': true,
  'runs.open': true,
  'runs.startAgain': true,
  'runs.dismissStart': true,
  'runs.cancel': true,
  'runs.fetch': true,
  'runs.showFetched': true
} as const satisfies Record<CallName, true>

const events = {
  'console.state': true,
  'run.snapshot': true
} as const satisfies Record<EventName, true>

export const callNames = Object.keys(names) as readonly CallName[]
export const eventNames = Object.keys(events) as readonly EventName[]
