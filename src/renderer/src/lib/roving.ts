/** Arrow keys within a list or menu: one stop of the tabulator, and the arrows go from entry to entry. */

/**
 * Moves the focus when the key is one that moves it.
 *
 * @param items - in the order of the screen, those that cannot be used left out
 */
export function rove(event: KeyboardEvent, items: readonly HTMLElement[]): void {
  const at = items.findIndex((item) => item === document.activeElement)
  const to = roveTo(event.key, at, items.length)
  if (to === null) return
  event.preventDefault()
  items[to]?.focus()
}

/** @param at - −1: none has the focus @returns the entry to go to; `null`: the key moves nothing */
export function roveTo(key: string, at: number, count: number): number | null {
  if (count === 0) return null
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count
    case 'ArrowUp':
      return (Math.max(at, 0) - 1 + count) % count
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}
