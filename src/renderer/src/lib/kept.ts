/**
 * What a mistake, another page, a restart or a crash must not take: drafts of forms, filters, what was used last. It stands in the window's own
 * storage, in the clear: never give it a secret.
 *
 * A storage that refuses (full, switched off) loses it with the window, which is no reason to stop anybody who types.
 */
export interface Kept<T> {
  /** `null`: nothing, or nothing of today's shape. */
  read(): T | null
  write(value: T): void
  clear(): void
}

/**
 * @param name - unique within the window: `cluster/research/porto`
 * @param isOne - is what was found of the shape of today? It may be of another version, or anything.
 */
export function kept<T>(name: string, isOne: (raw: unknown) => raw is T): Kept<T> {
  const key = `medusa/${name}`
  return {
    read: () => {
      const text = localStorage.getItem(key)
      if (text === null) return null
      try {
        const raw: unknown = JSON.parse(text)
        return isOne(raw) ? raw : null
      } catch (cause) {
        if (cause instanceof SyntaxError) return null
        throw cause
      }
    },
    write: (value) => {
      try {
        localStorage.setItem(key, JSON.stringify(value))
      } catch (cause) {
        if (!(cause instanceof DOMException)) throw cause
      }
    },
    clear: () => localStorage.removeItem(key)
  }
}

export const textsIn =
  <K extends string>(...keys: readonly K[]) =>
  (value: unknown): value is Record<K, string> =>
    typeof value === 'object' &&
    value !== null &&
    keys.every((key) => typeof (value as Record<string, unknown>)[key] === 'string')
