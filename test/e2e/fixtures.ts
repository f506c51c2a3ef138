/** A window for a test, closed after it, with nothing complained about on its console. */
import AxeBuilder from '@axe-core/playwright'
import { expect, test as base, type Page } from '@playwright/test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openWindow, type OpenOptions, type OpenWindow } from './window.js'

const screenshots = resolve(import.meta.dirname, '../../test-results/screenshots')

interface Fixtures {
  /** Opens windows; complaints of their pages fail the test unless they are taken out of the list. */
  readonly open: (options?: OpenOptions) => Promise<OpenWindow>
}

export const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures are wanted
  open: async ({}, use) => {
    const opened: OpenWindow[] = []
    await use(async (options) => {
      const window = await openWindow(options)
      opened.push(window)
      return window
    })
    for (const window of opened) await window.close()
    expect(opened.flatMap((window) => window.complaints)).toEqual([])
  }
})

export { expect }

export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true })
  await page.screenshot({ path: join(screenshots, `${name}.png`) })
}

/** Keeps a picture that was taken otherwise. */
export function savePicture(name: string, png: Uint8Array): void {
  mkdirSync(screenshots, { recursive: true })
  writeFileSync(join(screenshots, `${name}.png`), png)
}

/** Pixels by which anything is wider than the window: what would have to be scrolled sideways. */
export function sidewaysPixels(page: Page): Promise<number> {
  return page.evaluate(() => {
    const scrollers = [document.documentElement, ...document.querySelectorAll('.page')]
    return Math.max(...scrollers.map((element) => element.scrollWidth - element.clientWidth))
  })
}

/** Everything axe finds, of any impact. */
export async function anyViolations(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations.map(
    ({ id, impact, nodes }) =>
      `${id} (${String(impact)}): ${nodes.map((node) => node.html).join(' | ')}`
  )
}

/** Violations that keep somebody out. */
export async function seriousViolations(page: Page): Promise<readonly string[]> {
  // Legacy mode: Electron has no Target.createTarget, with which axe looks into frames.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)
}
