/**
 * What must not be lost by a mistake, a page switch or a broker that vanishes: drafts, for as long as the window lives, and how the list of queues
 * is looked at, for ever. Never a password. A storage that refuses (full, damaged) costs the convenience, not the page.
 */

export interface Kept<T> {
  read(): T | null
  write(value: T): void
  clear(): void
}

/** @param accept - is what was read still of this shape? */
export function kept<T>(
  storage: Storage,
  key: string,
  accept: (value: unknown) => value is T
): Kept<T> {
  return {
    read: () => {
      const text = storage.getItem(key)
      if (text === null) return null
      const value = parsed(text)
      return accept(value) ? value : null
    },
    write: (value) => storage.setItem(key, JSON.stringify(value)),
    clear: () => storage.removeItem(key)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    if (cause instanceof SyntaxError) return null
    throw cause
  }
}

export const textsIn =
  <K extends string>(...keys: readonly K[]) =>
  (value: unknown): value is Record<K, string> =>
    typeof value === 'object' &&
    value !== null &&
    keys.every((key) => typeof (value as Record<string, unknown>)[key] === 'string')
