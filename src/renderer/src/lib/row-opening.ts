/** Rows of a plain table that open something, alike to those of `ui/VirtualTable.svelte`: a press, Enter, arrows from one to the next. */

/** Of a press on a row: one on a link or button in it is theirs, and a text that is being marked stays. */
export function opensRow({ target }: MouseEvent): boolean {
  const onPart = (target as HTMLElement).closest('a, button') !== null
  return !onPart && getSelection()?.isCollapsed !== false
}

/** @param open - Enter on the row itself; a button or link within has its own */
export function rowKeys(event: KeyboardEvent, open: () => void): void {
  const row = event.currentTarget as HTMLElement
  if (event.defaultPrevented || event.target !== row) return
  if (event.key === 'Enter') open()
  else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    const rows = [...(row.parentElement?.querySelectorAll<HTMLElement>('tr[tabindex]') ?? [])]
    rows[rows.indexOf(row) + (event.key === 'ArrowDown' ? 1 : -1)]?.focus()
    event.preventDefault()
  }
}
