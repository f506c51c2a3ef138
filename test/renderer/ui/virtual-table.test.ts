import { render, screen } from '@testing-library/svelte'
import '@testing-library/jest-dom/vitest'
import { createRawSnippet } from 'svelte'
import { beforeAll, expect, test } from 'vitest'
import VirtualTable from '../../../src/renderer/src/ui/VirtualTable.svelte'
import { standInForTheBrowser } from '../jsdom-gaps.js'

beforeAll(standInForTheBrowser)

const head = createRawSnippet(() => ({ render: () => '<th>Name</th>' }))
const row = createRawSnippet((name: () => unknown) => ({
  render: () => `<td>${String(name())}</td>`
}))

function shown(rows: readonly string[]) {
  const opened: string[] = []
  const props = {
    rows,
    keyOf: String,
    label: 'Names',
    head,
    row,
    onopen: (each: unknown) => opened.push(String(each))
  }
  const { rerender } = render(VirtualTable, props)
  return { opened, show: (next: readonly string[]) => rerender({ ...props, rows: next }) }
}

const rowOf = (name: string): HTMLElement => screen.getByText(name).closest('tr')!
const press = (key: string): boolean =>
  document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))

test('keys act on the row that has the focus, also after rows came before it', async () => {
  const { opened, show } = shown(['faro', 'porto', 'lisbon'])
  rowOf('porto').focus()
  await show(['braga', 'aveiro', 'faro', 'porto', 'lisbon'])
  expect(rowOf('porto')).toHaveFocus()
  press('Enter')
  press('ArrowDown')
  await expect.poll(() => document.activeElement).toBe(rowOf('lisbon'))
  expect(opened).toEqual(['porto'])
})

test('the focus stays on its row when rows are put into another order', async () => {
  const { show } = shown(['faro', 'porto', 'lisbon'])
  rowOf('faro').focus()
  await show(['porto', 'lisbon', 'faro'])
  await expect.poll(() => document.activeElement).toBe(rowOf('faro'))
})

test('the focus goes to what stands in the place of a row that is gone', async () => {
  const { show } = shown(['faro', 'porto', 'lisbon'])
  rowOf('porto').focus()
  await show(['faro', 'lisbon'])
  await expect.poll(() => document.activeElement).toBe(rowOf('lisbon'))
})
