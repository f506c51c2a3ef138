/** What a person chose to see, kept in this window's own storage: no secret, no data of a cluster. */
import { noFilter, lookNames, sourceNames, type EventFilter } from './event-filter.js'

export interface RememberedView {
  readonly filter: EventFilter
  /** Minutes of the lanes. */
  readonly span: number
}

export const SPANS = [30, 180, 1_440] as const
const KEY = 'overview'
const TEXT_LIMIT = 300

/** @param storage - the window's; what stands there may be of another version, or anything */
export function recall(storage: Pick<Storage, 'getItem'>): RememberedView {
  const stored = parsed(storage.getItem(KEY))
  const { source, look, text } = record(stored['filter'])
  return {
    span: SPANS.find((span) => span === stored['span']) ?? SPANS[0],
    filter: {
      source: isKey(source, sourceNames) ? source : noFilter.source,
      look: isKey(look, lookNames) ? look : noFilter.look,
      text: typeof text === 'string' ? text.slice(0, TEXT_LIMIT) : noFilter.text
    }
  }
}

export function remember(storage: Pick<Storage, 'setItem'>, view: RememberedView): void {
  storage.setItem(KEY, JSON.stringify(view))
}

const isKey = <K extends string>(value: unknown, of: Readonly<Record<K, string>>): value is K =>
  typeof value === 'string' && Object.hasOwn(of, value)

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

function parsed(text: string | null): Readonly<Record<string, unknown>> {
  try {
    return record(JSON.parse(text ?? '{}'))
  } catch {
    // Written by something else: what is asked for instead is the usual view.
    return {}
  }
}
