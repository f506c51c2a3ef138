/**
 * The port to logs that several processes share: a JSON object a line, only ever appended, oldest lines go when the file gets long.
 *
 * For what is shown and not decided upon (actions, the time line): nothing waits for an fsync here, and a line that does not parse is left out.
 */
export interface LineLog<T> {
  /** Never rejects: what could not be written is told to the process's log. */
  append(entry: T): Promise<void>
  /** Resolves when all that was given to it until now is written. */
  written(): Promise<void>
  /** @returns the newest entries, newest first, at most `limit` */
  recent(limit: number): Promise<readonly T[]>
  /** Calls back with entries appended from now on, also by other processes, oldest first. @returns a disposer */
  watch(onAdded: (entries: readonly T[]) => void): () => void
}
