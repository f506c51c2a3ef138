/** Small choices of a page (a filter, what was used last) over restarts, in the page's own storage. Never anything that is secret or of worth. */

/** @returns `fallback` when nothing, or nothing of that kind, is kept */
export function remembered<T>(
  key: string,
  isRight: (value: unknown) => value is T,
  fallback: T
): T {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(`medusa.${key}`) ?? 'null')
    return isRight(value) ? value : fallback
  } catch {
    return fallback // not JSON, or storage is off: a filter that is not remembered
  }
}

export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(`medusa.${key}`, JSON.stringify(value))
  } catch {
    // no room or storage is off: nobody loses more than a filter
  }
}
