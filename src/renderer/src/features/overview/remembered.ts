/** What a person chose to see, kept in this window's own storage: no secret, no data of a cluster. */
import { overviewText } from '../../text/overview.js'
import { noFilter, type EventFilter } from './event-filter.js'

const { sources, looks } = overviewText.events

export interface RememberedView {
  readonly filter: EventFilter
  /** Minutes of the lanes. */
  readonly span: number
}

export const SPANS = [30, 180, 1_440] as const
const TEXT_LIMIT = 300

/** @param stored - as it was kept; may be of another version, or anything */
export function viewOf(stored: unknown): RememberedView {
  const { span: minutes, filter } = record(stored)
  const { source, look, text } = record(filter)
  return {
    span: SPANS.find((span) => span === minutes) ?? SPANS[0],
    filter: {
      source: isKey(source, sources) ? source : noFilter.source,
      look: isKey(look, looks) ? look : noFilter.look,
      text: typeof text === 'string' ? text.slice(0, TEXT_LIMIT) : noFilter.text
    }
  }
}

const isKey = <K extends string>(value: unknown, of: Readonly<Record<K, string>>): value is K =>
  typeof value === 'string' && Object.hasOwn(of, value)

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
