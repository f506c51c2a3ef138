import { expect, test } from 'vitest'
import {
  pastedLines,
  terminalKey
} from '../../../../../src/renderer/src/features/clusters/hosts/terminal-keys.js'

const press = (code: string, held = ''): ReturnType<typeof terminalKey> =>
  terminalKey({
    code,
    ctrlKey: held.includes('c'),
    shiftKey: held.includes('s'),
    altKey: held.includes('a'),
    metaKey: held.includes('m')
  })

test('the shell has all keys but copy, paste, find, leave and those of the pages', () => {
  expect(['KeyC', 'KeyV', 'KeyF', 'Escape', 'KeyX'].map((code) => press(code, 'cs'))).toEqual([
    'copy',
    'paste',
    'find',
    'leave',
    null
  ])
  expect([press('KeyC', 'c'), press('Escape'), press('KeyC', 'csa')]).toEqual([null, null, null])
  expect([press('Digit1', 'a'), press('Digit8', 'a')]).toEqual(['window', 'window'])
  expect([
    press('Digit9', 'a'),
    press('Digit1', 'ca'),
    press('Digit1'),
    press('KeyB', 'a')
  ]).toEqual([null, null, null, null])
})

test('a paste counts as many lines as it may start commands, however they end', () => {
  expect(
    ['ls', 'ls\n', 'ls\r\n', 'ls\r', 'a\nb', 'a\r\nb\r\n', 'a\rb', 'a\n\rb'].map(pastedLines)
  ).toEqual([1, 1, 1, 1, 2, 2, 2, 3])
})
