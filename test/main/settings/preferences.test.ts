import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openPreferences, parsePreferences } from '../../../src/main/settings/preferences.js'

const nothing = {
  theme: 'system',
  place: null,
  zoom: 1,
  environment: null,
  page: null,
  notices: { runs: true, clusters: true }
}
const place = { x: 10, y: 20, width: 1300, height: 820, maximized: false }

test('reads what was kept', () => {
  const kept = {
    theme: 'dark',
    place,
    zoom: 1.5,
    environment: 'research',
    page: '#/clusters/porto/files',
    notices: { runs: true, clusters: false }
  }
  expect(parsePreferences(JSON.stringify(kept))).toEqual(kept)
})

test.each([
  '',
  'no JSON',
  'null',
  '[]',
  '{"theme":"neon"}',
  '{"place":{"width":"wide","height":1,"maximized":true}}',
  '{"zoom":40,"environment":"","page":"https://example.org","notices":7}',
  '{"page":"#/runs/<script>","zoom":"2"}',
  '{"place":{"width":1,"height":1}}',
  '{"place":{"x":0.5,"width":1,"height":1,"maximized":true}}'
])('takes %s for nothing', (text) => {
  expect(parsePreferences(text)).toEqual(nothing)
})

test('begins without a file, and with one that is damaged', () => {
  const folder = mkdtempSync(join(tmpdir(), 'medusa-preferences-'))
  const open = (): object => {
    const {
      theme,
      place: kept,
      zoom,
      environment,
      page,
      notices
    } = openPreferences(folder, () => undefined)
    return { theme, place: kept, zoom, environment, page, notices }
  }
  expect(open()).toEqual(nothing)
  writeFileSync(join(folder, 'window.json'), '{"theme": "da')
  expect(open()).toEqual(nothing)
  rmSync(folder, { recursive: true })
})
