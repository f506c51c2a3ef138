/**
 * What a call may carry at all, looked at before any schema: a schema goes through a list of ten million before it says that the list
 * is too long, puts every key it does not know into its message, and takes a Map for an object without keys. Iterative, so that
 * depth cannot overflow a stack.
 */

/** Characters of all texts together: the longest single one is a settings file. */
const TEXT_LIMIT = 8_000_000
/** Values of all kinds together, keys included. */
const VALUE_LIMIT = 200_000
const DEPTH_LIMIT = 64

/**
 * Looks at what came over IPC: anything that the structured clone algorithm lets through, acyclic or not.
 *
 * @returns why no call takes it: too much, too deep, or no plain data; `null` when a schema may look at it
 */
export function unfit(payload: unknown): string | null {
  let text = 0
  let values = 0
  let level: readonly unknown[] = [payload]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEPTH_LIMIT) return `it is nested deeper than ${String(DEPTH_LIMIT)} levels`
    const below: unknown[] = []
    for (const value of level) {
      values += 1
      if (typeof value === 'string') text += value.length
      else if (value instanceof Uint8Array) text += value.byteLength
      else if (typeof value === 'object' && value !== null) {
        if (!isPlain(value)) return `it holds a ${value.constructor.name}, which is no plain data`
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

function isPlain(value: object): value is Record<string, unknown> | readonly unknown[] {
  const prototype: unknown = Object.getPrototypeOf(value)
  return Array.isArray(value) || prototype === Object.prototype || prototype === null
}

/** Before anything is copied. n.b. an array's length may be large while it holds nothing. */
function sizeOf(value: object): number {
  if (Array.isArray(value)) return value.length
  return Object.keys(value).length
}

function entriesOf(value: object): readonly (readonly [string, unknown])[] {
  return Array.isArray(value)
    ? Array.from(value, (each: unknown) => ['', each] as const) // holes, too
    : Object.entries(value)
}
