import type { Seen } from '@shared/model/watch.js'

/** The value there is, as old as it may be; `null`: never seen. */
export const lastOf = <T>(seen: Seen<T> | null): T | null =>
  seen === null ? null : seen.known ? seen.value : (seen.last?.value ?? null)
