/** Opens the window under Playwright: a fresh user folder, the harness' engine, and every complaint of the page kept. */
import { _electron, errors, type ElectronApplication, type Page } from '@playwright/test'
import type { WireError } from '@shared/model/errors.js'
import type { RunSnapshot } from '@shared/model/run.js'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { harnessFolder } from '../main/harness/build.js'

export interface OpenOptions {
  readonly runs?: readonly RunSnapshot[]
  /** A run that is there and shown at once. */
  readonly run?: RunSnapshot
  readonly refusal?: WireError
  /** Clusters of the environment the harness opens. @default none */
  readonly clusters?: readonly string[]
  readonly args?: readonly string[]
  readonly theme?: 'light' | 'dark'
  readonly size?: { readonly width: number; readonly height: number }
  /** Milliseconds since 1970 the page shall believe in. */
  readonly now?: number
  /** Environments there are, the last is the current one. @default only `lab` */
  readonly environments?: readonly string[]
  /** The folder of another window's preferences, which was closed. */
  readonly userData?: string
  /** The product itself instead of the harness. */
  readonly folder?: string
  /** Environment variables besides those of the test. */
  readonly env?: Readonly<Record<string, string>>
}

export interface OpenWindow {
  readonly app: ElectronApplication
  readonly page: Page
  /** Console errors, violations of the content policy, failed requests, uncaught exceptions. */
  readonly complaints: string[]
  /** The engine's double says this of the run from now on. */
  readonly show: (snapshot: RunSnapshot) => Promise<void>
  /** Where this window keeps its preferences. */
  readonly userData: string
  /** Closes it as a user would, and keeps its folder. */
  readonly quit: () => Promise<void>
  readonly close: () => Promise<void>
}

export async function openWindow(options: OpenOptions = {}): Promise<OpenWindow> {
  const executablePath = process.env['MEDUSA_ELECTRON']
  if (executablePath === undefined)
    throw new Error('MEDUSA_ELECTRON must name the Electron program, got nothing')
  const folder = options.userData ?? mkdtempSync(join(tmpdir(), 'medusa-window-'))
  const runs = join(folder, 'runs.json')
  writeFileSync(
    runs,
    JSON.stringify([...(options.run === undefined ? [] : [options.run]), ...(options.runs ?? [])])
  )
  const preferences = join(folder, 'window.json')
  if (options.userData === undefined)
    writeFileSync(
      preferences,
      JSON.stringify({
        theme: options.theme ?? 'system',
        place: { x: 0, y: 0, ...(options.size ?? { width: 1280, height: 800 }), maximized: false }
      })
    )
  const root = process.getuid?.() === 0
  const app = await launch({
    executablePath,
    args: [
      options.folder ?? harnessFolder,
      `--user-data-dir=${folder}`,
      ...(root ? ['--no-sandbox'] : []),
      ...(options.run === undefined ? [] : ['--run', options.run.run]),
      ...(options.args ?? [])
    ],
    env: {
      ...(process.env as Record<string, string>),
      MEDUSA_E2E_RUNS: runs,
      MEDUSA_E2E_ENVIRONMENTS: JSON.stringify(options.environments ?? ['lab']),
      ...options.env,
      MEDUSA_E2E_CLUSTERS: (options.clusters ?? []).join(','),
      ...(options.refusal === undefined
        ? {}
        : { MEDUSA_E2E_REFUSAL: JSON.stringify(options.refusal) })
    },
    colorScheme: null // otherwise Playwright's own, light, hides the theme that was chosen
  })
  const child = app.process() // gone from `app` once that is closed
  const page = await app.firstWindow()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? 'for no reason'
    // A page that goes away does not wait for what it had still asked for.
    if (why !== 'net::ERR_ABORTED') complaints.push(`request failed: ${request.url()} ${why}`)
  })
  if (options.now !== undefined) await page.clock.setFixedTime(options.now)
  return {
    app,
    page,
    complaints,
    show: (snapshot) =>
      app.evaluate((_electron, next) => {
        const { harness } = globalThis as unknown as { harness: { show(run: unknown): void } }
        harness.show(next)
      }, snapshot),
    userData: folder,
    quit: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
      await ended
    },
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      // Over a live run of its own the window asks before it closes.
      const agree = (): Promise<void> =>
        app.evaluate(({ dialog }) => {
          dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false })
        })
      // n.b. under load the inspector now and then lets go of an answer: "Resulting promise was garbage collected"
      await agree().catch(agree)
      await app.close()
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

type Launch = Parameters<typeof _electron.launch>[0]

/**
 * Now and then a launch never tells Playwright that it is ready: one in fifty on a machine with ten times the work it can do, on others one in ten. A good
 * one takes a second or two. All tries together fit into a test's minute.
 */
const LAUNCH_TRIES_MS = [8_000, 12_000, 20_000]

async function launch(options: Launch): Promise<ElectronApplication> {
  for (const [index, timeout] of LAUNCH_TRIES_MS.entries())
    try {
      return await _electron.launch({ ...options, timeout })
    } catch (cause) {
      const last = index === LAUNCH_TRIES_MS.length - 1
      if (last || !(cause instanceof errors.TimeoutError)) throw cause
    }
  throw new Error('there is no try')
}
