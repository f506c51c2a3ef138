/** Electron's security checklist, as far as it can be looked at from inside: what a page could do if it were taken over. */
import * as scenarios from '../renderer/scenarios.js'
import { expect, test } from './fixtures.js'

test('the page has nothing of Node and nothing of Electron but the contract', async ({ open }) => {
  const { page } = await open({ runs: [scenarios.verified()] })
  const found = await page.evaluate(() => ({
    node: ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in window),
    bridge: Object.keys((window as unknown as { medusa: object }).medusa).sort(),
    origin: location.origin,
    secure: isSecureContext
  }))
  expect(found).toEqual({
    node: [],
    bridge: [
      'clipboard.write',
      'console.read',
      'console.retry',
      'on',
      'runs.cancel',
      'runs.dismissStart',
      'runs.fetch',
      'runs.follow',
      'runs.open',
      'runs.showFetched',
      'runs.startAgain',
      'runs.unfollow',
      'theme.choose'
    ],
    origin: 'app://console',
    secure: true
  })
})

test('the window is sandboxed, isolated, and asks nothing of the network', async ({ open }) => {
  const { app, page } = await open({ runs: [scenarios.verified()] })
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await expect(page.getByRole('heading', { name: 'Verified' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Verified' })).toBeVisible()
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } =
      contents.getLastWebPreferences()
    return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag }
  })
  expect(preferences).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false
  })
  expect(requests.filter((url) => !/^(app:\/\/console\/|data:)/.test(url))).toEqual([])
})

test('the page cannot go elsewhere, open windows, or get a permission', async ({ open }) => {
  const { app, page, complaints } = await open({ runs: [scenarios.verified()] })
  const before = page.url()
  const refused = await page.evaluate(async () => {
    const opened = window.open('https://example.org/')
    const permission = await Notification.requestPermission()
    const camera = await navigator.mediaDevices
      .getUserMedia({ video: true })
      .then(() => 'granted')
      .catch((cause: unknown) => (cause as Error).name)
    return { opened, permission, camera }
  })
  expect(refused.opened).toBeNull()
  expect(refused.permission).toBe('denied')
  expect(refused.camera).not.toBe('granted')
  for (const url of ['https://example.org/', 'file:///etc/passwd', 'app://other/index.html'])
    await page.evaluate((to) => location.assign(to), url).catch(() => undefined)
  await page.waitForTimeout(300)
  expect(page.url()).toBe(before)
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  complaints.length = 0 // what was refused is told on the console, as it should be
})

test('the content policy holds: no inline script, no handler, no eval, no fetch outside', async ({
  open
}) => {
  const { page, complaints } = await open({ runs: [scenarios.verified()] })
  const violations = await page.evaluate(async () => {
    const seen: string[] = []
    document.addEventListener('securitypolicyviolation', (event) =>
      seen.push(event.effectiveDirective)
    )
    const script = document.createElement('script')
    try {
      script.textContent = 'window.broken = true'
    } catch {
      seen.push('trusted types')
    }
    document.body.append(script)
    const button = document.createElement('button')
    button.setAttribute('title', 'x')
    await fetch('https://example.org/').catch(() => seen.push('fetch refused'))
    // n.b. the debugger may eval inside page.evaluate; a timer runs as the page
    await new Promise<void>((resolve) =>
      setTimeout(() => {
        try {
          // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- what must be refused
          new Function('window.broken = true')()
        } catch {
          seen.push('eval refused')
        }
        resolve()
      })
    )
    return { seen, broken: 'broken' in window }
  })
  expect(violations.broken).toBe(false)
  expect(violations.seen).toEqual(expect.arrayContaining(['fetch refused', 'eval refused']))
  expect(violations.seen).toContain('connect-src')
  complaints.length = 0 // what was refused is told on the console, as it should be
})

test('files above the page cannot be read through its protocol', async ({ open }) => {
  const { page, complaints } = await open({ runs: [scenarios.verified()] })
  const statuses = await page.evaluate(() =>
    Promise.all(
      ['/../main/index.js', '/..%2fmain/index.js', '/%2e%2e/package.json', '/none.js'].map((path) =>
        fetch(`app://console${path}`).then(
          (answer) => answer.status,
          () => 0
        )
      )
    )
  )
  expect(statuses.every((status) => status >= 400 || status === 0)).toBe(true)
  complaints.length = 0
})
