/** Every page on a running lab, at 200 %: nothing lies beside the window, and nothing is wrong for axe. */
import { resolve } from 'node:path'
import { anyViolations, expect, sidewaysPixels, test } from './fixtures.js'
import { capture } from './shell-scene.js'

const root = resolve(import.meta.dirname, '../..')
const state = process.env['MEDUSA_TEST_LAB'] ?? ''

test.skip(state === '', 'MEDUSA_TEST_LAB names no running lab')

const PAGES = [
  'overview',
  'overview/drift',
  'clusters',
  'clusters/new',
  'clusters/command',
  'clusters/porto',
  'clusters/porto/files',
  'clusters/porto/terminal',
  'clusters/porto/log',
  'broker/queues',
  'broker/vhosts',
  'broker/connections',
  'broker/workers',
  'settings',
  'settings/secrets',
  'settings/versions',
  'setup'
]

for (const theme of ['light', 'dark'] as const)
  test(`every page can be used at 200 %, ${theme}`, async ({ open }) => {
    test.setTimeout(180_000)
    const { app, page } = await open({
      theme,
      folder: root,
      args: ['--state', state, '--environment', 'lab']
    })
    await expect(page.getByRole('navigation', { name: 'Main' })).toContainText('1 lying', {
      timeout: 60_000
    })
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2)
    )
    await expect.poll(() => page.evaluate(() => innerWidth)).toBeLessThan(700)
    for (const name of PAGES) {
      await page.evaluate((hash) => void (location.hash = hash), `#/${name}`)
      await expect(page.getByRole('main').locator('[aria-busy="true"]')).toHaveCount(0, {
        timeout: 20_000
      })
      expect.soft(await sidewaysPixels(page), name).toBe(0)
      expect.soft(await anyViolations(page), name).toEqual([])
      await capture(app, `zoom-${name.replaceAll('/', '-')}-${theme}`)
    }
  })
