/**
 * The guided set-up in the real window, on a bare lab of its own: from machines on which nothing of Medusa is to an environment that opens.
 * In the middle the application is killed, and goes on where it was.
 */
import type { Page } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './broker-lab.js'
import { anyViolations, expect, screenshot, sidewaysPixels, test } from './fixtures.js'

const CLOUDS = 2
const BASE = 150
const SECOND = 1_000

/** Made with the lab: this file is read by more processes than the one that tests. */
let state = ''
const cli = (...words: readonly string[]): string =>
  execFileSync('node', [join(root, 'bin/medusa.js'), 'lab', ...words, '--state', state], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe']
  })

test.beforeAll(() => {
  test.setTimeout(180 * SECOND)
  state = mkdtempSync(join(tmpdir(), 'medusa-guide-'))
  chmodSync(state, 0o711) // the lab runs as a user of its own
  cli('up', '--bare', '--clouds', String(CLOUDS), '--base', String(BASE))
})
test.afterAll(() => {
  test.setTimeout(60 * SECOND)
  cli('down')
  rmSync(state, { recursive: true, force: true })
})

const options = (theme: 'light' | 'dark') => ({
  folder: root,
  args: ['--state', state],
  theme,
  env: { XDG_CONFIG_HOME: join(state, 'config') }
})

async function to(page: Page, path: string): Promise<void> {
  await expect(page.getByRole('link', { name: 'Set-up' }).first()).toBeVisible()
  await page.evaluate((hash) => (location.hash = hash), `#/setup${path}`)
}

/** Nothing is being checked or applied. */
async function atRest(page: Page, timeout = 120 * SECOND): Promise<void> {
  await expect(page.getByRole('button', { name: 'Check again' })).toBeEnabled({ timeout })
}

async function picture(page: Page, name: string): Promise<void> {
  await screenshot(page, `setup-guide-${name}`)
  expect(await anyViolations(page)).toEqual([])
}

const doneOf = async (page: Page): Promise<number> => {
  const text = (await page.getByText(/^\d+ of \d+ in order/).textContent()) ?? ''
  return Number(/^\d+/.exec(text)?.[0])
}

for (const theme of ['light', 'dark'] as const)
  test(`asks for machines in ${theme}: a host shows its key, what was typed is kept`, async ({
    open
  }) => {
    const { page } = await open(options(theme))
    await to(page, '')
    await expect(page.getByRole('link', { name: 'Set up this lab' })).toBeVisible()
    await picture(page, `home-${theme}`)
    await to(page, '/new')
    await page.getByLabel('Name', { exact: true }).first().fill('research')
    await page.getByLabel('Host', { exact: true }).fill(`127.0.${String(BASE)}.1`)
    await page.getByLabel('Port', { exact: true }).nth(1).fill('2222')
    await page.getByRole('button', { name: 'Ask for its key' }).first().click()
    await page.getByRole('button', { name: 'Trust this key and go on' }).click()
    await expect(page.getByLabel('Fingerprint of the host key').first()).toHaveValue(/^SHA256:/)
    await page.getByRole('button', { name: 'Add a cloud' }).click()
    await page.getByRole('button', { name: 'Go on to the steps' }).click()
    await expect(page.getByText(/fields are not right yet/)).toBeVisible()
    await picture(page, `machines-${theme}`)
    await page.setViewportSize({ width: 1024, height: 700 })
    expect(await sidewaysPixels(page)).toBe(0)
    await picture(page, `machines-1024x700-${theme}`)
    await to(page, '')
    await to(page, '/new')
    await expect(page.getByLabel('Host', { exact: true })).toHaveValue(`127.0.${String(BASE)}.1`)
    await page.getByRole('button', { name: 'Start over' }).click()
    await expect(page.getByLabel('Host', { exact: true })).toHaveValue('')
  })

test('goes from a bare lab to an environment, also when the application is killed in the middle', async ({
  open
}) => {
  test.setTimeout(420 * SECOND)
  const first = await open(options('light'))
  await to(first.page, '')
  await first.page.getByRole('link', { name: 'Set up this lab' }).click()
  await atRest(first.page)
  await expect(first.page.getByText(/\d+ steps are left/)).toBeVisible()
  const found = await doneOf(first.page)
  await picture(first.page, 'left-light')

  await to(first.page, '/guide/lab/broker/plugin')
  await expect(first.page.getByText('rabbitmq-plugins --quiet enable').first()).toBeVisible()
  await picture(first.page, 'step-light')
  await first.page.getByRole('button', { name: 'Apply', exact: true }).click()
  await expect(first.page.getByText(/^applied \d/)).toBeVisible({ timeout: 60 * SECOND })
  await expect(first.page.getByRole('link', { name: 'Next step' })).toBeVisible()
  await picture(first.page, 'applied-light')

  await first.page.getByRole('button', { name: 'Undo what was made…' }).click()
  await first.page
    .getByRole('dialog')
    .getByRole('button', { name: /^Undo 1.change/ })
    .click()
  await expect(first.page.getByRole('button', { name: 'Apply', exact: true })).toBeEnabled({
    timeout: 60 * SECOND
  })
  await expect(first.page.getByText('not enabled').first()).toBeVisible()

  await first.page.getByRole('link', { name: 'All steps' }).click()
  await first.page.getByRole('button', { name: /^Apply everything that is left/ }).click()
  await expect(first.page.getByRole('dialog')).toContainText('On porto:')
  await picture(first.page, 'question-light')
  await first.page
    .getByRole('dialog')
    .getByRole('button', { name: /^Apply \d+ steps/ })
    .click()
  await expect(first.page.getByText('What is left is being applied')).toBeVisible()
  await expect.poll(() => doneOf(first.page), { timeout: 120 * SECOND }).toBeGreaterThan(found + 4)
  // the plugin among them: what is looked at after the kill was made by then
  await expect(first.page.getByRole('row', { name: /^Broker/ })).toContainText(/[5-8] of 8/, {
    timeout: 120 * SECOND
  })
  await picture(first.page, 'applying-light')
  const killed = new Promise((resolve) => first.app.process().once('exit', resolve))
  first.app.process().kill('SIGKILL')
  await killed

  const second = await open(options('dark'))
  await to(second.page, '/guide/lab')
  await atRest(second.page)
  expect(await doneOf(second.page)).toBeGreaterThan(found)
  await picture(second.page, 'again-dark')
  // what the killed one made stands in the log, and can be taken back
  await to(second.page, '/guide/lab/broker/plugin')
  await expect(second.page.getByText(/^applied \d/)).toBeVisible()
  await expect(second.page.getByRole('button', { name: 'Undo what was made…' })).toBeVisible()
  await to(second.page, '/guide/lab')
  await second.page.getByRole('button', { name: /^Apply everything that is left/ }).click()
  await second.page
    .getByRole('dialog')
    .getByRole('button', { name: /^Apply \d+ step/ })
    .click()
  await expect(second.page.getByText('lab is set up')).toBeVisible({ timeout: 240 * SECOND })
  await picture(second.page, 'ready-dark')
  await to(second.page, '/guide/lab/porto/vhost')
  await expect(second.page.getByText(/set_permissions|\/api\/vhosts\//).first()).toBeVisible()
  await picture(second.page, 'calls-dark')
  await to(second.page, '/guide/lab/porto/impersonation')
  await expect(second.page.getByRole('heading', { name: 'Verify' })).toBeVisible()
  await picture(second.page, 'file-dark')
  await to(second.page, '')
  await expect(second.page.getByRole('link', { name: 'Check this lab' })).toBeVisible()
  await picture(second.page, 'home-ready-dark')
  await to(second.page, '/guide/lab/porto/impersonation')
  await second.page.setViewportSize({ width: 1024, height: 700 })
  expect(await sidewaysPixels(second.page)).toBe(0)
  await picture(second.page, 'file-1024x700-dark')
  await to(second.page, '/guide/lab')
  expect(await sidewaysPixels(second.page)).toBe(0)
  await picture(second.page, 'ready-1024x700-dark')

  await second.page.evaluate(() => (location.hash = '#/actions'))
  await expect(second.page.getByText('set up porto/vhost').first()).toBeVisible()
  await to(second.page, '/guide/lab')
  await second.page.getByRole('button', { name: 'Open the environment' }).click()
  await expect(second.page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  await expect(second.page.getByText('porto').first()).toBeVisible({ timeout: 30 * SECOND })
  await expect(second.page.getByText('lisbon').first()).toBeVisible()
})
