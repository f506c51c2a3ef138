/**
 * How much a call may carry, looked at before any schema: a schema goes through a list of ten million before it says that the list
 * is too long, and puts every key it does not know into its message. Iterative, so that depth cannot overflow a stack.
 */

/** Characters of all texts together: the longest single one is a settings file. */
const TEXT_LIMIT = 8_000_000
/** Values of all kinds together, keys included. */
const VALUE_LIMIT = 200_000
const DEPTH_LIMIT = 64

/**
 * Looks at what came over IPC: anything that the structured clone algorithm lets through, acyclic or not.
 *
 * @returns why it is too much; `null` when it is not
 */
export function tooMuch(payload: unknown): string | null {
  let text = 0
  let values = 0
  let level: readonly unknown[] = [payload]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEPTH_LIMIT) return `it is nested deeper than ${String(DEPTH_LIMIT)} levels`
    const below: unknown[] = []
    for (const value of level) {
      values += 1
      if (typeof value === 'string') text += value.length
      else if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) text += value.byteLength
      else if (typeof value === 'object' && value !== null) {
        values += sizeOf(value)
        if (values > VALUE_LIMIT) return `it holds more than ${String(VALUE_LIMIT)} values`
        for (const [key, each] of entriesOf(value)) {
          text += key.length
          below.push(each)
        }
      }
      if (text > TEXT_LIMIT) return `it holds more than ${String(TEXT_LIMIT)} characters`
    }
    level = below
  }
  return null
}

/** Before anything is copied. n.b. an array's length may be large while it holds nothing. */
function sizeOf(value: object): number {
  if (Array.isArray(value)) return value.length
  if (value instanceof Map || value instanceof Set) return value.size
  let count = 0
  for (const _key in value) if ((count += 1) > VALUE_LIMIT) break
  return count
}

function entriesOf(value: object): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value)) return Array.from(value, (each: unknown) => ['', each] as const) // holes, too
  if (value instanceof Set) return [...value].map((each) => ['', each])
  if (value instanceof Map)
    return [...value].flatMap((pair) => pair.map((each) => ['', each] as const))
  return Object.entries(value)
}
