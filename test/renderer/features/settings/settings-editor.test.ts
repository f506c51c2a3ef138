import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { SettingsView } from '@shared/ipc/settings-view.js'
import { SettingsEditor } from '../../../../src/renderer/src/features/settings/settings-editor.svelte.js'
import { fakeMain, ok, type FakeMain } from '../../fake-transport.js'
import { aSettingsView } from './a-settings-view.js'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

interface Opened {
  readonly main: FakeMain
  readonly editor: SettingsEditor
  view: SettingsView
}

async function open(change: Partial<SettingsView> = {}): Promise<Opened> {
  const opened = { view: aSettingsView(change) } as {
    view: SettingsView
    main: FakeMain
    editor: SettingsEditor
  }
  opened.main = fakeMain({
    'settings.read': () => ok(opened.view),
    'settings.check': () =>
      ok({
        issues: [],
        changes: [{ path: ['current'], before: null, after: '"x"' }],
        restartNeeded: []
      }),
    'settings.keepDraft': () => ok(true),
    'settings.save': () =>
      ok({ saved: true, view: { ...opened.view, text: '{"current": "x"}', revision: 'r2' } })
  })
  opened.editor = new SettingsEditor(opened.main.api)
  opened.editor.start()
  await vi.advanceTimersByTimeAsync(0)
  return opened
}
const called = (main: FakeMain, name: string): number =>
  main.calls.filter(([call]) => call === name).length

test('is checked and kept a moment after the last key, once', async () => {
  const { editor, main } = await open()
  for (const text of ['{"current": "', '{"current": "x', '{"current": "x"}']) editor.change(text)
  expect([editor.dirty, editor.savable]).toEqual([true, false])
  await vi.advanceTimersByTimeAsync(1_000)
  expect([
    called(main, 'settings.check'),
    called(main, 'settings.keepDraft'),
    editor.savable
  ]).toEqual([1, 1, true])
})

test('what was typed last is kept although the page goes', async () => {
  const { main, view } = await open()
  const editor = new SettingsEditor(main.api)
  const stop = editor.start()
  await vi.advanceTimersByTimeAsync(0)
  editor.change('{"half": ')
  stop()
  expect(main.calls.at(-1)).toEqual([
    'settings.keepDraft',
    { text: '{"half": ', revision: view.revision }
  ])
})

test('follows another program while nothing was typed, and keeps what was', async () => {
  const opened = await open()
  const { editor, main } = opened
  opened.view = aSettingsView({ text: '{"current": "theirs"}', revision: 'r5' })
  main.emit('settings.changed', { revision: 'r5' })
  await vi.advanceTimersByTimeAsync(0)
  expect([editor.text, editor.stale]).toEqual(['{"current": "theirs"}', false])
  editor.change('{"current": "mine"}')
  opened.view = aSettingsView({ text: '{}', revision: 'r6' })
  main.emit('settings.changed', { revision: 'r6' })
  await vi.advanceTimersByTimeAsync(1_000)
  expect([editor.text, editor.stale, editor.savable]).toEqual(['{"current": "mine"}', true, false])
  editor.keepMine()
  await vi.advanceTimersByTimeAsync(1_000)
  expect([editor.stale, editor.savable]).toEqual([false, true])
})

test('brings back what an earlier window left', async () => {
  const { editor } = await open({ draft: { text: '{"left": 1}', revision: 'old', at: 5 as never } })
  expect([editor.text, editor.restoredAt, editor.dirty, editor.stale]).toEqual([
    '{"left": 1}',
    5,
    true,
    true
  ])
  editor.discard()
  expect([editor.dirty, editor.restoredAt]).toEqual([false, null])
})

test('refuses more text than settings have, and says how much it was', async () => {
  const { editor } = await open()
  expect(editor.change('x'.repeat(2_000_001))).toBe(false)
  expect([editor.refusedLength, editor.dirty]).toEqual([2_000_001, false])
})

test('marks no JSON at once, without asking', async () => {
  const { editor, main } = await open()
  editor.change('{"a": 1,}')
  expect(editor.issues).toEqual([
    { path: [], message: 'a comma too many before }', from: 7, to: 8 }
  ])
  expect(called(main, 'settings.check')).toBe(0)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(editor.savable).toBe(false)
})

test('shows what is saved after a save', async () => {
  const { editor } = await open()
  editor.change('{"current":"x"}')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(await editor.save('changed')).toBe(true)
  expect([editor.dirty, editor.base]).toEqual([false, 'r2'])
})

test('does not save settings of a newer version', async () => {
  const { editor } = await open({ newer: true })
  editor.change('{}')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(editor.savable).toBe(false)
})
