/** Every state of a run, in both themes and both sizes: nothing overflows, nothing is hard to read, and a picture is kept of each. */
import type { RunId } from '@shared/model/ids.js'
import type { RunSnapshot } from '@shared/model/run.js'
import * as unitScenarios from '../renderer/scenarios-of-units.js'
import * as scenarios from '../renderer/scenarios.js'
import { expect, screenshot, seriousViolations, sidewaysPixels, test } from './fixtures.js'

const SIZES = { '1280x800': { width: 1280, height: 800 }, '1024x700': { width: 1024, height: 700 } }

const runs = Object.entries({ ...scenarios, ...unitScenarios }).map(([name, make], index) => {
  const snapshot: RunSnapshot = make()
  const run = `r-20261121-${name.toLowerCase().slice(0, 12)}` as RunId
  return { name, snapshot: { ...snapshot, run, startedAt: snapshot.startedAt, version: index } }
})

for (const theme of ['dark', 'light'] as const)
  for (const [size, pixels] of Object.entries(SIZES))
    test(`all states fit and can be read, ${theme}, ${size}`, async ({ open }) => {
      test.setTimeout(180_000)
      const { page } = await open({ theme, size: pixels, runs: runs.map((run) => run.snapshot) })
      for (const { name, snapshot } of runs) {
        await page.clock.setFixedTime(snapshot.now + 300)
        await page.evaluate((run) => (location.hash = `#/runs/${run}`), snapshot.run)
        await expect(page.locator('.crumbs code')).toHaveText(snapshot.run)
        await expect(page.getByRole('region', { name: 'Verdict' })).toBeVisible()
        expect(await sidewaysPixels(page), name).toBe(0)
        if (size === '1280x800') {
          await page.mouse.move(0, 0)
          expect(await seriousViolations(page), name).toEqual([])
        }
        await screenshot(page, `${name}-${theme}-${size}`)
      }
    })

test('all states fit with DejaVu Sans, the widest of the fonts that may be there', async ({
  open
}) => {
  const { page } = await open({ size: SIZES['1024x700'], runs: runs.map((run) => run.snapshot) })
  await page.evaluate(() =>
    document.documentElement.style.setProperty('--font-ui', "'DejaVu Sans', sans-serif")
  )
  for (const { name, snapshot } of runs) {
    await page.evaluate((run) => (location.hash = `#/runs/${run}`), snapshot.run)
    await expect(page.locator('.crumbs code')).toHaveText(snapshot.run)
    expect(await sidewaysPixels(page), name).toBe(0)
  }
  await screenshot(page, 'dejavu-1024x700')
})

test('the list of runs and the lower half of a run', async ({ open }) => {
  const [verified] = runs.filter((run) => run.name === 'verified')
  for (const theme of ['dark', 'light'] as const) {
    const { page } = await open({ theme, runs: runs.map((run) => run.snapshot) })
    await page.clock.setFixedTime(verified!.snapshot.now + 300)
    await page.evaluate((run) => (location.hash = `#/runs/${run}`), verified!.snapshot.run)
    await expect(page.getByRole('heading', { name: 'Verified' })).toBeVisible()
    await page.locator('.page').evaluate((element) => element.scrollTo(0, element.scrollHeight))
    await screenshot(page, `verified-below-${theme}-1280x800`)
    await page.getByRole('link', { name: /^Runs/ }).first().click()
    await expect(page.getByRole('row')).toHaveCount(runs.length + 1)
    expect(await seriousViolations(page)).toEqual([])
    await screenshot(page, `runs-${theme}-1280x800`)
  }
})

test('chunks are chosen with the keyboard, and copies stand below', async ({ open }) => {
  const { name, snapshot } = runs.find((run) => run.name === 'taskLevel')!
  for (const theme of ['dark', 'light'] as const) {
    const { page } = await open({ theme, size: SIZES['1024x700'], run: snapshot })
    await page.clock.setFixedTime(snapshot.now + 300)
    const chunks = page.getByRole('listbox', { name: 'Chunks of count' })
    await expect(chunks.getByRole('option')).toHaveCount(8)
    await chunks.getByRole('option', { selected: true }).focus()
    for (let chunk = 2; chunk < 5; chunk += 1) await page.keyboard.press('ArrowRight')
    await expect(page.getByRole('region', { name: 'Attempts at count-5' })).toBeVisible()
    await page.getByRole('region', { name: 'Copies' }).scrollIntoViewIfNeeded()
    expect(await seriousViolations(page)).toEqual([])
    await screenshot(page, `${name}-copies-${theme}-1024x700`)
  }
})
