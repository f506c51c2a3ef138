import { applyPatch } from 'diff'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unifiedDiff } from '../../../src/engine/protocol/text-diff.js'

test('shows what changes with three lines around it', () => {
  const lines = ['1', '2', '3', '4', '5', '6', '7', '8', '9']
  const before = `${lines.join('\n')}\n`
  expect(unifiedDiff('/etc/x.conf', before, before.replace('5', 'five'))).toBe(
    [
      '--- /etc/x.conf',
      '+++ /etc/x.conf',
      '@@ -2,7 +2,7 @@',
      ' 2',
      ' 3',
      ' 4',
      '-5',
      '+five',
      ' 6',
      ' 7',
      ' 8',
      ''
    ].join('\n')
  )
})

test('of a new file comes from /dev/null, also when it is empty', () => {
  expect(unifiedDiff('/x', null, 'a\n')).toBe('--- /dev/null\n+++ /x\n@@ -0,0 +1,1 @@\n+a\n')
  expect(unifiedDiff('/x', null, '')).toBe('--- /dev/null\n+++ /x\n')
})

test('is nothing when nothing changes', () => {
  expect(unifiedDiff('/x', 'a\n', 'a\n')).toBe('')
})

test('says when the last line has no end, and sees line ends', () => {
  expect(unifiedDiff('/x', 'a\r\n', 'a')).toBe(
    '--- /x\n+++ /x\n@@ -1,1 +1,1 @@\n-a\r\n+a\n\\ No newline at end of file\n'
  )
})

test('takes a patch tool from before to after', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c d', '', '-x', '+y', '@@'), { maxLength: 30 })
    .map((lines) => lines.map((line) => `${line}\n`).join(''))
  fc.assert(
    fc.property(text, text, (before, after) => {
      fc.pre(before !== after)
      expect(applyPatch(before, unifiedDiff('/x', before, after))).toBe(after)
    })
  )
})
