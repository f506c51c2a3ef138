/** What the tests of Electron's checklist look with. */
import { expect, type Page } from '@playwright/test'
import type { OpenWindow } from './window.js'

const HASHES = ['overview', 'runs', 'clusters', 'broker', 'predict', 'setup', 'settings', 'actions']

/** All that was set for the page, as Chromium has it. */
export function preferences({ app }: OpenWindow): Promise<Record<string, unknown>> {
  return app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    return contents.getLastWebPreferences()
  })
}

/** What is refused is told on the page's console, as it should be. */
export const expectComplaints = ({ complaints }: OpenWindow): void => void (complaints.length = 0)

export async function visitAll(page: Page): Promise<void> {
  for (const hash of HASHES) {
    await page.evaluate((to) => (location.hash = `#/${to}`), hash)
    await expect(page.getByRole('main')).toBeVisible()
  }
}
