import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CONTENT_POLICY, fileOf, serve } from '../../../src/main/security/app-protocol.js'

const ROOT = '/opt/medusa/out/renderer'
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'medusa-app-'))
  mkdirSync(join(folder, 'page'))
  writeFileSync(join(folder, 'page/index.html'), '<!doctype html>')
  writeFileSync(join(folder, 'secret.html'), 'secret')
})
afterAll(() => rmSync(folder, { recursive: true }))

test('finds files of the page', () => {
  expect(fileOf(ROOT, 'app://console/assets/index-1.js')).toBe(`${ROOT}/assets/index-1.js`)
})

test('stays in the folder of the page where the address itself climbs', () => {
  expect([
    fileOf(ROOT, 'app://console/../../main/index.js'),
    fileOf(ROOT, 'app://console/%2e%2e/secret.html')
  ]).toEqual([`${ROOT}/main/index.js`, `${ROOT}/secret.html`])
})

test.each([
  'app://console/..%2fsecret.html',
  'app://console/assets/..%2f..%2f..%2fsecret.html',
  'app://console/%00index.html',
  'app://console/%E0%A4%A',
  'app://console/',
  'app://console/passwd',
  'app://other/index.html',
  'https://console/index.html'
])('finds nothing for %s', (url) => {
  expect(fileOf(ROOT, url)).toBeNull()
})

test('answers with the content policy, whatever it answers', () => {
  const root = join(folder, 'page')
  const answers = [
    serve(root, { method: 'GET', url: 'app://console/index.html' }),
    serve(root, { method: 'GET', url: 'app://console/none.html' }),
    serve(root, { method: 'POST', url: 'app://console/index.html' }),
    serve(root, { method: 'GET', url: 'app://console/..%2fsecret.html' })
  ]
  expect(answers.map((answer) => answer.status)).toEqual([200, 404, 403, 403])
  for (const answer of answers) {
    expect(answer.headers.get('content-security-policy')).toBe(CONTENT_POLICY)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  }
})

test('lets scripts and styles come from the page only, and nothing be evaluated', () => {
  expect(CONTENT_POLICY).not.toMatch(/unsafe|\*|https?:/)
  expect(CONTENT_POLICY).toContain("default-src 'none'")
})
