/** The overview as a person sees it: on a running lab, and with a watch of the test behind the real main process, preload and page. */
import { resolve } from 'node:path'
import { expect, screenshot, seriousViolations, sidewaysPixels, test } from './fixtures.js'

const root = resolve(import.meta.dirname, '../..')
const state = process.env['MEDUSA_TEST_LAB']

test('shows the clusters of a running lab, active, with figures and ages that move', async ({
  open
}) => {
  test.skip(state === undefined, 'MEDUSA_TEST_LAB names no running lab')
  test.setTimeout(120_000)
  for (const theme of ['light', 'dark'] as const) {
    const { page, close } = await open({
      theme,
      folder: root,
      args: ['--state', state ?? '', '--environment', 'lab']
    })
    const clusters = page.getByRole('region', { name: 'Clusters' })
    for (const name of ['porto', 'lisbon', 'faro']) {
      const row = clusters.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) })
      await expect(row.getByText('active')).toBeVisible({ timeout: 30_000 })
      await expect(row.getByText(/^\d+ \/ \d+$/)).toBeVisible({ timeout: 20_000 })
      await expect(row.getByText(/^\d+(\.\d+)? GB$/)).toBeVisible({ timeout: 20_000 })
    }
    const beat = clusters.getByRole('row').nth(1).getByRole('cell').nth(1)
    const before = await beat.textContent()
    await expect(beat).not.toHaveText(before ?? '', { timeout: 10_000 })
    await expect(page.getByText('1 outvoted')).toBeVisible()
    await expect(page.getByText('f = 2 is possible with 2 more clusters.')).toBeVisible()
    expect(await seriousViolations(page)).toEqual([])
    expect(await sidewaysPixels(page)).toBe(0)
    await screenshot(page, `overview-lab-${theme}-1280x800`)
    await close()
  }
})
