/**
 * The first minute, on the product itself: nothing set up, a lab from the window, a liar outvoted. Needs the lab's programs, as `npm test`
 * does; its lab listens at a base of its own.
 */
import type { Page } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { millis } from '@shared/model/ids.js'
import { aCluster, anEnvironment } from '../renderer/features/setup/views.js'
import { anyViolations, expect, screenshot, sidewaysPixels, test } from './fixtures.js'
import type { OpenOptions } from './window.js'

const root = resolve(import.meta.dirname, '../..')
const BASE = '90'
/** A lab needs the programs that the set-up installs; where they are missing nothing of this can be shown. */
const withLab = process.env['MEDUSA_TEST_LAB'] !== undefined

/** Where the lab's own user may enter. */
function aState(): string {
  const folder = mkdtempSync(join(tmpdir(), 'medusa-first-'))
  chmodSync(folder, 0o755)
  return folder
}

const opening = (state: string, more: OpenOptions = {}): OpenOptions => ({
  folder: root,
  ...more,
  args: ['--state', state, '--lab-base', BASE, ...(more.args ?? [])]
})

/** Processes that carry the mark of this lab; those of other labs are not ours to see. */
function labProcesses(state: string): readonly string[] {
  const mark = `MEDUSA_LAB=${join(state, 'lab')}`
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(mark)
      } catch {
        return false // it has ended meanwhile, or is somebody else's
      }
    })
}

function takeDown(state: string): void {
  execFileSync(process.execPath, [join(root, 'out/cli/index.js'), 'lab', 'down', '--state', state])
  rmSync(state, { recursive: true, force: true })
}

async function inBoth(page: Page, name: string): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await page.evaluate((next) => (document.documentElement.dataset['theme'] = next), theme)
    await screenshot(page, `${name}-${theme}`)
  }
}

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })

test.describe('with nothing set up', () => {
  for (const theme of ['light', 'dark'] as const)
    test(`says what there is to begin with, in ${theme}`, async ({ open }) => {
      const state = aState()
      const { page } = await open(opening(state, { theme }))
      await expect(heading(page, 'Nothing is set up yet')).toBeVisible()
      await expect(page.getByText('all there')).toBeVisible()
      await screenshot(page, `first-start-${theme}`)
      expect(await anyViolations(page)).toEqual([])
      rmSync(state, { recursive: true, force: true })
    })

  test('fits a small window, and at 200 % nothing scrolls sideways', async ({ open }) => {
    const state = aState()
    const { app, page } = await open(opening(state, { size: { width: 1024, height: 700 } }))
    await expect(page.getByText('all there')).toBeVisible()
    await screenshot(page, 'first-start-1024x700')
    expect(await sidewaysPixels(page)).toBe(0)
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2)
    )
    await expect.poll(() => sidewaysPixels(page)).toBe(0)
    await screenshot(page, 'first-start-200-percent')
    rmSync(state, { recursive: true, force: true })
  })

  test('a machine where something is missing says what, and how it gets there', async ({
    open
  }) => {
    const state = aState()
    const cache = join(state, 'empty-cache')
    mkdirSync(cache)
    const { page } = await open(opening(state, { env: { MEDUSA_CACHE: cache } }))
    await expect(page.getByText('1 missing')).toBeVisible()
    await expect(page.getByText(/^no hadoop-common-\*\.jar in /)).toBeVisible()
    await expect(page.getByText(/npm run setup -- --only/)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Start the lab', exact: true })).toBeDisabled()
    await screenshot(page, 'first-start-missing')
    expect(await anyViolations(page)).toEqual([])
    rmSync(state, { recursive: true, force: true })
  })
})

for (const theme of ['light', 'dark'] as const)
  test(`what is not ready stands open with its remedy, in ${theme}`, async ({ open }) => {
    test.skip(!withLab, 'MEDUSA_TEST_LAB names no running lab')
    const args = ['--state', process.env['MEDUSA_TEST_LAB'] ?? '', '--environment', 'lab']
    const { app, page } = await open({ folder: root, theme, args })
    await page.getByRole('link', { name: 'Set-up' }).click()
    await expect(page.getByRole('region', { name: 'Lab on this machine' })).toBeVisible()
    // What is seen of an environment with a broken cluster, newer than anything that is seen of the real one.
    const [porto, lisbon] = anEnvironment().clusters
    const unseen = { known: false, last: null } as const
    const faro = aCluster('faro', {
      state: 'degraded',
      counts: false,
      storage: {
        ...unseen,
        code: 'HDFS_ERROR',
        why: 'http://127.0.63.1:14000 refused the connection'
      },
      yarn: { ...unseen, code: null, why: 'not asked yet' },
      clock: { known: true, value: { aheadMs: 4_200, errorMs: 8 }, at: millis(Date.now()) }
    })
    const snapshot = {
      ...anEnvironment({ version: 1e9, at: millis(Date.now()) }),
      clusters: [porto, lisbon, faro]
    }
    await app.evaluate(
      ({ BrowserWindow }, sent) =>
        BrowserWindow.getAllWindows()[0]?.webContents.send('environment.snapshot', sent),
      snapshot
    )
    const panel = page.getByRole('region', { name: 'Readiness of lab' })
    await expect(panel).toContainText('2 of 3 clusters that f = 1 needs are there')
    await expect(panel).toContainText('Check that its NameNode and HttpFS answer from here.')
    await screenshot(page, `setup-readiness-${theme}`)
    expect(await anyViolations(page)).toEqual([])
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1024, 700))
    await expect.poll(() => sidewaysPixels(page)).toBe(0)
    await screenshot(page, `setup-readiness-${theme}-1024x700`)
  })

test.describe('the lab from the window', () => {
  test.skip(!withLab, 'MEDUSA_TEST_LAB names no running lab: the programs of one may be missing')
  test.setTimeout(400_000)
  let state = ''
  test.beforeEach(() => {
    state = aState()
  })
  test.afterEach(() => takeDown(state))

  test('from the first start to a verdict with a liar: one key, or one click', async ({ open }) => {
    const began = Date.now()
    const { page } = await open(opening(state))
    const ink = page.getByRole('button', { name: 'Start the lab, watch a liar get outvoted' })
    await expect(ink).toBeEnabled()
    await expect(async () => {
      await page.keyboard.press('Tab')
      await expect(ink).toBeFocused({ timeout: 100 })
    }).toPass()
    await page.keyboard.press('Enter')
    await expect(heading(page, 'The lab starts')).toBeVisible()
    await expect(page.getByText(/of 27 parts answer/)).toBeVisible({ timeout: 60_000 })
    await expect(page.getByText(/^1\d of 27 parts answer/)).toBeVisible({ timeout: 60_000 })
    await inBoth(page, 'lab-starting')
    expect(await anyViolations(page)).toEqual([])
    await expect(heading(page, 'Running')).toBeVisible({ timeout: 180_000 })
    const startedAfter = Date.now() - began
    await screenshot(page, 'tour-running')
    await expect(heading(page, 'Verified')).toBeVisible({ timeout: 240_000 })
    await expect(page.getByRole('region', { name: 'Votes' })).toContainText('outvoted')
    await screenshot(page, 'tour-verified')
    test.info().annotations.push({
      type: 'figures',
      description: `run after ${String(startedAfter)} ms, verdict after ${String(Date.now() - began)} ms`
    })

    // The liar was healed, and Set-up says how everything is.
    await page.getByRole('link', { name: 'Set-up' }).click()
    const lab = page.getByRole('region', { name: 'Lab on this machine' })
    // The broker and three clouds.
    await expect(lab.getByRole('row').filter({ hasText: 'up' })).toHaveCount(4)
    await inBoth(page, 'setup')
    expect(await anyViolations(page)).toEqual([])
    await page.getByRole('button', { name: 'Make porto misbehave' }).click()
    await page.getByRole('menuitem', { name: /^Outage/ }).click()
    await expect(lab.getByRole('row', { name: /porto outage/ })).toBeVisible()
    await screenshot(page, 'setup-outage')
    await lab.getByRole('button', { name: 'Heal porto' }).click()
    await expect(lab.getByRole('row', { name: /porto up/ })).toBeVisible()

    await lab.getByRole('button', { name: 'Stop the lab…' }).click()
    await page.getByRole('button', { name: 'Stop 3 clouds' }).click()
    await expect(lab.getByRole('row').filter({ hasText: 'down' })).toHaveCount(4, {
      timeout: 60_000
    })
    await expect(lab.getByRole('button', { name: 'Start the lab', exact: true })).toBeEnabled({
      timeout: 60_000
    })
    expect(labProcesses(state)).toEqual([])
    const actions = readFileSync(join(state, 'actions.jsonl'), 'utf8')
    expect(actions).toContain('started the lab, 3 clouds')
    expect(actions).toContain('set the fault outage on porto')
    expect(actions).toMatch(/made \w+ alter one byte of its outputs, for the tour/)
  })

  test('called off in the middle it leaves no process', async ({ open }) => {
    const { page } = await open(opening(state))
    await page.getByRole('button', { name: 'Start the lab', exact: true }).click()
    await expect(page.getByRole('table').getByLabel('answers').first()).toBeVisible({
      timeout: 60_000
    })
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByText('Called off', { exact: false })).toBeVisible()
    await screenshot(page, 'lab-called-off')
    await expect(heading(page, 'Nothing is set up yet')).toBeVisible({ timeout: 60_000 })
    await expect(page.getByRole('button', { name: 'Start the lab', exact: true })).toBeEnabled()
    expect(labProcesses(state)).toEqual([])
    await expect(page.getByRole('heading', { name: 'The lab did not start' })).toHaveCount(0)
  })

  test('a window that goes while the lab starts leaves no process', async ({ open }) => {
    const { app, page } = await open(opening(state))
    await page.getByRole('button', { name: 'Start the lab', exact: true }).click()
    await expect.poll(() => labProcesses(state).length, { timeout: 60_000 }).toBeGreaterThan(0)
    app.process().kill('SIGKILL')
    await expect.poll(() => labProcesses(state).length, { timeout: 60_000 }).toBe(0)
  })
})
