/** Which events are listed: by what they happened to, by how serious they are, by text. Remembered between starts. */
import type { TimelineEvent } from '@shared/model/timeline.js'
import { textFilter } from '../../lib/text-filter.js'

export type SourceChoice = 'all' | TimelineEvent['source']
/** `trouble`: everything one should look at. */
export type LookChoice = 'all' | 'trouble' | 'good'

export interface EventFilter {
  readonly source: SourceChoice
  readonly look: LookChoice
  readonly text: string
}

export const noFilter: EventFilter = { source: 'all', look: 'all', text: '' }

const GOOD: ReadonlySet<TimelineEvent['look']> = new Set(['agreed', 'verified'])
const NEUTRAL: ReadonlySet<TimelineEvent['look']> = new Set(['running', 'note', 'cancelled'])

export function filtered(
  events: readonly TimelineEvent[],
  { source, look, text }: EventFilter
): readonly TimelineEvent[] {
  const { matches } = textFilter(text)
  return events.filter(
    (event) =>
      (source === 'all' || event.source === source) &&
      isOf(look, event.look) &&
      matches(`${event.subject} ${event.text} ${event.run ?? ''}`)
  )
}

function isOf(choice: LookChoice, look: TimelineEvent['look']): boolean {
  switch (choice) {
    case 'all':
      return true
    case 'good':
      return GOOD.has(look)
    case 'trouble':
      return !GOOD.has(look) && !NEUTRAL.has(look)
  }
}

/** Newest first, each event once; `known` itself when nothing is new. */
export function withAdded(
  known: readonly TimelineEvent[],
  added: readonly TimelineEvent[]
): readonly TimelineEvent[] {
  const ids = new Set(known.map(({ id }) => id))
  const fresh = added.filter(({ id }) => !ids.has(id) && ids.add(id))
  return fresh.length === 0 ? known : [...fresh, ...known].sort((one, other) => other.at - one.at)
}
