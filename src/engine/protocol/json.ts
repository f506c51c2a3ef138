/** JSON from strangers: a value or nothing, never an exception. */

/** @returns `undefined` when the text is no JSON (JSON itself has no `undefined`) */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    // The parser's own message quotes the text, which may be anything; callers say what was expected instead.
    return undefined
  }
}

/** A plain JSON object, as opposed to null, an array or a scalar. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
