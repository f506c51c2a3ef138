/** Settings to give away: the same environments, without anything that looks like a secret. */
import { parseJsonText, valueOf, type JsonValue } from '../../../shared/model/json-text.js'
import { secretMarks, withoutUrlPasswords } from './secret-marks.js'

/** @param text - valid settings @returns a text without any secret mark, and what was taken out */
export function exportText(text: string): {
  readonly text: string
  readonly removed: readonly string[]
} {
  const found = [...new Set(secretMarks(text).map(({ what }) => what))]
  const cleanUrls = withoutUrlPasswords(text)
  if (secretMarks(cleanUrls).length === 0) return { text: cleanUrls, removed: found }
  const parsed = parseJsonText(cleanUrls)
  if (!parsed.ok) return { text: '{}\n', removed: found }
  return { text: `${JSON.stringify(cleaned(valueOf(parsed.root)), null, 2)}\n`, removed: found }
}

function cleaned(value: JsonValue): JsonValue {
  if (Array.isArray(value))
    return (value as readonly JsonValue[]).filter((item) => !marked('x', item)).map(cleaned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, item]) => !marked(key, item))
      .map(([key, item]) => [key, cleaned(item)])
  )
}

const marked = (key: string, value: JsonValue): boolean =>
  typeof value === 'string' &&
  secretMarks(`{${JSON.stringify(key)}: ${JSON.stringify(value)}}`).length > 0
