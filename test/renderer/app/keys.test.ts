import { expect, test } from 'vitest'
import {
  commandOf,
  isTyping,
  keyGroups,
  type KeyPress
} from '../../../src/renderer/src/app/keys.js'
import { pageNames } from '../../../src/renderer/src/lib/links.js'

const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: /^\d$/.test(key) ? `Digit${key}` : '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...change
})
const anywhere = { typing: false, inDialog: false }
const typing = { typing: true, inDialog: false }

test('Alt and a digit shows a page, also while typing and whatever the layout makes of it', () => {
  pageNames.forEach((page, index) => {
    const code = `Digit${String(index + 1)}`
    expect(commandOf(press('¡', { altKey: true, code }), typing)).toEqual({ type: 'page', page })
  })
  expect(commandOf(press('9', { altKey: true }), anywhere)).toBeNull()
})

test.each([
  [press('k', { ctrlKey: true }), anywhere, 'palette'],
  [press('K', { ctrlKey: true }), typing, 'palette'],
  [press('k', { ctrlKey: true }), { typing: true, inDialog: true }, 'palette'],
  [press('?', { shiftKey: true }), anywhere, 'keys'],
  [press('/'), anywhere, 'filter'],
  [press('ArrowLeft', { altKey: true }), anywhere, 'back'],
  [press('ArrowRight', { altKey: true }), anywhere, 'forward']
])('%j is the command %3$s', (key, where, type) => {
  expect(commandOf(key, where)?.type).toBe(type)
})

test.each([
  ['a letter', press('a'), anywhere],
  ['/ while typing', press('/'), typing],
  ['? while typing', press('?'), typing],
  ['a jump by words while typing', press('ArrowLeft', { altKey: true }), typing],
  ['/ in a dialog', press('/'), { typing: false, inDialog: true }],
  ['a page in a dialog', press('2', { altKey: true }), { typing: false, inDialog: true }],
  ['Ctrl Shift K', press('K', { ctrlKey: true, shiftKey: true }), anywhere],
  ['Ctrl /', press('/', { ctrlKey: true }), anywhere]
])('%s is not the window’s', (_what, key, where) => {
  expect(commandOf(key, where)).toBeNull()
})

test('terminals, editors and fields are written into; buttons and check boxes are not', () => {
  document.body.innerHTML =
    '<div class="xterm"><b id="t"></b></div><div class="cm-editor"><b id="e"></b></div><input id="i"><textarea id="a"></textarea><input id="c" type="checkbox"><button id="b"></button>'
  const on = (id: string): boolean => isTyping(document.getElementById(id))
  expect([on('t'), on('e'), on('i'), on('a'), on('c'), on('b'), isTyping(null)]).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
    false
  ])
})

test('the dialog lists every page with its key', () => {
  const listed = keyGroups.flatMap(({ keys }) => keys.map(({ press: ways }) => ways[0]!.join(' ')))
  expect(listed).toEqual(expect.arrayContaining(['Alt 1', 'Alt 8', 'Ctrl K', '/', '?', 'Esc']))
})
