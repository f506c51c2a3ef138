/**
 * Electron's security checklist, items 1 to 14, looked at from inside the window: what a page could do if it were taken over. The
 * numbers are those of Electron's list; docs/security.md has the table, security-bridge.spec.ts the rest. Items 4 and 19 are also looked at in the package, where the
 * sandbox is on and the fuses are burnt (test/package); item 17 for every channel in test/main/ipc/register.test.ts.
 *
 * @see https://github.com/electron/electron/blob/main/docs/tutorial/security.md
 */
import * as scenarios from '../renderer/scenarios.js'
import { expect, test } from './fixtures.js'
import { expectComplaints, preferences, visitAll } from './security-probe.js'

test('1. loads nothing but its own files: no request of any page goes to a network', async ({
  open
}) => {
  const window = await open({ run: scenarios.verified() })
  const asked = await window.app.evaluate(({ session }) => {
    const urls: string[] = []
    Object.assign(globalThis, { asked: urls })
    session.defaultSession.webRequest.onBeforeRequest((details, answer) => {
      urls.push(details.url)
      answer({})
    })
    return urls
  })
  expect(asked).toEqual([])
  await window.page.waitForLoadState('networkidle') // a page that goes while it loads complains
  await window.page.reload()
  await expect(window.page.getByRole('heading', { name: 'Verified' })).toBeVisible()
  await visitAll(window.page)
  const urls = await window.app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)
  expect(urls.length).toBeGreaterThan(0)
  expect(urls.filter((url) => !/^(app:\/\/console\/|data:|devtools:)/.test(url))).toEqual([])
})

test('2. the page has nothing of Node', async ({ open }) => {
  const window = await open({ run: scenarios.verified() })
  const found = await window.page.evaluate(() =>
    [
      'require',
      'process',
      'module',
      'exports',
      'Buffer',
      'global',
      '__dirname',
      'setImmediate'
    ].filter((name) => name in window)
  )
  const { nodeIntegration, nodeIntegrationInWorker, nodeIntegrationInSubFrames } =
    await preferences(window)
  expect(found).toEqual([])
  expect([
    nodeIntegration,
    nodeIntegrationInWorker ?? false,
    nodeIntegrationInSubFrames ?? false
  ]).toEqual([false, false, false])
})

test('3. preload and page live in worlds of their own', async ({ open }) => {
  const window = await open({ run: scenarios.verified() })
  expect((await preferences(window))['contextIsolation']).toBe(true)
  const reached = await window.page.evaluate(() => {
    const api = (
      globalThis as unknown as { medusa: Record<string, (...args: unknown[]) => unknown> }
    ).medusa
    Object.assign(Array.prototype, { intruder: true })
    const call = api['console.read']
    // A function of another world would carry that world's globals with it.
    const other = call?.constructor as unknown as { readonly prototype: unknown }
    const same = other.prototype === Function.prototype
    try {
      api['console.read'] = () => 'replaced'
      return { same, replaced: api['console.read']() === 'replaced' }
    } catch {
      return { same, replaced: false }
    }
  })
  expect(reached).toEqual({ same: true, replaced: false })
})

test('4. the page is sandboxed (filtered system calls: test/package, where root does not switch them off)', async ({
  open
}) => {
  const window = await open({ run: scenarios.verified() })
  expect((await preferences(window))['sandbox']).toBe(true)
  if (process.getuid?.() === 0) return
  const seccomp = await window.app.evaluate(({ BrowserWindow }) => {
    const pid = BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0
    const { readFileSync: read } = process.getBuiltinModule('node:fs')
    return /^Seccomp:\s*(\d)/m.exec(read(`/proc/${String(pid)}/status`, 'utf8'))?.[1]
  })
  expect(seccomp).toBe('2')
})

test('5. every permission is refused, asked for or looked up', async ({ open }) => {
  const window = await open({ run: scenarios.verified() })
  const answers = await window.page.evaluate(async () => {
    const outcome = (asked: Promise<unknown>): Promise<string> =>
      asked.then(
        () => 'granted',
        (cause: unknown) => (cause as Error).name
      )
    return {
      notification: await Notification.requestPermission(),
      camera: await outcome(navigator.mediaDevices.getUserMedia({ video: true })),
      screen: await outcome(navigator.mediaDevices.getDisplayMedia()),
      clipboard: await outcome(navigator.clipboard.readText()),
      midi: await outcome(navigator.requestMIDIAccess()),
      place: await outcome(
        new Promise((resolve, reject) =>
          navigator.geolocation.getCurrentPosition(resolve, () => reject(new Error('refused')))
        )
      ),
      persistent: await navigator.storage.persist()
    }
  })
  expect(answers.notification).toBe('denied')
  expect(answers.persistent).toBe(false)
  expect(Object.values(answers)).not.toContain('granted')
  expectComplaints(window)
})

test('6. the same-origin policy is on', async ({ open }) => {
  const window = await open({ run: scenarios.verified() })
  expect((await preferences(window))['webSecurity']).toBe(true)
})

test('7. the content policy holds: no inline script, no handler, no eval, no fetch outside, no foreign frame', async ({
  open
}) => {
  const window = await open({ run: scenarios.verified() })
  const found = await window.page.evaluate(async () => {
    const seen: string[] = []
    document.addEventListener('securitypolicyviolation', (event) =>
      seen.push(event.effectiveDirective)
    )
    const attempt = (name: string, work: () => unknown): void => {
      try {
        work()
      } catch {
        seen.push(`${name} threw`)
      }
    }
    attempt('inline script', () => {
      const script = document.createElement('script')
      script.textContent = 'window.broken = true'
      document.body.append(script)
    })
    attempt('handler', () => {
      const picture = document.createElement('img')
      picture.setAttribute('onerror', 'window.broken = true')
      picture.src = 'data:image/png;base64,none'
      document.body.append(picture)
    })
    attempt('markup', () =>
      document.body.insertAdjacentHTML('beforeend', '<b onclick="window.broken = true">x</b>')
    )
    attempt('frame', () => {
      const frame = document.createElement('iframe')
      frame.src = 'https://example.org/'
      document.body.append(frame)
    })
    attempt('form', () => {
      const form = document.createElement('form')
      form.action = 'https://example.org/'
      document.body.append(form)
      form.submit()
    })
    attempt('worker', () => new Worker('data:text/javascript,postMessage(1)'))
    await fetch('https://example.org/').catch(() => seen.push('fetch refused'))
    // n.b. the debugger may eval inside page.evaluate; a timer runs as the page
    await new Promise<void>((resolve) =>
      setTimeout(() => {
        attempt('eval', () => {
          // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- what must be refused
          new Function('window.broken = true')()
        })
        setTimeout(resolve, 200)
      })
    )
    return { seen, broken: 'broken' in window }
  })
  expect(found.broken).toBe(false)
  expect(found.seen).toEqual(
    expect.arrayContaining([
      'connect-src',
      'fetch refused',
      'eval threw',
      'frame-src',
      'form-action'
    ])
  )
  const policy = await window.page.evaluate(() =>
    fetch('app://console/index.html').then((answer) =>
      answer.headers.get('content-security-policy')
    )
  )
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toMatch(/unsafe-(inline|eval)|https?:|\*/)
  expectComplaints(window)
})

for (const [item, name, unset] of [
  ['8', 'allowRunningInsecureContent', [false, undefined]],
  ['9', 'experimentalFeatures', [false, undefined]],
  ['10', 'enableBlinkFeatures', ['', undefined]]
] as const)
  test(`${item}. ${name} is not switched on`, async ({ open }) => {
    const window = await open({ run: scenarios.verified() })
    expect(unset).toContain((await preferences(window))[name])
    const switches = await window.app.evaluate(({ app }) =>
      [
        'enable-blink-features',
        'enable-experimental-web-platform-features',
        'allow-running-insecure-content',
        'disable-web-security'
      ].filter((each) => app.commandLine.hasSwitch(each))
    )
    expect(switches).toEqual([])
  })

test('11. there are no webviews, and so none that may open windows', async ({ open }) => {
  const window = await open({ run: scenarios.verified() })
  expect((await preferences(window))['webviewTag']).toBe(false)
  const made = await window.page.evaluate(() => {
    const view = document.createElement('webview')
    view.setAttribute('src', 'https://example.org/')
    document.body.append(view)
    return {
      known: 'getWebContentsId' in view,
      size: view.children.length,
      root: view.shadowRoot !== null
    }
  })
  expect(made).toEqual({ known: false, size: 0, root: false })
  expectComplaints(window)
})

test('12. a webview that came to be all the same is not attached', async ({ open }) => {
  const { app } = await open({ run: scenarios.verified() })
  const prevented = await app.evaluate(({ webContents }) => {
    let stopped = false
    webContents
      .getAllWebContents()[0]
      ?.emit('will-attach-webview', { preventDefault: () => (stopped = true) }, {}, {})
    return stopped
  })
  expect(prevented).toBe(true)
})

test('13. the page cannot go elsewhere, by itself or by a file that is dropped', async ({
  open
}) => {
  const window = await open({ run: scenarios.verified() })
  const { page } = window
  await expect(page.getByRole('heading', { name: 'Verified' })).toBeVisible()
  const before = page.url()
  for (const url of [
    'https://example.org/',
    'http://127.0.0.1:1/',
    'file:///etc/passwd',
    'app://other/index.html',
    'data:text/html,x',
    'javascript:document.title="x"',
    'mailto:a@example.org'
  ])
    await page.evaluate((to) => location.assign(to), url).catch(() => undefined)
  await page.evaluate(() => {
    const link = Object.assign(document.createElement('a'), {
      href: 'https://example.org/',
      target: '_top'
    })
    document.body.append(link)
    link.click()
  })
  await page.waitForTimeout(300)
  expect(page.url()).toBe(before)
  expect((await preferences(window))['navigateOnDragDrop']).not.toBe(true)
  // Nothing can stop this one, so it is undone.
  await page.evaluate(() => location.assign('about:blank')).catch(() => undefined)
  await expect(page).toHaveURL(/^app:\/\/console\/index\.html/)
  await expect(page.getByRole('heading', { name: 'Verified' })).toBeVisible()
  expectComplaints(window)
})

test('14. the page cannot open windows', async ({ open }) => {
  const window = await open({ run: scenarios.verified() })
  const opened = await window.page.evaluate(() => {
    const link = Object.assign(document.createElement('a'), {
      href: 'app://console/index.html',
      target: '_blank'
    })
    document.body.append(link)
    link.click()
    return [
      globalThis.open('https://example.org/'),
      globalThis.open('about:blank'),
      globalThis.open('app://console/index.html')
    ]
  })
  expect(opened).toEqual([null, null, null])
  // The middle button would open a link beside the page.
  await window.page.getByRole('link', { name: /^Clusters/ }).click({ button: 'middle' })
  await window.page.waitForTimeout(300)
  expect(
    await window.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
  ).toBe(1)
  expectComplaints(window)
})
