/** The pages of the clusters on a running lab: what is seen is real, and so is every step of a test. */
import type { Page } from '@playwright/test'
import type { Environment, Secrets } from '@shared/model/settings.js'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { anyViolations, expect, screenshot, test } from './fixtures.js'

const root = resolve(import.meta.dirname, '../..')
const state = process.env['MEDUSA_TEST_LAB'] ?? ''
const home = process.env['HOME']
const configHome = process.env['XDG_CONFIG_HOME']
let folder: string

test.beforeEach(() => {
  test.skip(state === '', 'MEDUSA_TEST_LAB names no running lab')
  test.setTimeout(240_000)
  folder = mkdtempSync(join(tmpdir(), 'medusa-home-'))
  mkdirSync(join(folder, '.ssh'))
  process.env['HOME'] = folder
  process.env['XDG_CONFIG_HOME'] = join(folder, '.config')
})
test.afterEach(() => {
  process.env['HOME'] = home
  if (configHome === undefined) delete process.env['XDG_CONFIG_HOME']
  else process.env['XDG_CONFIG_HOME'] = configHome
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true })
})

function lab(): Environment {
  const file = [join(state, 'lab', 'environment.json'), join(state, 'environment.json')].find(
    (each) => existsSync(each)
  )
  return JSON.parse(readFileSync(file ?? '', 'utf8')) as Environment
}
const clusterOf = (name: string): Environment['clusters'][number] =>
  lab().clusters.find((cluster) => cluster.name === name)!

const keyOf = (name: string): string => {
  const { keys } = JSON.parse(readFileSync(lab().secretsFile ?? '', 'utf8')) as Secrets
  return keys[name] ?? ''
}

const settingsFile = (): string => join(folder, '.config', 'medusa', 'settings.json')

/** Settings of a person who has the lab's broker and one of its clusters. */
function writeSettings(): void {
  mkdirSync(join(folder, '.config', 'medusa'), { recursive: true })
  const own = { ...lab(), clusters: [clusterOf('lisbon')] }
  writeFileSync(
    settingsFile(),
    JSON.stringify({ version: 1, current: 'own', environments: { own } }, null, 2)
  )
}
const namesSaved = (): string[] => {
  const { environments } = JSON.parse(readFileSync(settingsFile(), 'utf8')) as {
    environments: Record<string, Environment>
  }
  return environments['own']?.clusters.map(({ name }) => name) ?? []
}

const strangersKey = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({
    type: 'pkcs1',
    format: 'pem'
  }) as string

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

test('adds a cluster from the ssh configuration, with everything that goes wrong on the way, edits and removes it', async ({
  open
}) => {
  const { ssh, workFolder } = clusterOf('porto')
  const config = [
    'Host porto',
    `  HostName ${ssh?.host ?? ''}`,
    `  Port ${String(ssh?.port)}`,
    `  User ${ssh?.user ?? ''}`,
    `  IdentityFile ${ssh?.identityFile ?? ''}`,
    ''
  ].join('\n')
  writeFileSync(join(folder, '.ssh', 'config'), config)
  writeFileSync(join(folder, 'stranger'), strangersKey(), { mode: 0o600 })
  writeSettings()
  const { page } = await open({
    folder: root,
    args: ['--state', join(folder, 'state'), '--environment', 'own']
  })
  await go(page, '#/clusters/new')
  await page.getByRole('button', { name: 'Take from ~/.ssh/config…' }).click()
  await page.getByRole('button', { name: /^porto/ }).click()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('porto')
  await page.getByLabel('Work folder').fill(workFolder)
  const result = page.getByRole('region', { name: 'Test' })
  const testAgain = (): Promise<void> => result.getByRole('button', { name: /^Test/ }).click()

  await testAgain()
  await expect(result).toContainText('a key has to be compared', { timeout: 60_000 })
  await expect(result).toContainText(ssh?.hostKey ?? '')
  await screenshot(page, 'clusters-live-first-use')
  await result.getByRole('button', { name: 'Trust this key and go on' }).click()
  await expect(result).toContainText('Worker skipped', { timeout: 60_000 })
  await page.getByLabel('Key of the worker').fill(keyOf('porto'))
  await testAgain()
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
  await expect(page.getByText('porto is added to own')).toBeVisible()
  await expect(page.getByText('SHA256:').first()).toBeVisible({ timeout: 30_000 })
  expect(namesSaved()).toEqual(['lisbon', 'porto'])
  await go(page, '#/clusters')
  await expect(page.getByRole('row', { name: /porto/ })).toContainText('active', {
    timeout: 60_000
  })

  await go(page, '#/clusters/porto/edit')
  await page.getByLabel('YARN').fill('no address')
  await page.getByRole('button', { name: 'Save cluster' }).click()
  await expect(page.getByText('Begins with http:// or https://').first()).toBeVisible()
  await screenshot(page, 'clusters-live-field-message')
  await page.getByLabel('YARN').fill(clusterOf('porto').yarn)
  await page.getByLabel('Address').fill('localhost')
  await page.getByRole('button', { name: 'Save cluster' }).click()
  await expect(page.getByText('porto is saved')).toBeVisible()
  expect(readFileSync(settingsFile(), 'utf8')).toContain('"address": "localhost"')

  await page.getByRole('button', { name: 'Remove…' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('porto')
  await page.getByRole('button', { name: 'Remove cluster porto' }).click()
  await expect(page.getByText('porto is removed from own')).toBeVisible()
  expect(namesSaved()).toEqual(['lisbon'])

  // What belongs to ssh is as it was.
  expect(readFileSync(join(folder, '.ssh', 'config'), 'utf8')).toBe(config)
  expect(existsSync(join(folder, '.ssh', 'known_hosts'))).toBe(false)
})
