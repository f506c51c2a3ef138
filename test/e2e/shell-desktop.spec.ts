/** The frame and its desktop: notifications, the badge, a page that dies, what is remembered over restarts. */
import type { ElectronApplication } from '@playwright/test'
import * as scenarios from '../renderer/scenarios.js'
import { aCluster, aWatch, NOW } from '../renderer/watch-snapshots.js'
import { anyViolations, expect, screenshot, test } from './fixtures.js'
import { go, manyRuns, see } from './shell-scene.js'

test.describe('the desktop', () => {
  interface Told {
    readonly title: string
    readonly body: string
  }
  /** Keeps what would be shown, and makes the window look as if nobody looked at it. */
  const standIn = (app: ElectronApplication): Promise<void> =>
    app.evaluate((electron) => {
      const { Notification: real, BrowserWindow } = electron
      const told: Told[] = []
      Object.assign(globalThis, { told, clicks: [] })
      real.prototype.show = function (this: Electron.Notification) {
        told.push({ title: this.title, body: this.body })
        ;(globalThis as unknown as { clicks: Electron.Notification[] }).clicks.push(this)
      }
      real.isSupported = () => true
      const window = BrowserWindow.getAllWindows()[0]!
      window.isFocused = () => false
    })
  const toldOf = (app: ElectronApplication): Promise<readonly Told[]> =>
    app.evaluate(() => (globalThis as unknown as { told: Told[] }).told)

  test('is told when a run ends; a click shows the run', async ({ open }) => {
    const { app, page, show } = await open({ runs: [scenarios.running()] })
    await expect(page.getByRole('link', { name: 'Runs running: 1' })).toBeVisible()
    await standIn(app)
    await show(scenarios.verified())
    await expect.poll(() => toldOf(app), { timeout: 15_000 }).toHaveLength(1)
    expect((await toldOf(app))[0]).toMatchObject({ title: 'wordcount-sotu: verified' })
    expect((await toldOf(app))[0]!.body).toContain('f + 1')
    const title = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.getTitle()
    )
    expect(title).toMatch(/^\(1\) /)
    await app.evaluate(() =>
      (globalThis as unknown as { clicks: Electron.Notification[] }).clicks[0]!.emit('click')
    )
    await expect(page.getByRole('heading', { name: 'Verified' })).toBeVisible()
  })

  test('is told once of all clouds that go down together', async ({ open }) => {
    const { app, page } = await open({ runs: [scenarios.verified()] })
    await page.clock.setFixedTime(NOW)
    const names = Array.from({ length: 20 }, (_, index) => `cloud-${String(index)}`)
    await see(
      app,
      aWatch(
        names.map((name) => aCluster(name)),
        { version: 2 }
      )
    )
    await expect(page.getByRole('link', { name: /20 of 20 count/ })).toBeVisible()
    await standIn(app)
    const silent = { state: 'silent', reason: 'no heartbeat and no answer' } as const
    await see(
      app,
      aWatch(
        names.map((name) => aCluster(name, silent)),
        { version: 3 }
      )
    )
    // There is at most one in 15 s, and one may have come before.
    await expect.poll(() => toldOf(app), { timeout: 25_000 }).toHaveLength(1)
    expect((await toldOf(app))[0]).toEqual({
      title: '20 clouds went down',
      body: 'cloud-0 down, cloud-1 down, cloud-2 down and 17 more'
    })
  })

  test('is not told what was turned off in the menu', async ({ open }) => {
    const { app, page, show } = await open({ runs: [scenarios.running()] })
    await page.getByRole('button', { name: 'Theme and notifications' }).click()
    await expect(page.getByRole('menuitemcheckbox', { name: 'A run ends' })).toHaveAttribute(
      'aria-checked',
      'true'
    )
    expect(await anyViolations(page)).toEqual([])
    await screenshot(page, 'preferences-menu-1280x800')
    await page.getByRole('menuitemcheckbox', { name: 'A run ends' }).click()
    await page.keyboard.press('Escape')
    await standIn(app)
    await show(scenarios.verified())
    await expect(page.getByRole('link', { name: 'Runs running: 1' })).toBeHidden()
    await page.waitForTimeout(2_500) // longer than anything is gathered
    expect(await toldOf(app)).toEqual([])
  })
})

test('a page whose process dies comes back, and says so', async ({ open }) => {
  const { app, page, complaints } = await open({ run: scenarios.verified() })
  await expect(page.getByRole('heading', { name: 'Verified' })).toBeVisible()
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()
  )
  const shown = (): Promise<string> =>
    app.evaluate(async ({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!
      if (webContents.isCrashed() || webContents.isLoading()) return ''
      // n.b. asked for while it is being loaded it may never answer
      const text = webContents.executeJavaScript('document.body.innerText') as Promise<string>
      return Promise.race([text, new Promise<string>((done) => setTimeout(() => done(''), 1_000))])
    })
  await expect
    .poll(shown, { timeout: 20_000 })
    .toMatch(/The page was started again[^]*Verified[^]*porto and lisbon report equal digests/)
  complaints.length = 0
})

test('comes back to the page, zoom and environment it was left with', async ({ open }) => {
  const first = await open({ environments: ['stable', 'lab'], runs: manyRuns() })
  await first.page.getByRole('button', { name: 'stable' }).click()
  await go(first.page, '#/actions')
  await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(1.25)
  )
  await expect(first.page.getByRole('heading', { level: 1, name: 'Actions' })).toBeVisible()
  await first.quit()
  const again = await open({
    environments: ['stable', 'lab'],
    runs: manyRuns(),
    userData: first.userData
  })
  await expect(again.page.getByRole('heading', { level: 1, name: 'Actions' })).toBeVisible()
  await expect(again.page.getByRole('button', { name: 'stable' })).toHaveAttribute(
    'aria-pressed',
    'true'
  )
  const zoom = await again.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]!.webContents.getZoomFactor()
  )
  expect(zoom).toBeCloseTo(1.25)
})
