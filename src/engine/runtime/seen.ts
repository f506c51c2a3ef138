/** Values with their age, kept while they cannot be seen. */
import { toWireError, type ErrorCode } from '../../shared/model/errors.js'
import type { Millis } from '../../shared/model/ids.js'
import type { Seen } from '../../shared/model/watch.js'

export const notAsked: Seen<never> = { known: false, why: 'not asked yet', code: null, last: null }

export const seen = <T>(value: T, at: Millis): Seen<T> => ({ known: true, value, at })

/** It cannot be seen now; what was there stays as the last value. */
export function unseen<T>(before: Seen<T>, why: string, code: ErrorCode | null): Seen<T> {
  const last = before.known ? { value: before.value, at: before.at } : before.last
  return { known: false, why, code, last }
}

/** {@link unseen} because of what was thrown. */
export function unseenAfter<T>(before: Seen<T>, thrown: unknown): Seen<T> {
  const { code, message } = toWireError(thrown)
  return unseen(before, message, code)
}

/** The value there is, as old as it may be. */
export const lastOf = <T>(value: Seen<T>): T | null =>
  value.known ? value.value : (value.last?.value ?? null)
