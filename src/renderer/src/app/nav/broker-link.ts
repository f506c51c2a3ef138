/** The link to the broker as the navigation shows it: shape, words, and the age of what is said. */
import type { ConsoleState } from '@shared/ipc/console-state.js'
import type { EnvironmentSnapshot } from '@shared/model/watch.js'
import { age, shortWhen, ticking, when } from '../../lib/format.js'
import type { Shape, StateName } from '../../lib/states.js'
import { linkText as text, toleranceText } from '../../text/shell.js'

export interface LinkLook {
  readonly state: StateName
  readonly shape: Shape
  /** The state in a word, for who does not see the shape. */
  readonly word: string
  /** `1.6 ms`, or the word. */
  readonly says: string
  /** `0.4 s ago`, or since when: `14:02`, `20 Nov`. */
  readonly age: string
  /** The whole, with the reason; for the pointer and for assistive technology. */
  readonly title: string
}

/** @param now - milliseconds since 1970 */
export function brokerLink(
  console: Pick<ConsoleState, 'engine'> | null,
  watch: EnvironmentSnapshot | null,
  now: number
): LinkLook {
  if (console === null || console.engine.type === 'starting') return unknown(toleranceText.starting)
  if (console.engine.type === 'failed') return unknown(toleranceText.noEnvironment)
  if (watch === null) return unknown(toleranceText.nothingYet)
  const { state, since, reason, roundTripMs, vhosts } = watch.broker
  const sinceThen = text.since(when(since, now))
  /** There is little room; the rest stands in the title. */
  const at = shortWhen(since, now)
  switch (state) {
    case 'connected': {
      const partly = vhosts.up < vhosts.all ? text.partly(vhosts.up, vhosts.all) : null
      const says =
        partly ?? (roundTripMs.known ? milliseconds(roundTripMs.value) : text.states.connected)
      const seen = roundTripMs.known ? age(now - roundTripMs.at) : at
      return {
        state: partly === null ? 'agreed' : 'hung',
        shape: partly === null ? 'agreed' : 'attention',
        word: text.states.connected,
        says,
        age: seen,
        title: `${text.states.connected} ${sinceThen} (${ticking(now - since)})`
      }
    }
    case 'blocked':
      return down('hung', 'attention', state, at, sinceThen, reason)
    case 'disconnected':
      return down('unreachable', 'unreachable', state, at, sinceThen, reason)
    case 'unasked':
      return down('inconclusive', 'inconclusive', state, at, sinceThen, reason)
    case 'connecting':
      return down('running', 'running', state, at, sinceThen, reason)
  }
}

/** Two digits below ten: `1.6 ms`, `44 ms`. */
const milliseconds = (value: number): string =>
  `${value < 9.95 ? value.toFixed(1) : String(Math.round(value))}\u00a0ms`

const down = (
  look: StateName,
  shape: Shape,
  state: 'blocked' | 'disconnected' | 'connecting' | 'unasked',
  at: string,
  since: string,
  reason: string | null
): LinkLook => ({
  state: look,
  shape,
  word: text.states[state],
  says: text.short[state] ?? text.states[state],
  age: at,
  title: `${text.states[state]} ${since}${reason === null ? '' : `: ${reason}`}`
})

const unknown = (why: string): LinkLook => ({
  state: 'inconclusive',
  shape: 'inconclusive',
  word: text.states.unknown,
  says: text.states.unknown,
  age: '',
  title: `${text.states.unknown}: ${why}`
})
