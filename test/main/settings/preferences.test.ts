import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openPreferences, parsePreferences } from '../../../src/main/settings/preferences.js'

const nothing = { theme: 'system', place: null }
const place = { x: 10, y: 20, width: 1300, height: 820, maximized: false }

test('reads what was kept', () => {
  expect(parsePreferences(JSON.stringify({ theme: 'dark', place }))).toEqual({
    theme: 'dark',
    place
  })
})

test.each([
  '',
  'no JSON',
  'null',
  '[]',
  '{"theme":"neon"}',
  '{"place":{"width":"wide","height":1,"maximized":true}}',
  '{"place":{"width":1,"height":1}}',
  '{"place":{"x":0.5,"width":1,"height":1,"maximized":true}}'
])('takes %s for nothing', (text) => {
  expect(parsePreferences(text)).toEqual(nothing)
})

test('begins without a file, and with one that is damaged', () => {
  const folder = mkdtempSync(join(tmpdir(), 'medusa-preferences-'))
  const open = (): object => {
    const { theme, place: kept } = openPreferences(folder, () => undefined)
    return { theme, place: kept }
  }
  expect(open()).toEqual(nothing)
  writeFileSync(join(folder, 'window.json'), '{"theme": "da')
  expect(open()).toEqual(nothing)
  rmSync(folder, { recursive: true })
})
