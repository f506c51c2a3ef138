import { render, screen } from '@testing-library/svelte'
import '@testing-library/jest-dom/vitest'
import { afterEach, beforeAll, expect, test } from 'vitest'
import ConfirmDialog from '../../../src/renderer/src/ui/ConfirmDialog.svelte'
import { standInForTheBrowser } from '../jsdom-gaps.js'

beforeAll(standInForTheBrowser)
afterEach(() => document.body.replaceChildren())

const question = { title: 'Paste 2 lines?', text: 'Each may start a command.', button: 'Paste' }
const asked = (change: object = {}) =>
  render(ConfirmDialog, { question: { ...question, ...change }, onanswer: () => undefined })

test('a dialog that is taken away gives the focus back to what had it', () => {
  const button = document.body.appendChild(document.createElement('button'))
  button.focus()
  const { unmount } = asked({ typed: 'faro' })
  expect(screen.getByRole('textbox')).toHaveFocus()
  unmount()
  expect(button).toHaveFocus()
})

test.each([
  [{}, 'Cancel'],
  [{ danger: true }, 'Keep'],
  [{ keep: 'Keep running' }, 'Keep running']
])('a question %j is refused with %s', (change, refusal) => {
  asked(change)
  expect(screen.getByRole('button', { name: refusal })).toBeInTheDocument()
})
