/**
 * What was typed into a form and is not saved yet, kept over pages and restarts in the window's own storage. Never give it a secret.
 *
 * A draft that cannot be kept (no room) is lost with the window, which is no reason to stop anybody who types.
 */
export interface KeptDraft<T> {
  read(): T | null
  keep(value: T): void
  forget(): void
}

/**
 * @param name - unique within the window: `cluster/research/porto`
 * @param isOne - is what was found of the shape of today?
 */
export function keptDraft<T>(name: string, isOne: (raw: unknown) => raw is T): KeptDraft<T> {
  const key = `draft/${name}`
  const forget = (): void => localStorage.removeItem(key)
  return {
    read: () => {
      const text = localStorage.getItem(key)
      if (text === null) return null
      try {
        const raw: unknown = JSON.parse(text)
        if (isOne(raw)) return raw
      } catch (cause) {
        if (!(cause instanceof SyntaxError)) throw cause
      }
      forget()
      return null
    },
    keep: (value) => {
      try {
        localStorage.setItem(key, JSON.stringify(value))
      } catch (cause) {
        if (!(cause instanceof DOMException)) throw cause
      }
    },
    forget
  }
}
