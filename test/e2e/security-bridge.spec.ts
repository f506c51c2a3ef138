/**
 * Electron's security checklist, items 15 to 20: what lies between the page and the main process, and what is shipped; and what
 * happens when a page that was taken over sends whatever it likes. Items 1 to 14: security.spec.ts.
 */
import { callNames, eventNames } from '@shared/ipc/channels.js'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import * as scenarios from '../renderer/scenarios.js'
import { expect, test } from './fixtures.js'
import { expectComplaints, visitAll } from './security-probe.js'

const root = resolve(import.meta.dirname, '../..')

const builtMain = (): string =>
  ['main', 'node', 'preload']
    .flatMap((part) =>
      readdirSync(join(root, 'out', part)).map((name) => join(root, 'out', part, name))
    )
    .filter((file) => /\.c?js$/.test(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')

test('15. nothing opens an address outside: openExternal is not in the program', async ({
  open
}) => {
  expect(builtMain()).not.toContain('openExternal')
  const window = await open({ run: scenarios.verified() })
  await window.app.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openExternal = (url) => Promise.resolve(void opened.push(url))
  })
  await visitAll(window.page)
  const outside = await window.page.locator('a[href^="http"], a[href^="mailto"]').count()
  expect(outside).toBe(0)
  expect(
    await window.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)
  ).toEqual([])
})

test('16. the Electron for users is pinned, and not older than the one of these tests', async ({
  open
}) => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>
  }
  const pinned = manifest.devDependencies['electron'] ?? ''
  expect(pinned).toMatch(/^\d+\.\d+\.\d+$/)
  const require = createRequire(import.meta.url)
  expect((require('electron/package.json') as { version: string }).version).toBe(pinned)
  const { app } = await open({ run: scenarios.verified() })
  const running = await app.evaluate(() => process.versions['electron'])
  // Where the download host is out of reach the tests run on an older one: docs/security.md says so.
  expect(Number(pinned.split('.')[0])).toBeGreaterThanOrEqual(Number(running.split('.')[0]))
  if (running !== pinned)
    test.info().annotations.push({
      type: 'deviation',
      description: `tested on Electron ${running}, users get ${pinned}`
    })
})

test('17. another page with the very same bridge is answered nothing', async ({ open }) => {
  const window = await open({ run: scenarios.verified() })
  const answer = await window.app.evaluate(async ({ app: electron, BrowserWindow }) => {
    const stranger = new BrowserWindow({
      show: false,
      webPreferences: { sandbox: true, preload: `${electron.getAppPath()}/preload/index.cjs` }
    })
    stranger.webContents.removeAllListeners('did-navigate') // it would be sent home
    await stranger.loadURL('data:text/html,<title>stranger</title>')
    const said: unknown = await stranger.webContents.executeJavaScript('medusa["console.read"]({})')
    stranger.destroy()
    return said
  })
  expect(answer).toEqual({
    ok: false,
    error: { code: 'BAD_INPUT', message: "console.read: the sender is not the console's own page" }
  })
})

test('18. no page comes from file://, and none can be read through its protocol or ours', async ({
  open
}) => {
  const window = await open({ run: scenarios.verified() })
  const found = await window.page.evaluate(async () => ({
    origin: location.origin,
    secure: isSecureContext,
    file: await fetch('file:///etc/passwd').then(
      () => 'read',
      () => 'refused'
    ),
    above: await Promise.all(
      [
        '/../main/index.js',
        '/..%2fmain/index.js',
        '/%2e%2e/package.json',
        '/..%5cmain/index.js',
        '/none.js',
        '//etc/passwd'
      ].map((path) =>
        fetch(`app://console${path}`).then(
          (answer) => answer.status,
          () => 0
        )
      )
    )
  }))
  expect(found).toMatchObject({ origin: 'app://console', secure: true, file: 'refused' })
  expect(found.above.filter((status) => status !== 0 && status < 400)).toEqual([])
  expectComplaints(window)
})

test('19. the fuses are stated once, and shut (burnt and read: test/package)', async () => {
  const file: string = join(root, 'scripts/package/fuses.mjs') // another project's, without types here
  const { FUSES } = (await import(file)) as { FUSES: Record<string, boolean> }
  expect(FUSES).toMatchObject({
    RunAsNode: false,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    OnlyLoadAppFromAsar: true,
    EnableCookieEncryption: true,
    GrantFileProtocolExtraPrivileges: false
  })
})

test('20. the bridge has the calls of the contract and nothing of Electron', async ({ open }) => {
  const { page } = await open({ run: scenarios.verified() })
  const found = await page.evaluate((events) => {
    const { medusa } = globalThis as unknown as {
      medusa: Record<string, unknown> & {
        on(event: string, listener: (...args: unknown[]) => void): () => void
      }
    }
    const subscribe = (event: string): string => {
      try {
        const stop = medusa.on(event, () => undefined)
        stop()
        return typeof stop
      } catch {
        return 'refused'
      }
    }
    return {
      names: Object.keys(medusa).sort(),
      kinds: [...new Set(Object.values(medusa).map((each) => typeof each))],
      own: Object.keys(globalThis).filter((name) => /electron|ipc|bridge/i.test(name)),
      events: events.map(subscribe),
      free: ['ELECTRON_BROWSER_REQUIRE', 'will-navigate', '*', '', '__proto__', 'constructor'].map(
        subscribe
      )
    }
  }, eventNames)
  expect(found).toEqual({
    names: [...callNames, 'on'].sort(),
    kinds: ['function'],
    own: [],
    events: eventNames.map(() => 'function'),
    free: Array.from({ length: 6 }, () => 'refused')
  })
})

test('20. listeners get the payload, never an event of Electron', async ({ open }) => {
  const { page, show } = await open({ run: scenarios.running() })
  await expect(page.getByRole('heading', { name: 'Running' })).toBeVisible()
  await page.evaluate(() => {
    const { medusa } = globalThis as unknown as {
      medusa: { on(event: string, listener: (...args: unknown[]) => void): () => void }
    }
    medusa.on('run.snapshot', (...args) => {
      Object.assign(globalThis, {
        heard: [args.length, Object.keys(args[0] as object).includes('sender')]
      })
    })
  })
  await show({ ...scenarios.running(), version: 99 })
  await expect
    .poll(() => page.evaluate(() => (globalThis as unknown as { heard?: unknown }).heard))
    .toEqual([1, false])
})

test('whatever a page that was taken over sends, it gets an answer, and the window lives', async ({
  open
}) => {
  test.setTimeout(180_000)
  const window = await open({ run: scenarios.verified() })
  const wrong = await window.page.evaluate(async (names) => {
    const { medusa } = globalThis as unknown as {
      medusa: Record<string, (params: unknown) => Promise<unknown>>
    }
    let deep: unknown = 1
    for (let level = 0; level < 200; level += 1) deep = { deep }
    // n.b. the bridge makes an object without keys of a Map, a Date, an expression, and drops a key __proto__
    const hostile: readonly unknown[] = [
      undefined,
      null,
      7,
      'x',
      [],
      [[]],
      NaN,
      10n,
      new Uint8Array(9),
      { __proto__: null, x: 1 },
      { constructor: 1 },
      { run: {} },
      { name: ['x'] },
      { x: 'x'.repeat(1_000_000) },
      { deep }
    ]
    const unexpected: string[] = []
    for (const name of names)
      for (const [index, params] of hostile.entries()) {
        const answer = await (medusa[name]?.(params) ?? Promise.resolve(null)).catch(
          (cause: unknown) => String(cause)
        )
        const { ok, error } = (answer ?? {}) as { ok?: unknown; error?: { code?: unknown } }
        if (ok !== false || error?.code !== 'BAD_INPUT')
          unexpected.push(`${name} ${String(index)}: ${JSON.stringify(answer)}`)
      }
    return unexpected
  }, callNames)
  expect(wrong).toEqual([])
  await window.page
    .evaluate(async () => {
      const { medusa } = globalThis as unknown as {
        medusa: Record<string, (params: unknown) => Promise<unknown>>
      }
      return medusa['clipboard.write']?.({ text: 'x'.repeat(100_000_000) })
    })
    .then((answer) => expect(answer).toMatchObject({ ok: false, error: { code: 'BAD_INPUT' } }))
  await window.page.reload()
  await expect(window.page.getByRole('heading', { name: 'Verified' })).toBeVisible()
})
