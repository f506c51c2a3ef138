/** Reading a journal: whole lines, a torn last one, or damage. */
import { TextDecoder } from 'node:util'
import { isRecord, parseJson } from '../../protocol/json.js'

export type JournalReading =
  | {
      readonly type: 'whole'
      readonly events: readonly unknown[]
      /** The last line, when it was not finished: nobody was told that it is there. */
      readonly torn: string | null
      /** Bytes of the whole lines. */
      readonly length: number
    }
  /** From 1. */
  | { readonly type: 'damaged'; readonly line: number }

const LINE_FEED = 0x0a

/**
 * @param bytes - the file
 * @returns `damaged` with the first line that is not a JSON object in UTF-8. n.b. a last line that is JSON but has no line
 * feed counts as torn: its append never resolved.
 */
export function readJournal(bytes: Uint8Array): JournalReading {
  const strict = new TextDecoder('utf-8', { fatal: true })
  const events: unknown[] = []
  let start = 0
  for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, start)) {
    const event = parseLine(strict, bytes.subarray(start, end))
    if (event === undefined) return { type: 'damaged', line: events.length + 1 }
    events.push(event)
    start = end + 1
  }
  const rest = bytes.subarray(start)
  const torn = rest.length === 0 ? null : new TextDecoder().decode(rest)
  return { type: 'whole', events, torn, length: start }
}

function parseLine(decoder: TextDecoder, line: Uint8Array): unknown {
  try {
    const value = parseJson(decoder.decode(line))
    return isRecord(value) ? value : undefined
  } catch {
    // Not UTF-8: the caller reports the line as damaged.
    return undefined
  }
}
