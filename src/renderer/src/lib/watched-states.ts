/** How the states of a watched cluster, its broker and the events of the time line are shown. */
import type { TimelineEvent } from '@shared/model/timeline.js'
import type { BrokerLink, WatchedState } from '@shared/model/watch.js'
import { linkText } from '../text/shell.js'
import { statesText as text } from '../text/states.js'
import type { Look, Shape, StateName } from './states.js'

export const watchedLook: Readonly<Record<WatchedState, Look>> = {
  active: { state: 'agreed', shape: 'agreed', word: text.watched.active },
  degraded: { state: 'hung', shape: 'attention', word: text.watched.degraded },
  silent: { state: 'unreachable', shape: 'unreachable', word: text.watched.silent },
  out: { state: 'cancelled', shape: 'cancelled', word: text.watched.out },
  unknown: { state: 'inconclusive', shape: 'inconclusive', word: text.watched.unknown }
}

export const brokerLook: Readonly<Record<BrokerLink['state'], Look>> = {
  unasked: { state: 'waiting', shape: 'note', word: linkText.states.unasked },
  connecting: { state: 'waiting', shape: 'waiting', word: linkText.states.connecting },
  connected: { state: 'agreed', shape: 'agreed', word: linkText.states.connected },
  blocked: { state: 'hung', shape: 'attention', word: linkText.states.blocked },
  disconnected: { state: 'unreachable', shape: 'unreachable', word: linkText.states.disconnected }
}

type EventLook = TimelineEvent['look']

const looks: Readonly<Record<EventLook, readonly [StateName, Shape]>> = {
  agreed: ['agreed', 'agreed'],
  attention: ['hung', 'attention'],
  failed: ['failed', 'failed'],
  unreachable: ['unreachable', 'unreachable'],
  outvoted: ['outvoted', 'outvoted'],
  running: ['running', 'running'],
  cancelled: ['cancelled', 'cancelled'],
  inconclusive: ['inconclusive', 'inconclusive'],
  verified: ['agreed', 'verified'],
  'not-verified': ['inconclusive', 'not-verified'],
  note: ['waiting', 'note']
}

/** n.b. an event is over when it is told: the running ring stands for a start here, and does not turn. */
export function eventLook(look: EventLook): Look {
  const [state, shape] = looks[look]
  return { state, shape, word: text.events[look] }
}
