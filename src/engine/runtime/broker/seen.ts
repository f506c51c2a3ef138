/** Values with their age, kept while they cannot be seen. */
import { toWireError } from '../../../shared/model/errors.js'
import type { Millis } from '../../../shared/model/ids.js'
import type { Seen } from '../../../shared/model/watch.js'

export const notAsked = { known: false, why: 'not asked yet', code: null, last: null } as const

export const seen = <T>(value: T, at: Millis): Seen<T> => ({ known: true, value, at })

/** It cannot be seen now; what was there stays as the last value. */
export function unseen<T>(before: Seen<T>, thrown: unknown): Seen<T> {
  const { code, message } = toWireError(thrown)
  return {
    known: false,
    why: message,
    code,
    last: before.known ? { value: before.value, at: before.at } : before.last
  }
}

/** The value there is, as old as it may be. */
export const lastOf = <T>(value: Seen<T>): T | null =>
  value.known ? value.value : (value.last?.value ?? null)
