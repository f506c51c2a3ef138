/** Settings in the product itself, on a configuration folder of the test's own: the real file, its versions, secrets, imports. */
import type { Page } from '@playwright/test'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { aSettingsText, anEnvironment } from '../support/a-settings-text.js'
import { expect, screenshot, sidewaysPixels, test } from './fixtures.js'
import type { OpenOptions, OpenWindow } from './window.js'

const product = resolve(import.meta.dirname, '../..')
const NAME = 'stable "2" / é'

let home: string
test.beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'medusa-settings-e2e-'))
  mkdirSync(join(home, 'medusa'))
})
test.afterEach(() => rmSync(home, { recursive: true, force: true }))

const file = (): string => join(home, 'medusa', 'settings.json')
const saved = (): string => readFileSync(file(), 'utf8')
const put = (text: string): void => writeFileSync(file(), text, { mode: 0o600 })
const two = (): string =>
  aSettingsText({ [NAME]: anEnvironment(), research: anEnvironment({ jarFolders: ['/opt/jars'] }) })

const options = (change: OpenOptions = {}): OpenOptions => ({
  folder: product,
  env: { XDG_CONFIG_HOME: home },
  args: ['--state', join(home, 'state')],
  ...change
})

async function show(page: Page, tab = ''): Promise<void> {
  await page.evaluate((hash) => void (location.hash = hash), `#/settings${tab}`)
  await expect(page.getByRole('navigation', { name: 'Settings', exact: true })).toBeVisible()
}

/** What axe finds, of any impact. */
async function findings(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)
}

const editorText = (page: Page): Promise<string> =>
  page.evaluate(() => (document.querySelector('.cm-content') as HTMLElement).innerText)

async function answerDialog(window: OpenWindow, paths: readonly string[]): Promise<void> {
  await window.app.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [...filePaths] })
    dialog.showSaveDialog = () =>
      Promise.resolve({ canceled: false, filePath: filePaths[0] ?? '' })
  }, paths)
}

test('a mistake is marked in form and text, is mended, reviewed, saved and undone', async ({ open }) => {
  put(two())
  const { page } = await open(options({ theme: 'light' }))
  await show(page)
  await expect(page.getByRole('heading', { name: NAME })).toBeVisible()
  await screenshot(page, 'settings-light')
  expect(await findings(page)).toEqual([])

  await page.getByLabel('Port').fill('70000x')
  await expect(page.getByText('a number is needed, got "70000x"').first()).toBeVisible()
  await expect(page.locator('.cm-lintRange-error')).toHaveCount(1)
  expect(await editorText(page)).toContain('"port": "70000x"')
  await expect(page.getByRole('button', { name: 'Review and save…' })).toBeDisabled()
  await screenshot(page, 'settings-mistake-light')
  expect(await findings(page)).toEqual([])

  await page.getByLabel('Port').fill('5671')
  await page.getByRole('button', { name: 'TLS' }).click()
  await expect(page.getByText('2 changes, not saved')).toBeVisible()
  await page.keyboard.press('Control+s')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('row')).toHaveCount(3)
  await expect(dialog).toContainText('5671')
  await screenshot(page, 'settings-review-light')
  expect(await findings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Save 2 changes' }).click()
  await expect(page.getByText('Saved in')).toBeVisible()
  // only what was changed is another: order and spaces are the user's
  expect(saved()).toBe(
    two().replace('"port": 5672,\n        "user": "console"', '"port": 5671,\n        "user": "console",\n        "tls": true')
  )
  expect(statSync(file()).mode & 0o777).toBe(0o600)

  await show(page, '/versions')
  await expect(page.getByRole('row')).toHaveCount(3)
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByRole('table', { name: 'From what is saved to this version' })).toContainText('5672')
  await screenshot(page, 'settings-versions-light')
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Go back…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Go back' }).click()
  await expect(page.getByRole('row')).toHaveCount(4)
  expect(saved()).toBe(two())
})
