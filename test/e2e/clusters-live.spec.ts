/** The pages of the clusters on a running lab: what is seen is real, and so is every step of a test. */
import type { ElectronApplication, Page } from '@playwright/test'
import type { SettingsView } from '@shared/ipc/settings-view.js'
import type { Environment } from '@shared/model/settings.js'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { privateKey } from '../support/ssh-server.js'
import { answer } from './cluster-doubles.js'
import { anyViolations, expect, screenshot, test } from './fixtures.js'

const root = resolve(import.meta.dirname, '../..')
const state = process.env['MEDUSA_TEST_LAB'] ?? ''
const home = process.env['HOME']
let folder: string

test.beforeEach(() => {
  test.skip(state === '', 'MEDUSA_TEST_LAB names no running lab')
  test.setTimeout(240_000)
  folder = mkdtempSync(join(tmpdir(), 'medusa-home-'))
  mkdirSync(join(folder, '.ssh'))
  process.env['HOME'] = folder
})
test.afterEach(() => {
  process.env['HOME'] = home
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true })
})

function porto(): Environment['clusters'][number] {
  const file = [join(state, 'lab', 'environment.json'), join(state, 'environment.json')].find(
    (each) => existsSync(each)
  )
  const { clusters } = JSON.parse(readFileSync(file ?? '', 'utf8')) as Environment
  return clusters.find(({ name }) => name === 'porto')!
}

/** Settings in which "lab" is an environment without clusters; everything else is main's own. */
async function withoutClusters(app: ElectronApplication): Promise<void> {
  const view = {
    revision: 'r1',
    text: JSON.stringify({ environments: { lab: { clusters: [] } } }),
    secrets: []
  } as unknown as SettingsView
  await answer(app, 'settings.read', { ok: true, value: view })
  await answer(app, 'settings.check', {
    ok: true,
    value: { issues: [], changes: [], restartNeeded: [] }
  })
  await answer(app, 'settings.save', { ok: true, value: { saved: true, view } })
}

const go = (page: Page, hash: string): Promise<void> =>
  page.evaluate((to) => void (location.hash = to), hash)

test('shows clusters of the lab, and every step of a test passes', async ({ open }) => {
  const { page } = await open({ folder: root, args: ['--state', state, '--environment', 'lab'] })
  await go(page, '#/clusters')
  await expect(page.getByRole('row', { name: /porto/ })).toContainText('active', {
    timeout: 60_000
  })
  await screenshot(page, 'clusters-live-table')
  await go(page, '#/clusters/porto')
  await expect(page.getByText(/free$/).first()).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await expect(page.getByText('all passed')).toBeVisible({ timeout: 60_000 })
  expect(await anyViolations(page)).toEqual([])
  await screenshot(page, 'clusters-live-porto-tested')
})

test('adds a cluster from the ssh configuration: first use, trust, all green, then what goes wrong', async ({
  open
}) => {
  const { address, ssh, ...cluster } = porto()
  const config = [
    'Host porto',
    `  HostName ${ssh?.host ?? ''}`,
    `  Port ${String(ssh?.port)}`,
    `  User ${ssh?.user ?? ''}`,
    `  IdentityFile ${ssh?.identityFile ?? ''}`,
    ''
  ].join('\n')
  writeFileSync(join(folder, '.ssh', 'config'), config)
  writeFileSync(join(folder, 'stranger'), privateKey(), { mode: 0o600 })
  const { app, page } = await open({
    folder: root,
    args: ['--state', state, '--environment', 'lab']
  })
  await withoutClusters(app)
  await go(page, '#/clusters/new')
  await page.getByRole('button', { name: 'Take from ~/.ssh/config…' }).click()
  await page.getByRole('button', { name: /^porto/ }).click()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('porto')
  await page.getByLabel('Work folder').fill(cluster.workFolder)
  const result = page.getByRole('region', { name: 'Test' })
  const testAgain = (): Promise<void> => result.getByRole('button', { name: /^Test/ }).click()

  await testAgain()
  await expect(result).toContainText('a key has to be compared', { timeout: 60_000 })
  await expect(result).toContainText(ssh?.hostKey ?? '')
  await screenshot(page, 'clusters-live-first-use')
  await result.getByRole('button', { name: 'Trust this key and go on' }).click()
  await expect(result).toContainText('all passed', { timeout: 60_000 })
  await screenshot(page, 'clusters-live-all-passed')

  await page.getByLabel('Port', { exact: true }).fill('9')
  await testAgain()
  await expect(result).toContainText('Host key failed', { timeout: 60_000 })
  await expect(result).toContainText('ECONNREFUSED')
  await page.getByLabel('Port', { exact: true }).fill(String(ssh?.port))

  await page.getByLabel('Key file').fill(join(folder, 'stranger'))
  await testAgain()
  await expect(result).toContainText('Login failed', { timeout: 60_000 })
  await expect(result).toContainText('refused the login')
  await page.getByLabel('Key file').fill(ssh?.identityFile ?? '')

  const other = `SHA256:${'B'.repeat(43)}`
  await page.getByLabel('Host key').fill(other)
  await testAgain()
  await expect(result).toContainText('A host shows another key than before', { timeout: 60_000 })
  await expect(result).toContainText(other)
  await expect(result).toContainText(ssh?.hostKey ?? '')
  await expect(result.getByRole('button', { name: /trust/i })).toHaveCount(0)
  await screenshot(page, 'clusters-live-changed-key')

  await page.getByLabel('Host key').fill(ssh?.hostKey ?? '')
  await page.getByRole('button', { name: 'Add cluster' }).click()
  await expect(page.getByText('porto is added to lab')).toBeVisible()
  expect(readFileSync(join(folder, '.ssh', 'config'), 'utf8')).toBe(config)
  expect(existsSync(join(folder, '.ssh', 'known_hosts'))).toBe(false)
  expect(address).toBe(ssh?.host)
})
